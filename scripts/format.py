#!/usr/bin/env python3
"""Write tables, schemas and descriptor in canonical form; no value is changed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("format")
