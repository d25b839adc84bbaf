#!/usr/bin/env python3
"""Look for every sealed passage in a text of the letter.

Exit status: 0 every seal holds, 1 some do not or nothing was checked, 2 misuse or
something missing or not to be opened, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("verify")
