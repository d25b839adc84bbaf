"""The records of all releases in `data/releases/`: the newest in full, earlier ones as patches.

A patch is a unified diff, without context, from the record of the next release to an earlier one.
Its header has the SHA-256 of the earlier record, so a wrong result is detected.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from validation.catalogue.finding import Place
from validation.catalogue.languages import Both, in_english
from validation.catalogue.rules import finding
from validation.history.record import FOLDER, ReleaseRecord, TableRecord, write
from validation.history.version import FORM, Version
from validation.package.errors import UNREADABLE, ContentError, PackageError, unreadable_file
from validation.package.opening import matching, read_json
from validation.package.strict_json import JsonError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = Path(__file__).with_name("record.schema.json")
NAME = Both("record", "registratie")
HEADER = re.compile(rb"--- (\S+)\.json\n\+\+\+ \S+\.json\t([0-9a-f]{64})\n")
HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? ")


def newest_first(root: Path) -> Iterator[ReleaseRecord]:
    """The records, each read and rebuilt when it is asked for.

    PackageError if a file is missing or cannot be opened, ContentError if it is malformed.
    """
    newer = None
    for path in reversed(_files(root)):
        is_patch = path.endswith(".patch")
        value = _rebuilt(root, path, newer) if is_patch else read_json(root, path)
        described(path, value, SCHEMA, NAME, "version")
        tables = {name: TableRecord(**table) for name, table in value.pop("tables").items()}
        newer = ReleaseRecord(**value, tables=tables)
        yield newer


def oldest_first(root: Path) -> list[ReleaseRecord]:
    """The records of all releases."""
    return [*newest_first(root)][::-1]


def versions(root: Path) -> list[str]:
    """The versions of all releases, oldest first."""
    return [Path(path).stem for path in _files(root)]


def find(root: Path, version: str) -> ReleaseRecord | None:
    """The record of a release; None if there is no such release."""
    if version not in versions(root):
        return None
    return next(record for record in newest_first(root) if record.version == version)


def released(record: ReleaseRecord, last: ReleaseRecord | None) -> dict[str, bytes | None]:
    """The files of the archive that a release writes, by path; None for a file to remove."""
    contents: dict[str, bytes | None] = {f"{FOLDER}/{record.version}.json": write(record)}
    if last is not None:
        contents[f"{FOLDER}/{last.version}.patch"] = _patch(record, last)
        contents[f"{FOLDER}/{last.version}.json"] = None
    return contents


def by_version(root: Path, *patterns: str) -> list[str]:
    """The paths of files named after a version, oldest first.

    Of two files for one version, the one of the later pattern. ContentError if a file has another
    name, because it would never be read.
    """
    paths = [path for pattern in patterns for path in matching(root, pattern)]
    names = {path: path.relative_to(root).as_posix() for path in paths}
    wrong = [names[path] for path in paths if not FORM.fullmatch(path.stem)]
    if wrong:
        raise ContentError(*(finding(UNREADABLE, Place(path), "no_version") for path in wrong))
    of_version = {path.stem: names[path] for path in paths}
    return [of_version[version] for version in sorted(of_version, key=Version.parse)]


def read_bytes(root: Path, path: str) -> bytes:
    """The content of a file; PackageError if it cannot be opened."""
    try:
        return (root / path).read_bytes()
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror}") from error


def described(
    path: str, value: dict[str, Any], schema: Path, name: Both, field: str
) -> dict[str, Any]:
    """The content of a JSON file named after a version; `name` says what it holds.

    ContentError if it is not valid in its JSON Schema, or `field` has another version.
    """
    version = Path(path).stem
    if fault := _first_fault(schema, value):
        reason, pointer = fault
        words = {"name": name, "version": version, "reason": in_english(reason)}
        raise unreadable_file(path, "not_of_version", pointer, **words)
    if value[field] != version:
        words = {"name": name, "version": version, "other": value[field]}
        raise unreadable_file(path, "of_another_version", **words)
    return value


def _first_fault(schema: Path, value: dict[str, Any]) -> tuple[str, str] | None:
    """The first error of JSON Schema with its JSON pointer; None if valid."""
    error = next(_validator(schema).iter_errors(value), None)
    return None if error is None else (error.message, "/".join(map(str, error.absolute_path)))


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_bytes()))


def _files(root: Path) -> list[str]:
    return by_version(root, f"{FOLDER}/*.patch", f"{FOLDER}/*.json")


def _patch(newer: ReleaseRecord, older: ReleaseRecord) -> bytes:
    """The patch that turns the record of a release into that of the release before it."""
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


def _rebuilt(root: Path, path: str, newer: ReleaseRecord | None) -> dict[str, Any]:
    """The record that a patch makes of the record of the next release."""
    patch = read_bytes(root, path)
    header = HEADER.match(patch)
    base = header[1].decode("utf-8", "replace") if header else ""
    if header and (newer is None or base != newer.version):
        raise PackageError(
            Both(
                f"{path}: the record of {base}, which this patches, is missing",
                f"{path}: de registratie van {base}, waarop dit een patch is, ontbreekt",
            )
        )
    content = _patched(write(newer), patch) if newer else b""
    if header and hashlib.sha256(content).hexdigest().encode() == header[2]:
        with suppress(JsonError):
            value: dict[str, Any] = parse(content)
            return value
    raise unreadable_file(path, "not_as_released", version=Path(path).stem)


def _patched(content: bytes, patch: bytes) -> bytes:
    """Apply a unified diff, without checking the lines that it removes; the caller has a hash."""
    lines, result, at = content.splitlines(keepends=True), [], 0
    for line in patch.splitlines(keepends=True)[2:]:
        hunk = HUNK.match(line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != b"0")  # an empty range starts after its line
            result += lines[at:start]
            at = start
        elif line.startswith(b"-"):
            at += 1
        else:
            result.append(line[1:])
    return b"".join([*result, *lines[at:]])
