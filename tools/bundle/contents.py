"""What stands in the bundle beside the libraries: program, editions, examples, icons, manual."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.bundle.library import Files
from tools.bundle.pages import page
from tools.bundle.wheels import BundleError

_WINDOWS = Path(__file__).parent / "windows"
ICONS = {"新建": "new", "核对并生成": "build", "定稿": "final", "打开工作台": "desk"}
_PAGES = {"docs/manual.md": "使用手册.html", "docs/checks.md": "核对规则.html"}
_TEXTS = ("", ".py", ".toml", ".txt", ".md", ".j2", ".css", ".js", ".json", ".html", ".xml")
PROGRAM = "program"
EXAMPLES = "示例"


def contents(root: Path) -> Files:
    """The files by their paths in the bundle, from the project in ``root``."""
    found: Files = {}
    for name in _tracked(root, "generator", "templates", "inputs"):
        if name.startswith("inputs/"):
            place = f"{EXAMPLES}/{name.removeprefix('inputs/').removeprefix('examples/')}"
        else:
            place = f"{PROGRAM}/{name}"
        found[place] = _content(root / name)
    links = {Path(name).name: shown for name, shown in _PAGES.items()}
    found |= {shown: page(root / name, links) for name, shown in _PAGES.items()}
    found[f"{PROGRAM}/licences/gen.txt"] = _content(root / "LICENSE")
    return found | dict(_icons())


def _icons() -> Iterator[tuple[str, bytes]]:
    """The .cmd files, which are ASCII with lines as cmd wants them, and what they start."""
    texts = {file.name: file.read_text("utf-8") for file in _WINDOWS.iterdir() if file.is_file()}
    made = {"gen": texts["gen.cmd"]}
    made |= {name: texts["icon.cmd"].replace("{action}", ICONS[name]) for name in ICONS}
    for name, text in made.items():
        whole = text.replace("{find}\n", texts["find.cmd"])
        yield f"{name}.cmd", whole.replace("\n", "\r\n").encode("ascii")
    yield f"{PROGRAM}/start.py", texts["start.py"].encode()
    # With its mark of order, by which "type" knows UTF-16.
    lines = texts["no-python.txt"].replace("\n", "\r\n")
    yield f"{PROGRAM}/no-python.txt", b"\xff\xfe" + lines.encode("utf-16-le")


def _tracked(root: Path, *folders: str) -> list[str]:
    """What git knows below the folders: nothing that lies there by accident."""
    command = ["git", "ls-files", "-z", "--", *folders]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise BundleError("要在 git 的工作目录里做：哪些文件是程序的，由 git ls-files 说明。")
    return [name for name in done.stdout.split("\0") if name and (root / name).is_file()]


def _content(file: Path) -> bytes:
    """A file as git keeps it: git on Windows may have given its texts other ends of lines."""
    content = file.read_bytes()
    return content.replace(b"\r\n", b"\n") if file.suffix in _TEXTS else content
