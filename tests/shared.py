"""Files that tests read and the package does not hold: the letter's text, the standard's profiles.

They lie in the folder that SHARED names, by default the one called `shared` beside the checkout.
Nothing but the tests looks there, and each looks for the very file that it needs.
"""

import os
from pathlib import Path

import pytest

from validation.package.opening import ROOT

LETTER_FILE = "letter/kst-33694-9.txt"


def path_of(name: str) -> Path:
    """Where a shared file would lie."""
    return Path(os.environ.get("SHARED") or ROOT.parent / "shared").resolve() / name


def shared_file(name: str) -> Path:
    """A shared file; where it is not at hand, the test that asks for it is skipped."""
    path = path_of(name)
    if not path.is_file():
        pytest.skip(f"not at hand: {path} (SHARED names the folder)")
    return path
