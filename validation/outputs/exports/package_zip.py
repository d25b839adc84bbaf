"""The package as one zip, which can be validated as it is: tables, schemas and documents.

The documents are those of the repository, without the parts that are marked "repository only".

The members are stored, not compressed: compressed bytes depend on the version of the compressor,
and a rebuilt zip must equal the published one.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

from validation.outputs.exports import file_name, put
from validation.package.canonical import canonical_json
from validation.package.errors import RefusedError
from validation.package.opening import DESCRIPTOR, matching, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from validation.package.opening import Package

DOCUMENTS = (
    "README.md",
    "README.nl.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "data/README.md",
)
BESIDE = (  # schemas, pages, and the changes of each release
    "schemas/*.json",
    "data/**/*.md",
    "data/releases/*.json",
    "data/releases/*.patch",
    "data/releases/ledger.csv",
    "data/releases/changes/*.json",
)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can store
READABLE = 0o100644 << 16  # the Unix mode: a file that all can read
UNIX = 3
IN_THE_REPOSITORY = re.compile(
    rb"(?:(?<=\n)\n)?^<!-- repository only -->\n.*?^<!-- end -->\n", re.MULTILINE | re.DOTALL
)


def write(package: Package, folder: Path) -> list[Path]:
    """Write the zip of a sound package; RefusedError if a document is missing."""
    return put(folder, {file_name(package, ".zip"): zipped(members(package))})


def members(package: Package) -> dict[str, bytes]:
    """The content of each file in the zip, by its name; RefusedError if a document is missing.

    The descriptor states the `bytes` and `hash` of each table.
    """
    missing = [name for name in DOCUMENTS if not (package.root / name).is_file()]
    if missing:
        raise RefusedError(*(f"{name}: the file is missing" for name in missing))
    found = {DESCRIPTOR, *DOCUMENTS, *(table.path for table in package.tables.values())}
    for pattern in BESIDE:
        there = matching(package.root, pattern)
        found |= {path.relative_to(package.root).as_posix() for path in there}
    contents = {name: (package.root / name).read_bytes() for name in found}
    made = {
        name: IN_THE_REPOSITORY.sub(b"", content) if name.endswith(".md") else content
        for name, content in contents.items()
    }
    descriptor = read_json(package.root, DESCRIPTOR)
    for resource in descriptor["resources"]:
        resource.update(fingerprint(made[resource["path"]]))
    made[DESCRIPTOR] = canonical_json(json.dumps(descriptor).encode())
    return made


def fingerprint(content: bytes) -> dict[str, Any]:
    """The `bytes` and `hash` of a file, as a released descriptor has them."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip of these members by name: the same members give the same bytes, on every machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            member = zipfile.ZipInfo(name, EARLIEST)
            member.create_system, member.external_attr = UNIX, READABLE
            archive.writestr(member, contents[name])
    return buffer.getvalue()
