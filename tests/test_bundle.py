"""The zip for Windows: what is in it, that it is the same each time, and its .cmd files as read.

Using it is tried by ``python3 run.py bundle --try``, which fetches and takes a minute.
"""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT
from tools.bundle.archive import MOST_CHARACTERS, checksums, written_zip
from tools.bundle.contents import ICONS, contents
from tools.bundle.embedded import embedded
from tools.bundle.library import Files, laid_out, licences
from tools.bundle.targets import here, windows
from tools.bundle.wheels import BundleError, needed, pins

WINDOWS = windows("3.12", "win_amd64")
PINNED = """click==8.5.1 \\
    --hash=sha256:00 \\
    --hash=sha256:11
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:22
uvloop==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:33
"""


@pytest.fixture(scope="module")
def made() -> Files:
    return contents(ROOT)


def wheel(folder: Path, name: str, files: dict[str, str], requires: tuple[str, ...] = ()) -> Path:
    package = name.split("-")[0]
    said = "".join(f"Requires-Dist: {line}\n" for line in requires)
    files |= {f"{package}-1.0.dist-info/METADATA": f"Name: {package}\n{said}"}
    files |= {f"{package}-1.0.dist-info/licenses/LICENSE.txt": f"licence of {package}"}
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return path


def test_pins_are_judged_for_the_other_system_and_not_for_ours() -> None:
    on_windows = pins(PINNED, WINDOWS.markers)
    assert list(on_windows) == ["click", "colorama"]
    assert on_windows["colorama"] == "colorama==0.4.6 \\\n    --hash=sha256:22"
    assert "colorama" not in pins(PINNED, here().markers) or sys.platform == "win32"


def test_only_what_the_program_needs_goes_along(tmp_path: Path) -> None:
    wheels = {
        "docxtpl": wheel(
            tmp_path, "docxtpl-1.0-py3-none-any.whl", {}, ("jinja2>=3", "x; extra=='y'")
        ),
        "jinja2": wheel(
            tmp_path, "jinja2-1.0-py3-none-any.whl", {}, ("Color-Ama; sys_platform=='win32'",)
        ),
        "color-ama": wheel(tmp_path, "color_ama-1.0-py3-none-any.whl", {}),
        "hatchling": wheel(tmp_path, "hatchling-1.0-py3-none-any.whl", {}),
    }
    assert needed(wheels, ["docxtpl"], WINDOWS.markers) == {"docxtpl", "jinja2", "color-ama"}
    del wheels["color-ama"]
    with pytest.raises(BundleError, match="color-ama"):
        needed(wheels, ["docxtpl"], WINDOWS.markers)


def test_wheels_are_unpacked_once_for_all_or_for_each_python(tmp_path: Path) -> None:
    pure = wheel(
        tmp_path,
        "click-1.0-py3-none-any.whl",
        {"click/core.py": "1", "click/core.pyi": "", "click/tests/test_core.py": ""},
    )
    built = wheel(
        tmp_path,
        "lxml-1.0-cp312-cp312-win_amd64.whl",
        {
            "lxml/etree.cp312-win_amd64.pyd": "2",
            "lxml/etree.h": "",
            "lxml-1.0.data/purelib/a.py": "3",
        },
    )
    deep = wheel(tmp_path, "deep-1.0-py3-none-any.whl", {f"deep/{'x' * MOST_CHARACTERS}.py": "4"})
    other = windows("3.13", "win_amd64")
    found = laid_out({WINDOWS: [pure, built, deep], other: [pure, deep]}, "lib")
    assert sorted(found) == [
        "lib/deep.zip",
        "lib/nt64-312/a.py",
        "lib/nt64-312/lxml/etree.pyd",
        "lib/py/click/core.py",
    ]
    assert zipfile.ZipFile(io.BytesIO(found["lib/deep.zip"])).namelist() == [
        f"deep/{'x' * MOST_CHARACTERS}.py"
    ]
    assert licences([pure], "l") == {"l/click-LICENSE.txt": b"licence of click"}


def test_two_packages_with_the_same_file_are_refused(tmp_path: Path) -> None:
    one = wheel(tmp_path, "one-1.0-py3-none-any.whl", {"same.py": "1"})
    two = wheel(tmp_path, "two-1.0-py3-none-any.whl", {"same.py": "2"})
    with pytest.raises(BundleError, match=r"same\.py"):
        laid_out({WINDOWS: [one, two]}, "lib")


def test_a_zip_is_the_same_for_the_same_files_and_tells_that_its_names_are_utf8() -> None:
    files = {"新建.cmd": b"1", "a/b.txt": b"2"}
    zipped = written_zip(files, "决算公开")
    assert zipped == written_zip(dict(reversed(files.items())), "决算公开")
    entries = zipfile.ZipFile(io.BytesIO(zipped)).infolist()
    assert [entry.filename for entry in entries] == ["决算公开/a/b.txt", "决算公开/新建.cmd"]
    assert all(entry.flag_bits & 0x800 for entry in entries)
    assert checksums({"b": b"", "a": b"x"}).decode().splitlines()[1].split("  ") == [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "b",
    ]


def test_the_contents_are_those_that_git_knows_in_short_names(made: Files) -> None:
    assert not [name for name in made if "__pycache__" in name]
    assert {"program/generator/cli/icons.py", "program/templates/2023/template.docx"} <= set(made)
    assert {"示例/2023.xlsx", "示例/行政部门.xlsx", "使用手册.html"} <= set(made)
    assert [name for name in made if len(name) > MOST_CHARACTERS] == []
    assert made == contents(ROOT)


