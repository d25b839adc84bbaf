"""Unpack a released zip into a folder that is removed however the program ends."""

from __future__ import annotations

import io
import secrets
import subprocess
import sys
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from typing import TYPE_CHECKING

from validation.catalogue.languages import Both, in_english
from validation.package.errors import PackageError, unreadable_file

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_MEMBER = 64 * 2**20  # the tables of a release are far smaller
LARGEST_WHOLE = 2 * LARGEST_MEMBER
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, ValueError, RuntimeError)
# Waits until the program that started it has ended, for any reason, then removes the folder.
WATCH = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"


class Scratch:
    """A temporary folder that is removed however the program ends, even if it is killed."""

    def __init__(self, prefix: str) -> None:
        """Start the process that will remove the folder, and then make the folder."""
        self.folder = Path(tempfile.gettempdir(), f"{prefix}{secrets.token_hex(8)}")
        self._watcher = subprocess.Popen(  # noqa: S603 - fixed arguments and our own folder
            [sys.executable, "-I", "-S", "-c", WATCH, self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # signals to this process group do not reach it
        )
        self.folder.mkdir(mode=0o700)

    def remove(self) -> None:
        """Remove the folder now."""
        self._watcher.communicate()


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A temporary folder that is removed however the program ends, even if it is killed."""
    made = Scratch(prefix)
    try:
        yield made.folder
    finally:
        made.remove()


def is_zip(source: Path) -> bool:
    """Whether a file is a zip, or has the extension of one."""
    return source.is_file() and (source.suffix.lower() == ".zip" or zipfile.is_zipfile(source))


def unpack(source: Path, into: Path, descriptor: str) -> Path:
    """Unpack a zip into a folder and return the folder in it that holds the descriptor.

    ContentError if the zip is damaged or too large, PackageError if it does not hold one package.
    """
    name = str(source)
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
            members = archive.infolist()
            for member in members:
                if member.file_size > LARGEST_MEMBER:
                    raise unreadable_file(name, "large", member=member.filename)
                if member.flag_bits & 1:
                    raise unreadable_file(name, "encrypted", member=member.filename)
            # zipfile never unpacks more of a member than its declared size.
            if sum(member.file_size for member in members) > LARGEST_WHOLE:
                raise unreadable_file(name, "whole")
            for member in members:
                # Some programs write backslashes.
                member.filename = member.filename.replace("\\", "/")
                archive.extract(member, into)  # zipfile keeps members inside the folder
    except (*DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise unreadable_file(name, "damaged", reason=in_english(str(error))) from error
    return _home(source, into, descriptor)


def _home(source: Path, unpacked: Path, descriptor: str) -> Path:
    """The folder of the only package in a zip, at any depth."""
    found = sorted(
        (path.relative_to(unpacked) for path in unpacked.rglob(descriptor)),
        key=lambda path: (len(path.parts), path),
    )
    if not found:
        raise PackageError(
            Both(
                f"{source}: the zip holds no {descriptor}",
                f"{source}: in de zip zit geen {descriptor}",
            )
        )
    highest = [path for path in found if len(path.parts) == len(found[0].parts)]
    if len(highest) > 1:
        listed = ", ".join(path.as_posix() for path in highest)
        raise PackageError(
            Both(
                f"{source}: the zip holds {len(highest)} packages, {listed}; unpack it and give "
                "one",
                f"{source}: in de zip zitten {len(highest)} pakketten, {listed}; pak hem uit en "
                "geef er een op",
            )
        )
    return unpacked / highest[0].parent
