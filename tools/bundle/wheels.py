"""The wheels of what is pinned: fetched for another Python than ours, and which of them are needed.

pip judges the markers of a pin by the Python that runs it, not by the one that is asked for: a pin
for Windows alone would be left out on Linux.  So they are judged here.
"""

from __future__ import annotations

import email.parser
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools import registry
from tools.bundle.targets import Target

Wheels = Mapping[str, Path]  # by the canonical name of the package


class BundleError(Exception):
    """The bundle cannot be made; the text tells why, in Chinese."""


def pins(text: str, markers: Mapping[str, str]) -> dict[str, str]:
    """The lines of a file of pins that count for a Python, without their markers, by package."""
    found: dict[str, str] = {}
    for pin in re.split(r"\n(?=\S)", text.strip()):
        head, *hashes = re.split(r" \\\n\s*", pin)
        requirement = Requirement(head)
        if requirement.marker is None or requirement.marker.evaluate(dict(markers)):
            requirement.marker = None
            name = canonicalize_name(requirement.name)
            found[name] = " \\\n    ".join([str(requirement), *hashes])
    return found


def fetch(lines: Iterable[str], target: Target, folder: Path) -> None:
    """Fetch the wheels of these pins into the folder.  Raises BundleError with what pip said."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--dest", str(folder)]
    command += ["--implementation", "cp", "--python-version", target.version]
    command += [word for tag in target.platforms for word in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as own:
        file = Path(own) / "pins.txt"
        file.write_text("\n".join(lines), "utf-8")
        done = subprocess.run(
            [*command, "-r", str(file)],
            env=registry.environment(registry.pip_settings()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
    if done.returncode:
        raise BundleError(done.stdout.strip().splitlines()[-1])


def in_folder(folder: Path) -> dict[str, Path]:
    """The wheels in a folder."""
    return {parse_wheel_filename(file.name)[0]: file for file in sorted(folder.glob("*.whl"))}


def is_pure(wheel: Path) -> bool:
    """Whether a wheel is the same for every Python."""
    tags = parse_wheel_filename(wheel.name)[3]
    return any(tag.abi == "none" and tag.platform == "any" for tag in tags)


def direct(project: Path) -> list[str]:
    """What pyproject.toml says that the program needs, canonical names."""
    declared = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
    return [canonicalize_name(Requirement(line).name) for line in declared]


def needed(wheels: Wheels, wanted: Sequence[str], markers: Mapping[str, str]) -> set[str]:
    """The packages that are wanted and all that they need themselves, by their wheels' own words.

    What only sets the project up is among the pins too, and is not needed here.  Raises BundleError
    for one without a pin.
    """
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in wheels:
            raise BundleError(f"{name} 是需要的，requirements.txt 里却没有。")
        if name not in found:
            found.add(name)
            waiting += _requires(wheels[name], markers)
    return found


def _requires(wheel: Path, markers: Mapping[str, str]) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        (file,) = (n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        said = email.parser.BytesParser().parsebytes(archive.read(file))
    requirements = [Requirement(line) for line in said.get_all("Requires-Dist", [])]

    def counts(marker: Marker | None) -> bool:
        return marker is None or marker.evaluate(dict(markers))

    return [canonicalize_name(r.name) for r in requirements if counts(r.marker)]
