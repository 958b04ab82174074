"""For which Pythons the bundle has libraries."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

VERSIONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True)
class Target:
    """A Python on a system.  ``platforms`` are the tags of wheels that it takes, the best first;
    ``folder`` is named as the start of the bundle looks for it (windows/start.py).
    ``optional``: the bundle does without where a package has no wheel for it.
    """

    version: str
    platforms: tuple[str, ...]
    folder: str
    environment: tuple[tuple[str, str], ...]
    optional: bool = False

    @property
    def markers(self) -> dict[str, str]:
        """What the markers of requirements are judged by, for this Python and not for ours."""
        return {
            **dict(self.environment),
            "python_version": self.version,
            "python_full_version": f"{self.version}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }


def _folder(system: str, version: str) -> str:
    return f"{system}-{version.replace('.', '')}"


def windows(version: str, platform_tag: str) -> Target:
    """Python of one version on Windows, 64 bits or 32."""
    machine = "AMD64" if platform_tag == "win_amd64" else "x86"
    environment = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": machine,
    }
    folder = _folder("nt64" if machine == "AMD64" else "nt32", version)
    optional = platform_tag != "win_amd64"
    return Target(version, (platform_tag,), folder, tuple(environment.items()), optional)


def here() -> Target:
    """The Python that runs this, to try the bundle where there is no Windows."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    machine = platform.machine()
    tags = (f"manylinux_2_28_{machine}", f"manylinux_2_17_{machine}", f"manylinux2014_{machine}")
    environment = {
        "sys_platform": sys.platform,
        "platform_system": platform.system(),
        "os_name": "posix",
        "platform_machine": machine,
    }
    return Target(version, tags, _folder("other", version), tuple(environment.items()))
