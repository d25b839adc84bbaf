#!/usr/bin/env python3
"""Write tables, schemas and descriptor in their one canonical form; no value is changed.

Exit status: 0 done, 1 refused and nothing written, 2 misuse or something missing or not to be
opened, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("format")
