"""Say which release a zip is, and whether it is intact.

A zip is compared with the record inside it, with `SHA256SUMS` beside it if that is there, with the
record in this checkout, and with the release built again from git. The first proves nothing
against somebody who changed rows and record alike, and only a checksum or the build covers files
that are not in a record.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from validation.history.archive import find
from validation.history.change_sentences import counted
from validation.history.compare import compare
from validation.history.record import state_of
from validation.outputs.exports import package_zip
from validation.package.opening import open_package
from validation.releases import sources
from validation.releases.build import SUMS
from validation.releases.documents import README

if TYPE_CHECKING:
    from pathlib import Path

    from validation.history.record import ReleaseRecord
    from validation.package.opening import Package


@dataclass
class Verdict:
    """What a zip is, and what it agrees with and does not agree with."""

    what: str
    agrees: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether it is an intact release."""
        return not self.differs

    def __str__(self) -> str:
        if self.differs:
            return f"{self.what}: not intact: {'; '.join(self.differs)}"
        return f"{self.what}: intact: {'; '.join(self.agrees)}"


def verify(file: Path, root: Path) -> Verdict:
    """Judge a zip by the releases of the checkout at `root`; PackageError if it is no package."""
    with open_package(file) as package:
        state = state_of(package, file.name)
        version = state.record.version
        verdict = Verdict(f"{state.record.name} {version}")
        record = find(package.root, version)
        if record is None:
            verdict.differs.append("it has no record, so it is not a release")
            return verdict
        verdict.what += f", released on {record.date}"
        changes = compare(sources.recorded(record), state)
        if changes:
            number = counted(len(changes), "difference")
            verdict.differs.append(f"{number} from its own record")
        else:
            verdict.agrees.append("it agrees with its own record")
        _compare_sum(verdict, file)
        own = find(root, version)
        if own is None:
            only = f"this checkout has no release {version}, so only its own record was compared"
            verdict.agrees.append(only)
        elif own != record:
            verdict.differs.append(f"the record of {version} in this checkout is another")
        else:
            verdict.agrees.append("it has the same record as this checkout")
            _compare_build(verdict, file, package, record, root)
        return verdict


def _compare_sum(verdict: Verdict, file: Path) -> None:
    """Compare with `SHA256SUMS` beside the file."""
    beside = file.with_name(SUMS)
    lines = beside.read_text("utf-8", "replace").splitlines() if beside.is_file() else []
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if file.name in sums:
        if sums[file.name] == hashlib.sha256(file.read_bytes()).hexdigest():
            verdict.agrees.append(f"it agrees with {SUMS}")
        else:
            verdict.differs.append(f"its checksum is not that in {SUMS}")


def _compare_build(
    verdict: Verdict, file: Path, package: Package, record: ReleaseRecord, root: Path
) -> None:
    """Compare with the zip built again from the commit of the release."""
    with sources.package_of(record, root) as found:
        if found.package is None:
            verdict.agrees.append(
                f"it was not built again, and its texts, such as {README}, were not compared, "
                f"because {found.because}"
            )
            return
        verdict.agrees += [found.because] if found.because else []
        built = package_zip.members(found.package)
        files = (path for path in package.root.rglob("*") if path.is_file())
        names = {path.relative_to(package.root).as_posix(): path for path in files}
        other = [name for name in sorted(names) if built.get(name) != names[name].read_bytes()]
        if other:
            verdict.differs.append(f"files that differ from {found.called}: {', '.join(other)}")
        elif package_zip.zipped(built) == file.read_bytes():
            verdict.agrees.append(f"built again from {found.called}, it is the same byte for byte")
        else:
            verdict.agrees.append(f"its files are those of {found.called}, packed differently")
