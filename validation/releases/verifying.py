"""Say of a zip of the package which release it is, and whether it is that release unchanged.

A zip is held against the record that it carries, against `SHA256SUMS` where that lies beside it,
against the record that this checkout has, and against the release itself, built again where git
holds its commit. Only the last three prove anything against somebody who changed rows and record
alike, and only a sum or the release itself tells of files that no record covers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.history.archive import find
from validation.history.compare import compare
from validation.history.record import state_of
from validation.outputs.exports import package_zip
from validation.package.opening import open_package
from validation.releases import sources
from validation.releases.build import SUMS
from validation.releases.documents import README

if TYPE_CHECKING:
    from pathlib import Path

    from validation.history.record import Record
    from validation.package.opening import Package


@dataclass(frozen=True)
class Verdict:
    """What a zip is, what it agrees with, and what it does not."""

    what: str
    proofs: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it is a release, and nothing speaks against that."""
        return not self.doubts

    def __str__(self) -> str:
        if self.doubts:
            return f"{self.what}: not intact: {'; '.join(self.doubts)}"
        return f"{self.what}: intact: {'; '.join(self.proofs)}"


def verify(file: Path, root: Path) -> Verdict:
    """Judge a zip by the releases that the checkout at `root` knows; PackageError if it is none."""
    with open_package(file) as package:
        return _judge(file, package, root)


def _judge(file: Path, package: Package, root: Path) -> Verdict:
    state = state_of(package, file.name)
    version, name = state.record.version, state.record.name
    proofs, doubts = [], []
    record = find(package.root, version)
    if record is None:
        return Verdict(f"{name} {version}", (), ("it carries no record, so it is no release",))
    changes = compare(sources.recorded(record), state)
    if changes:
        doubts.append(f"{sources.differ(len(changes))} from its own record")
    else:
        proofs.append("it is what its record says")
    proof, doubt = _sum(file)
    own = find(root, version)
    if own is None:
        proof.append(
            f"this checkout does not know {version}, so it was held against its own record alone"
        )
    elif own != record:
        doubts.append(f"the record of {version} in this checkout is another")
    else:
        again, other = _built_again(file, package, record, root)
        proof, doubt = [*proof, *again], [*doubt, *other]
    return Verdict(
        f"{name} {version}, released on {record.date}", (*proofs, *proof), (*doubts, *doubt)
    )


def _sum(file: Path) -> tuple[list[str], list[str]]:
    """What `SHA256SUMS` beside the file says of it, for and against."""
    beside = file.with_name(SUMS)
    if not beside.is_file():
        return [], []
    lines = (line.split("  ", 1) for line in beside.read_text("utf-8").splitlines())
    said = {name: digest for digest, name in (line for line in lines if len(line) == len("12"))}
    if file.name not in said:
        return [], []
    if said[file.name] == hashlib.sha256(file.read_bytes()).hexdigest():
        return [f"{SUMS} beside it agrees"], []
    return [], [f"{SUMS} beside it says otherwise"]


def _built_again(
    file: Path, package: Package, record: Record, root: Path
) -> tuple[list[str], list[str]]:
    """What the commit of the same release says of the file, for and against."""
    same = "this checkout has the same record"
    with sources.at_hand(record, root) as held:
        if held.package is None:
            texts = f"its texts, such as {README}, were not compared"
            return [same, f"it was not built again, and {texts}, because {held.because}"], []
        passed = [same, held.because] if held.because else []
        members = package_zip.members(held.package)
        there = {
            path.relative_to(package.root).as_posix(): path.read_bytes()
            for path in package.root.rglob("*")
            if path.is_file()
        }
        other = sorted(name for name, content in there.items() if members.get(name) != content)
        if other:
            return passed, [f"{held.called} has not these files so: {', '.join(other)}"]
        if package_zip.zipped(members) == file.read_bytes():
            return [*passed, f"built again from {held.called} it is the same byte for byte"], []
    return [*passed, f"its files are those of {held.called}, packed otherwise"], []
