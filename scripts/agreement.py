#!/usr/bin/env python3
"""Compute the inter-coder reliability of the two codings of a letter."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("agreement")
