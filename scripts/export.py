#!/usr/bin/env python3
"""Write the tables for readers: every claim as a row, and every mission with all it is tied to.

With --kind or --all it writes the package as other kinds of file: --help lists them.

Exit status: 0 written, 1 refused and nothing written, 2 misuse, something missing or not to be
opened, or a folder that cannot be written, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("export")
