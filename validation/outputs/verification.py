"""Look for the sealed passages of a letter in a text that a user has.

The passages found show which letter it is; a text that has too few of any letter is refused. The
evidence is compared with the words of the passages that were found.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from validation.catalogue.finding import shorten
from validation.catalogue.languages import Both
from validation.catalogue.rules import told
from validation.coding import letter
from validation.coding.letter import Status
from validation.outputs import MisuseError
from validation.outputs.reports.json_object import finding_object
from validation.package.errors import UnreadableTableError
from validation.package.table import grouped
from validation.rules.relations import check_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from validation.coding.letter import Found, Passage, Verification
    from validation.package.opening import Package
    from validation.rules.findings import Outcome

LARGEST = 2**17  # bytes; a letter has some ten thousand
PARAPHRASE = 72  # characters of it, so that the reader knows which sentence is meant

UNJUDGED = "mentions not checked: a table cannot be read; scripts/validate.py says why"
SAVE = Both("save the text as plain text in UTF-8", "sla de tekst op als platte tekst in UTF-8")
# The first bytes of formats that are not plain text.
OTHER_FORMATS = {
    b"%PDF": Both("a PDF", "een pdf"),
    b"<": Both("HTML or XML", "HTML of XML"),
    b"{\\rtf": Both("rich text", "opgemaakte tekst (RTF)"),
    b"PK\x03\x04": Both("an office document or a zip", "een kantoordocument of een zip"),
    b"\xd0\xcf\x11\xe0": Both("an office document", "een kantoordocument"),
}
# Why a file is no plain text of a letter.
REFUSALS = {
    "form": Both(
        f"this is {{form}}; open it, select all and {SAVE}",
        f"dit is {{form}}; open het, selecteer alles en {SAVE.nl}",
    ),
    "large": Both("too large to be a letter", "te groot voor een brief"),
    "binary": Both(f"this is binary or UTF-16; {SAVE}", f"dit is binair of UTF-16; {SAVE.nl}"),
    "encoding": Both(
        f"this is not UTF-8 but perhaps Latin-1; {SAVE}",
        f"dit is geen UTF-8 maar misschien Latin-1; {SAVE.nl}",
    ),
    "empty": Both(
        "the file is empty; nothing was checked", "het bestand is leeg; er is niets gecontroleerd"
    ),
    "signs": Both(
        "this is no running text: most of it is not letters",
        "dit is geen lopende tekst: het meeste zijn geen letters",
    ),
}


class LetterError(MisuseError):
    """A file is not the text of a letter of the package; `said` is why, in two languages."""

    def __init__(self, en: str, nl: str) -> None:
        """Keep the reason."""
        self.said = Both(en, nl)
        super().__init__(self.said)


@dataclass(frozen=True)
class Copy:
    """A text with the letter that it is of, and what it has of each of its passages."""

    document: str
    passages: list[Passage]
    text: str
    verification: Verification


@dataclass(frozen=True)
class CopyVerdict:
    """What was found of each passage of a letter, our paraphrase of each, and the mentions.

    `mentions` has every disagreement between the evidence and the words of the passages that hold;
    None where the package's tables could not be read.
    """

    document: str
    verification: Verification
    paraphrases: dict[str, str]
    mentions: Outcome | None

    @property
    def holds(self) -> bool:
        """Whether every seal holds and every mention agrees."""
        return not self.verification.missing and not (self.mentions and self.mentions.findings)


def verify_file(package: Package, document: str | None, path: Path) -> CopyVerdict:
    """Look in a file for every passage of a letter: the one named, or the one that it is of.

    LetterError as `copy_of` has it.
    """
    copy = copy_of(package, path, document)
    paraphrases = {row["id"]: row.get("paraphrase_en", "") for row in package.records("passages")}
    try:
        mentions = check_words(package, copy.verification.own)
    except UnreadableTableError:
        mentions = None
    return CopyVerdict(copy.document, copy.verification, paraphrases, mentions)


def copy_of(package: Package, path: Path, document: str | None = None) -> Copy:
    """The text in a file, and what it has of the letter named, or else of the one that it is of.

    LetterError if the file is not plain text in UTF-8, if the package has no passages of the
    document, or if so little holds that it is another text and not a faulty copy.
    """
    letters = _letters(package, document)
    return _copy(path, _read(path), letters)


def attach_letters(package: Package, paths: Iterable[Path]) -> None:
    """Look for the passages of each letter in its text, and add what is found to the package.

    LetterError if a file is no text of a letter, or the second of the same. Where the package's own
    passages cannot be read nothing is looked for; validation says why.
    """
    texts = [(path, _read(path)) for path in paths]
    try:
        letters = _letters(package)
    except LetterError:
        return
    given: dict[str, Path] = {}
    for path, text in texts:
        copy = _copy(path, text, letters)
        if copy.document in given:
            other, of = given[copy.document], copy.document
            raise LetterError(
                f"{other} and {path} are both texts of {of}; give one of them",
                f"{other} en {path} zijn beide teksten van {of}; geef er een op",
            )
        given[copy.document] = path
        package.letters[copy.document] = copy.verification


def another(letters: Sequence[str], held: int | str, number: int) -> Both:
    """That a text is no copy of these letters: of their passages, so many hold in it."""
    it, its = ("it", "its") if len(letters) == 1 else ("them", "their")
    return Both(
        f"this is another text than {' or '.join(letters)}, or too little of {it}: "
        f"{held or 'none'} of {its} {number} passages {'holds' if held == 1 else 'hold'}",
        f"dit is een andere tekst dan {' of '.join(letters)}, of te weinig ervan: "
        f"{held or 'geen'} van de {number} passages {'klopt' if held in {0, 1} else 'kloppen'}",
    )


def _copy(path: Path, text: str, letters: dict[str, list[Passage]]) -> Copy:
    """The text with the letter of which most passages hold in it."""
    copies = [
        Copy(document, passages, text, letter.verify(text, passages))
        for document, passages in letters.items()
    ]
    own = [copy for copy in copies if not copy.verification.is_another]
    if not own:
        held = sum(copy.verification.count(Status.HOLDS) for copy in copies)
        said = another([*letters], held, sum(map(len, letters.values())))
        raise LetterError(f"{path}: {said}", f"{path}: {said.nl}")
    return max(own, key=lambda copy: copy.verification.count(Status.HOLDS))


def as_text(verdict: CopyVerdict) -> str:
    """For people: a line for each passage that does not hold, then the counts."""
    verification = verdict.verification
    lines = [
        f"{found.id} {found.status}{_where(found)}: "
        f"{shorten(verdict.paraphrases[found.id], PARAPHRASE)}"
        for found in verification.passages
        if found.status != Status.HOLDS
    ]
    holds, differs, not_found = (verification.count(status) for status in Status)
    lines.append(
        f"{verification.checked} seals checked, "
        f"{holds} hold, {differs} differ, {not_found} not found"
    )
    if verdict.mentions is None:
        return "\n".join([*lines, UNJUDGED])
    found, checked = verdict.mentions.findings, verdict.mentions.counts["mentions"]
    disagree = "disagrees" if len(found) == 1 else "disagree"
    agree = f"{len(found)} {disagree}" if found else "all agree"
    lines = [*map(told, found), *lines, f"{checked} mentions checked, {agree}"]
    return "\n".join(lines)


def as_json(verdict: CopyVerdict) -> str:
    """For programs: every passage with its status and lines, as one JSON object."""
    verification = verdict.verification
    content: dict[str, object] = {
        "document": verdict.document,
        "checked": verification.checked,
        "counts": {status: verification.count(status) for status in Status},
        "passages": [asdict(found) for found in verification.passages],
    }
    if verdict.mentions is not None:
        content["mentions"] = {
            "checked": verdict.mentions.counts["mentions"],
            "findings": [finding_object(found) for found in verdict.mentions.findings],
        }
    return json.dumps(content, indent=2)


FORMATS = {"text": as_text, "json": as_json}


def _where(found: Found) -> str:
    """The lines of the user's file in which to look, after a comma."""
    first, last = found.first, found.last
    if found.status == Status.DIFFERS:
        lines = f"line {first}" if first == last else f"lines {first}-{last}"
        return f", {lines}" if found.of == 1 else f", one of {found.of} in a row in {lines}"
    if first and last:
        return f", between lines {first} and {last}"
    return f", after line {first}" if first else f", before line {last}" if last else ""


