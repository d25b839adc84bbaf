#!/usr/bin/env python3
"""Compare two states of the package, or check, declare, cut, build or verify a release."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("release")
