#!/usr/bin/env python3
"""Compare two states of the package, or check, declare, cut, build or verify a release.

Exit status: 0 done and nothing is wrong, 1 something speaks against it or is refused, 2 misuse or
something missing or not to be opened, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("release")
