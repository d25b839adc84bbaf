#!/usr/bin/env python3
"""Compute how far the two coders of a letter agree, from data/reliability/codings.csv.

Exit status: 0 computed, 1 refused and nothing written, 2 misuse, something missing or not to be
opened, or a file that cannot be written, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("agreement")
