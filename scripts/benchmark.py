#!/usr/bin/env python3
"""Compare the time of a whole validation with the smallest run of great expectations."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("benchmark")