def _letters(package: Package, document: str | None = None) -> dict[str, list[Passage]]:
    """The passages of each letter, or of one, in order; LetterError where there are none."""
    try:
        by_document = sorted(grouped(package.records("passages"), "document_id").items())
        letters = {
            name: letter.passages_of(rows) for name, rows in by_document if document in {None, name}
        }
    except (UnreadableTableError, KeyError, ValueError) as error:
        raise LetterError(
            "the package's passages cannot be read; scripts/validate.py says why",
            "de passages van het pakket zijn niet te lezen; scripts/validate.py zegt waarom",
        ) from error
    if not letters:
        raise LetterError(
            f"the package has no passages of {document or 'any letter'}",
            f"het pakket heeft geen passages van {document or 'een brief'}",
        )
    return letters


def _read(path: Path) -> str:
    """The text of a file; LetterError, with what to do, if it is not plain text."""
    try:
        with path.open("rb") as stream:
            return _text(stream.read(LARGEST + 1))
    except IsADirectoryError as error:
        raise LetterError(
            f"{path}: this is a folder; name the file with the text",
            f"{path}: dit is een map; noem het bestand met de tekst",
        ) from error
    except OSError as error:
        reason = f"{path}: {error.strerror or error}"
        raise LetterError(reason, reason) from error
    except LetterError as error:
        raise LetterError(f"{path}: {error.said}", f"{path}: {error.said.nl}") from error


def _text(content: bytes) -> str:
    beginning = content.removeprefix(codecs.BOM_UTF8).lstrip()
    for start, form in OTHER_FORMATS.items():
        if beginning.startswith(start):
            reason = REFUSALS["form"]
            raise LetterError(reason.format(form=form), reason.nl.format(form=form.nl))
    if len(content) > LARGEST:
        raise _refused("large")
    if b"\0" in content:
        raise _refused("binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("encoding") from error
    folded = letter.fold(text)
    if not folded:
        raise _refused("empty")
    if sum(map(str.isalpha, folded)) * 2 < len(folded):
        raise _refused("signs")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refused(reason: str) -> LetterError:
    return LetterError(REFUSALS[reason], REFUSALS[reason].nl)
