"""The site of a package, and which state of it that shows: a release, or one and changes since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.history import archive
from validation.outputs.site.frame import Edition, Site
from validation.outputs.site.libraries import libraries
from validation.releases import git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.package.opening import Package


def edition_of(package: Package) -> Edition:
    """The state of a package; a release where its commit is that of the release's tag, unchanged.

    Without git nothing tells the two apart, so that it counts as changed.
    """
    root, version = package.root, package.version
    record = archive.find(root, version)
    commit = "" if git.is_in_another(root) else git.commit_of(root, "HEAD")
    is_tagged = bool(commit) and commit == git.commit_of(root, f"v{version}")
    return Edition(
        version,
        is_release=is_tagged and git.uncommitted(root) == [],
        commit=commit[:10],
        date=record.date if record else "",
    )


def site_of(package: Package, files: Mapping[str, bytes], base: str = "") -> Site:
    """The site of a package, with these files to download, and with what is installed from npm.

    Without a `base` its address is the homepage that the descriptor names, if it does.
    """
    address = base or package.descriptor.get("homepage", "")
    return Site(
        package,
        edition_of(package),
        base=f"{address.rstrip('/')}/" if address else "",
        libraries=libraries(),
        files=files,
    )
