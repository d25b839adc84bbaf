#!/usr/bin/env python3
"""Explain a row, passage, rule, code, column or table: what it says, and on what basis."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("explain")
