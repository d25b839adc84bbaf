#!/usr/bin/env python3
"""Time a whole validation beside great expectations' own smallest run, as a ratio.

Exit status: 0 measured, 2 misuse, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("benchmark")
