#!/usr/bin/env python3
"""Say what is wrong with the data, and what was checked.

Exit status: 0 clean, 1 findings, 2 misuse or something missing or not to be opened, 3 a fault of
the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("validate")
