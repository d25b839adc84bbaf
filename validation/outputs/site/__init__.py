"""Write the site: the codebook and the rules in two languages, and the picture of the tables.

A package with findings in the layers bytes, structure or columns gets no site: its descriptions
could be wrong. The other layers are not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.exports import put
from validation.outputs.site import diagram, rulebook
from validation.outputs.site.codebook import PICTURE, codebook, file_name
from validation.outputs.words import Translator
from validation.package.languages import LANGUAGES
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package.opening import Package

FOLDER = "dist/site"
LAYERS = ("bytes", "structure", "columns")
NAMES = ("codebook.*.html", "rules.*.html", PICTURE, "kill_matrix.*")  # the last by the campaign


def write_site(package: Package, folder: Path) -> dict[Path, str]:
    """Write every page into a folder, made where it is missing, and say how large each is.

    All are made before the first is written. Raises RefusedError, with nothing written, if the
    package has findings.
    """
    refuse_faulty(validate(package, LAYERS))
    made = site(package)
    put(folder, made)
    return {folder / name: f"{len(content)} bytes" for name, content in made.items()}


def site(package: Package) -> dict[str, bytes]:
    """Every file of a sound package's site, by name. The picture on its own is in English."""
    made = {file_name(language): codebook(package, language) for language in LANGUAGES}
    for language in LANGUAGES:
        made[rulebook.file_name(language)] = rulebook.rulebook(
            package, language, file_name(language)
        )
    return {**made, PICTURE: diagram.alone(package, Translator("en"), file_name("en"))}
