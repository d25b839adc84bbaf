#!/usr/bin/env python3
"""Look for every sealed passage in a text of the letter, and compare mentions with evidence."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("verify")
