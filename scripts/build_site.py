#!/usr/bin/env python3
"""Write the site: pages to read, tables, map, codebook and rules."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("site")