def test_the_pages_stand_alone(made: Files) -> None:
    names = {name for name in made if name.endswith(".html") and "/" not in name}
    for name in names:
        text = made[name].decode()
        ids = set(re.findall(r'id="([^"]+)"', text))
        for target in re.findall(r'href="([^"]+)"', text):
            if not target.startswith("https:"):
                file, _, anchor = target.partition("#")
                assert file in names | {""}
                assert not anchor or file or unquote(anchor) in ids
        assert not re.search(r'src="(?!data:image/png;base64,)', text)
    assert made["使用手册.html"].decode().count("<img ") > 5


CMD = [*(f"{name}.cmd" for name in ICONS), "gen.cmd"]


@pytest.mark.parametrize("name", [*CMD, "of the checkout"])
def test_a_cmd_file_has_nothing_that_is_known_to_fail(made: Files, name: str) -> None:
    """``gen.cmd`` of the checkout too."""
    content = made[name] if name in made else (ROOT / "gen.cmd").read_bytes()
    text = content.decode("ascii")  # no code page can spoil it
    assert text.count("\n") == text.count("\r\n") > 10
    assert "{" not in text
    assert text.startswith("@echo off\r\nsetlocal DisableDelayedExpansion\r\n")
    for line in text.split("\r\n"):
        if line.startswith("rem"):
            assert not re.search("[&|<>^]", line), line
            continue
        assert not re.search(r"^if .*\(|\($|^\)", line), line  # a path with ) would end a block
        for place in re.finditer(r"%~dp0|%GEN_HOME%", line):
            assert line[: place.start()].count('"') % 2, line  # within quotes: blanks, &, ( and )
        assert "&&" not in line and "||" not in line  # not the same everywhere after a redirection
    labels = re.findall(r"^:(\w+)\r$", text, re.M)
    assert set(re.findall(r"(?:goto|call) :?(\w+)", text)) == set(labels)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_stays_on_the_screen_and_hands_over_the_whole_line(made: Files, name: str) -> None:
    lines = made[f"{name}.cmd"].decode("ascii").split("\r\n")
    assert lines[-2:] == ["exit", ""]
    assert lines[-5:-3] == [":end", "pause"]  # reached with Python and without
    assert "if not defined GEN_PYTHON goto end" in lines
    carried = lines.index(
        'for /f "delims=" %%L in ("!cmdcmdline!") do endlocal & set "GEN_LINE=%%L"'
    )
    assert lines[carried - 1] == "setlocal EnableDelayedExpansion"
    assert f"--icon {ICONS[name]} %*" in lines[carried + 1]


def test_gen_stays_on_the_screen_after_a_double_click(made: Files) -> None:
    """What started cmd names the file then, and not where a person types."""
    for content in (made["gen.cmd"], (ROOT / "gen.cmd").read_bytes()):
        lines = content.decode("ascii").split("\r\n")
        assert 'if not "!cmdcmdline:gen.cmd=!"=="!cmdcmdline!" pause' in lines
        assert lines[-2:] == ["exit /b %GEN_CODE%", ""]


def test_what_is_said_without_python_is_read_in_any_code_page(made: Files) -> None:
    content = made["program/no-python.txt"]
    assert content.startswith(b"\xff\xfe")
    assert "没有找到可以用的 Python" in content.decode("utf-16")


def program(machine: int) -> bytes:
    return (
        b"MZ".ljust(0x3C, b"\0")
        + struct.pack("<I", 0x80)
        + b"\0" * 0x40
        + struct.pack("<4sH", b"PE\0\0", machine)
    )


def embeddable(path: Path, paths: str, machine: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("python.exe", program(machine))
        archive.writestr(paths, "python312.zip\n.\n")
    return path


def test_a_python_for_windows_goes_along(tmp_path: Path) -> None:
    given = embeddable(tmp_path / "python.zip", "python312._pth", 0x8664)
    assert sorted(embedded(given, "python")) == ["python/python.exe", "python/python312._pth"]


@pytest.mark.parametrize(
    ("paths", "machine", "says"),
    [
        ("python312._pth", 0x014C, "应是 64 位的"),
        ("python39._pth", 0x8664, "应是 64 位的"),
        ("readme.txt", 0x8664, "不是可嵌入的 Python"),
    ],
)
def test_another_python_is_refused(tmp_path: Path, paths: str, machine: int, says: str) -> None:
    with pytest.raises(BundleError, match=says):
        embedded(embeddable(tmp_path / "python.zip", paths, machine), "python")


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "python.exe").write_bytes(b"MZ")
    with pytest.raises(BundleError, match="不是压缩包"):
        embedded(tmp_path / "python.exe", "python")


@pytest.fixture
def unpacked(made: Files, tmp_path: Path) -> Path:
    """What starts the program, without libraries."""
    folder = tmp_path / "甲 & 乙"
    (folder / "program").mkdir(parents=True)
    (folder / "program" / "start.py").write_bytes(made["program/start.py"])
    return folder


def start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(folder / "program" / "start.py")]
    return subprocess.run([*command, *arguments], capture_output=True, encoding="utf-8")


def test_a_python_without_libraries_does_not_fit(unpacked: Path) -> None:
    assert start(unpacked, "--fits").returncode == 1
    assert "请把压缩包重新解压一次" in start(unpacked, "--icon", "build").stderr


def test_a_file_that_is_gone_is_said_in_chinese(unpacked: Path) -> None:
    (unpacked / "program" / "lib" / here().folder).mkdir(parents=True)
    assert start(unpacked, "--fits").returncode == 0
    result = start(unpacked, "--icon", "build")
    assert result.returncode == 3
    assert result.stdout.startswith("程序不完整")
    assert result.stderr == ""
