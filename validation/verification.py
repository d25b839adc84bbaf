"""Hold a text that a user has against the sealed passages of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation import letter
from validation.package import each

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package import Package

LARGEST = 10 * 2**20  # bytes; a letter has kilobytes
LISTED = 20


class LetterError(Exception):
    """The file is no text of the letter that could be verified."""


@dataclass(frozen=True)
class Verdict:
    """What to print, and whether every seal holds."""

    lines: tuple[str, ...]
    holds: bool


def verify_file(package: Package, document: str, path: Path) -> Verdict:
    """Look for every passage of a letter in a file.

    LetterError if the file cannot be read as UTF-8 text, the package has no passages of the
    document, or no passage at all is found: then it is another text, not a faulty one.
    """
    frame = package.frame("passages")
    passages = letter.passages_of(row for _, row in each(frame[frame["document_id"] == document]))
    if not passages:
        raise LetterError(f"the package has no passages of {document}")
    result = letter.verify(_read(path), passages)
    if not result.holds:
        raise LetterError(f"{path}: not one passage of {document} stands in this text")
    order = [passage.id for passage in passages]
    lines = []
    for identifier in result.missing[:LISTED]:
        place = order.index(identifier)
        around = [result.holds[other] for other in order[:place][::-1] if other in result.holds][:1]
        where = f"; the passage before it is on line {around[0]}" if around else ""
        lines.append(f"not found: {identifier}{where}")
    if len(result.missing) > LISTED:
        lines.append(f"and {len(result.missing) - LISTED} more")
    total, held = result.checked, len(result.holds)
    lines.append(f"{total} seals checked, {held} hold, {len(result.missing)} not found")
    return Verdict(tuple(lines), holds=not result.missing)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise LetterError(f"{path}: too large to be a letter")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise LetterError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LetterError(f"{path}: this is not UTF-8 text") from error
    if not text.strip():
        raise LetterError(f"{path}: the file is empty; nothing was checked")
    return text
