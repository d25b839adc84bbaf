"""Judge what has not changed only once, so that many small breaks take seconds."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from validation import byte_form, columns, profile, structure
from validation.findings import Finding
from validation.package import DESCRIPTOR, Package


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what the layers say of a single table, or of the schemas, for when it comes again."""
    with pytest.MonkeyPatch.context() as patch:
        for layer, name, subject in (
            (byte_form, "_table_findings", repr),
            (profile, "faults", schemas_of),
            (structure, "_standard_findings", schemas_of),
            (structure, "_table_findings", nothing_of),
            (columns, "_text_findings", repr),
            (columns, "_typed_findings", repr),
        ):
            patch.setattr(layer, name, once(getattr(layer, name), subject))
        yield


def once(
    judge: Callable[..., Iterable[Finding]], subject: Callable[[Any], str]
) -> Callable[..., list[Finding]]:
    """The same judgement, made once of each subject and whatever is given beside it."""
    found: dict[tuple[str, str], list[Finding]] = {}

    def judge_once(first: object, *rest: object) -> list[Finding]:
        key = subject(first), repr(rest)
        if key not in found:
            found[key] = list(judge(first, *rest))
        return found[key]

    return judge_once


def schemas_of(package: Package) -> str:
    """The schemas and the descriptor, but for the fingerprints."""
    descriptor = (package.root / DESCRIPTOR).read_text("utf-8").splitlines()
    fingerprints = ('"bytes": ', '"hash": ')
    stated = [line for line in descriptor if not line.strip().startswith(fingerprints)]
    paths = [package.root / table.schema.path for table in package.tables.values()]
    return repr([stated, [path.read_bytes() for path in paths]])


def nothing_of(_: Package) -> str:
    """Of no use: all that counts is the table."""
    return ""
