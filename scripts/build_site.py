#!/usr/bin/env python3
"""Write the site: the code book in English and Dutch, and a picture of the tables.

Exit status: 0 written, 1 refused and nothing written, 2 misuse, something missing or not to be
opened, or a folder that cannot be written, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("site")
