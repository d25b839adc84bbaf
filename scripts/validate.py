#!/usr/bin/env python3
"""Validate the package: report what is wrong, and what was checked."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("validate")
