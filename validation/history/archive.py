"""The records of all releases: the newest in full, and each earlier one as a patch.

A patch is a unified diff from the record of the next release to an earlier one, without context.
Its header holds the SHA-256 of the earlier record, so a record is rebuilt as it was or not at all.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from validation.history.record import FOLDER, Record, TableRecord, write
from validation.history.version import FORM, Version
from validation.package.errors import ContentError, PackageError
from validation.package.languages import Both
from validation.package.opening import matching, unreadable
from validation.package.strict_json import JsonError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = Path(__file__).with_name("record.schema.json")
HEADER = re.compile(rb"--- (\S+)\.json\n\+\+\+ \S+\.json\t([0-9a-f]{64})\n")
HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? ")


def newest_first(root: Path) -> Iterator[Record]:
    """The record of each release, read and rebuilt only as far as somebody asks.

    PackageError where a file cannot be opened or is missing, ContentError where it is malformed.
    """
    newer = None
    for path in reversed(_files(root)):
        content = read_bytes(root, path)
        if path.endswith(".patch"):
            content = _rebuilt(path, content, newer)
        newer = _record(path, content)
        yield newer


def oldest_first(root: Path) -> list[Record]:
    """The record of each release."""
    return [*newest_first(root)][::-1]


def versions(root: Path) -> list[str]:
    """The versions of all releases, oldest first."""
    return [Path(path).stem for path in _files(root)]


def find(root: Path, version: str) -> Record | None:
    """The record of a release; None where there is no such release."""
    if version not in versions(root):
        return None
    return next(record for record in newest_first(root) if record.version == version)


def released(record: Record, last: Record | None) -> dict[str, bytes | None]:
    """The files of the archive that a release writes, by path; None for one that goes."""
    contents: dict[str, bytes | None] = {f"{FOLDER}/{record.version}.json": write(record)}
    if last is not None:
        contents[f"{FOLDER}/{last.version}.patch"] = _patch(record, last)
        contents[f"{FOLDER}/{last.version}.json"] = None
    return contents


def by_version(root: Path, *patterns: str) -> list[str]:
    """The paths of files that are called after a version, oldest first.

    Of two for one version, that of the later pattern. ContentError with each file that is called
    otherwise, which nobody would read.
    """
    paths = [path for pattern in patterns for path in matching(root, pattern)]
    message = Both(
        "a file here is called after a version, such as 1.2.0.json",
        "een bestand hier heet naar een versie, zoals 1.2.0.json",
    )
    others = [path for path in paths if not FORM.fullmatch(path.stem)]
    if others:
        named = (path.relative_to(root).as_posix() for path in others)
        raise ContentError(*(unreadable(name, message) for name in named))
    one_each = {path.stem: path.relative_to(root).as_posix() for path in paths}
    return [one_each[version] for version in sorted(one_each, key=Version.parse)]


def read_bytes(root: Path, path: str) -> bytes:
    """The content of a file; PackageError where it cannot be opened."""
    try:
        return (root / path).read_bytes()
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror}") from error


def described(path: str, content: bytes, schema: Path, otherwise: Both) -> dict[str, Any]:
    """What a JSON file holds; ContentError where it is not what its JSON Schema describes."""
    try:
        value: dict[str, Any] = parse(content)
    except JsonError as error:
        wrong = [unreadable(path, message, line) for line, message in error.faults]
        raise ContentError(*wrong) from error
    fault = next(_validator(schema).iter_errors(value), None)
    if fault is not None:
        message = Both(
            f"{otherwise}: {fault.message}", f"{otherwise.nl} (in het Engels: {fault.message})"
        )
        pointer = "/".join(map(str, fault.absolute_path))
        raise ContentError(unreadable(path, message, pointer=pointer))
    return value


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_bytes()))


def _files(root: Path) -> list[str]:
    return by_version(root, f"{FOLDER}/*.patch", f"{FOLDER}/*.json")


def _record(path: str, content: bytes) -> Record:
    no_record = Both("this is no record of a release", "dit is geen opgave van een uitgave")
    value = described(path, content, SCHEMA, no_record)
    said = value["version"]
    if said != Path(path).stem:
        message = Both(f"this is the record of {said}", f"dit is de opgave van {said}")
        raise ContentError(unreadable(path, message))
    tables = {name: TableRecord(**table) for name, table in value.pop("tables").items()}
    return Record(**value, tables=tables)


def _patch(newer: Record, older: Record) -> bytes:
    """What turns the record of a release into that of the release before it."""
    before, after = write(newer), write(older)
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"{newer.version}.json".encode(),
        f"{older.version}.json".encode(),
        tofiledate=hashlib.sha256(after).hexdigest().encode(),
        n=0,
    )
    return b"".join(lines)


def _rebuilt(path: str, patch: bytes, newer: Record | None) -> bytes:
    """The record that a patch makes of that of the next release."""
    header = HEADER.match(patch)
    of = header[1].decode("utf-8", "replace") if header else ""
    if header and (newer is None or of != newer.version):
        raise PackageError(
            Both(
                f"{path}: the record of {of}, which this changes, is missing",
                f"{path}: de opgave van {of}, die dit wijzigt, ontbreekt",
            )
        )
    content = _patched(write(newer), patch) if newer else b""
    if header is None or hashlib.sha256(content).hexdigest().encode() != header[2]:
        version = Path(path).stem
        message = Both(
            f"this does not give the record of {version} as it was released",
            f"dit geeft niet de opgave van {version} zoals die is uitgegeven",
        )
        raise ContentError(unreadable(path, message))
    return content


def _patched(content: bytes, patch: bytes) -> bytes:
    """Text with the hunks of a unified diff in it; what they should fit is not looked at."""
    lines, result, at = content.splitlines(keepends=True), [], 0
    for line in patch.splitlines(keepends=True)[2:]:
        hunk = HUNK.match(line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != b"0")  # of no lines, it is the line before them
            result += lines[at:start]
            at = start
        elif line.startswith(b"-"):
            at += 1
        else:
            result.append(line[1:])
    return b"".join([*result, *lines[at:]])
