#!/usr/bin/env python3
"""Say what any row, passage, rule or code claims, on what basis, and where that stands.

Exit status: 0 answered, 1 the package is wrong and leaves no answer, 2 misuse, nothing of that name
or something missing or not to be opened, 3 a fault of the program.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from validation.process import start

if __name__ == "__main__":
    start("explain")
