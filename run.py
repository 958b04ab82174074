#!/usr/bin/env python3
"""Set up whatever is still missing beside this file, then run what was asked for.

python3 run.py build inputs/2023.xlsx    any gen command (on Windows: py run.py build ...)
python3 run.py test [pytest arguments]   the tests, with the system tools they need
python3 run.py bundle [--python ZIP]     one zip for Windows without internet, in dist/
python3 run.py lint                      formatting, lint rules and types, as CI checks them

The folder may be moved: nothing here goes by the path where it was set up.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tools import registry

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "run.stamp"
PINS = ("requirements.txt", "requirements-dev.txt")  # to run; to run and to test
FANDOL_FOLDER = ROOT / ".fonts"
FANDOL_FILES = [f"Fandol{face}-Regular.otf" for face in ("Fang", "Kai", "Hei", "Song")]
SYSTEM_FONTS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
LINUX = sys.platform.startswith("linux")


class SetupError(Exception):
    """Set-up cannot go on; the text tells the person what is missing and what to do."""


class Tool(NamedTuple):
    """Something outside Python: its name, how to see that it is there, what provides it."""

    name: str
    present: Callable[[], bool]
    package: str


def succeeds(command: Sequence[str]) -> bool:
    """Whether the command exists and ends well."""
    return (
        bool(shutil.which(command[0]))
        and not subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode
    )


def has_program(name: str, library: str = "") -> bool:
    """Whether the command is on PATH, on Linux with the library its package puts beside it."""
    found = shutil.which(name)
    if found is None or not (LINUX and library):
        return found is not None
    return Path(found).resolve().with_name(library).exists()


def has_font(file: str) -> bool:
    """Whether the font lies in a system folder that tests/fonts.conf reads."""
    return any(any(folder.rglob(file)) for folder in SYSTEM_FONTS)


def has_fandol() -> bool:
    """Whether all four Fandol fonts lie in .fonts."""
    return all((FANDOL_FOLDER / file).is_file() for file in FANDOL_FILES)


ENSUREPIP = [sys.executable, "-c", "import ensurepip"]
VENV_MODULE = Tool("Python 的 venv 组件", lambda: succeeds(ENSUREPIP), "python3-venv")
WRITER = Tool(
    "LibreOffice Writer（PATH 中的 soffice）",
    lambda: has_program("soffice", "libswlo.so"),
    "libreoffice-writer-nogui",
)
CALC = Tool(
    "LibreOffice Calc（PATH 中的 soffice）",
    lambda: has_program("soffice", "libsclo.so"),
    "libreoffice-calc-nogui",
)
CHROMIUM = Tool("Chromium（PATH 中的 chromium）", lambda: has_program("chromium"), "chromium")
NOTO = Tool(
    f"Noto Serif CJK 字体（{SYSTEM_FONTS[0]}）",
    lambda: has_font("NotoSerifCJK-Bold.ttc"),
    "fonts-noto-cjk",
)
LIBERATION = Tool(
    f"Liberation 字体（{SYSTEM_FONTS[0]}）",
    lambda: has_font("LiberationSerif-Regular.ttf"),
    "fonts-liberation",
)
FANDOL = Tool(f"Fandol 字体（{FANDOL_FOLDER}）", has_fandol, "texlive-lang-chinese")

PROGRAMS = [WRITER, CALC, CHROMIUM]
FONTS = [NOTO, LIBERATION]


def say(text: str) -> None:
    """Tell the person something, at once."""
    print(text, flush=True)


def missing(tools: Sequence[Tool], advice: str) -> SetupError:
    """The refusal that names each missing tool, where it is looked for, and what to do."""
    names = [f"  - {tool.name}，Debian 软件包 {tool.package}" for tool in tools]
    return SetupError("\n".join(["缺少下列组件：", *names, advice]))


def quietly(
    command: Sequence[str | Path],
    failure: str,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a set-up command; show what it printed only when it fails."""
    result = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if result.returncode:
        raise SetupError(f"{result.stdout.strip()}\n{failure}")


def updated_apt() -> list[str] | None:
    """An apt-get that may install, its lists just brought up to date; None where there is none."""
    if sys.platform == "win32" or not shutil.which("apt-get"):
        return None
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not succeeds([*sudo, "true"]):
        return None
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-oDPkg::Lock::Timeout=300"]
    quietly([*apt, "update"], "apt-get update 失败，请检查网络。")
    return apt


def install(tools: Sequence[Tool]) -> None:
    """Install the Debian packages of the tools, or stop with the command to type."""
    packages = [tool.package for tool in tools]
    arguments = ["install", "-y", "--no-install-recommends", "--no-remove", *packages]
    advice = f"请由管理员运行：apt-get update && apt-get {' '.join(arguments)}"
    apt = updated_apt()
    if apt is None:
        raise missing(tools, advice)
    say(f"正在安装系统软件包（可能需要几分钟）：{' '.join(packages)}")
    quietly([*apt, *arguments], f"安装失败。{advice}")
    if absent := [tool for tool in tools if not tool.present()]:
        raise missing(absent, "软件包已安装，但仍找不到上述组件。")


def fetch_fandol() -> None:
    """Take the Fandol fonts out of their Debian package, which is not installed."""
    advice = f"请把 {' '.join(FANDOL_FILES)} 放入 {FANDOL_FOLDER}，然后重试。"
    if not shutil.which("apt-get"):
        raise missing([FANDOL], advice)
    updated_apt()  # downloading needs no rights, only package lists
    say(f"正在下载 Fandol 字体（约 50 MB），存入 {FANDOL_FOLDER}")
    FANDOL_FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        quietly(["apt-get", "download", FANDOL.package], f"下载失败。{advice}", Path(folder))
        (package,) = Path(folder).glob("*.deb")
        command = ["dpkg-deb", "--fsys-tarfile", str(package)]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE) as unpacking,
            tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive,
        ):
            for member in archive:
                file = Path(member.name).name
                if file in FANDOL_FILES and (content := archive.extractfile(member)):
                    part = FANDOL_FOLDER / f"{file}.part"
                    part.write_bytes(content.read())
                    part.replace(FANDOL_FOLDER / file)
    if not FANDOL.present():
        raise missing([FANDOL], advice)


def prepare_tools() -> None:
    """Make sure of the tests' system tools; fonts only on Linux, where fonts.conf is read."""
    absent = [tool for tool in PROGRAMS + (FONTS if LINUX else []) if not tool.present()]
    if absent and not LINUX:
        raise missing(absent, "请安装上述软件，并把它们所在的文件夹加入 PATH，然后重试。")
    if absent:
        install(absent)
    if LINUX and not FANDOL.present():
        fetch_fandol()


def version_of(python: Path) -> str:
    """The version of a Python, as 3.11; "" where it does not run (its base is gone, or moved)."""
    command = [str(python), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8").stdout.strip()
    except OSError:
        return ""


def make_environment() -> None:
    """A new .venv without anything in it, in the place of one that is broken."""
    say("首次运行，正在建立 Python 环境……")
    quietly(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], "无法建立 .venv 文件夹。"
    )


def prepare_python(dev: bool = False) -> None:
    """Make .venv and install the project into it, unless the stamp says that this was done.

    The stamp is taken away while something is installed: what was broken off is made anew.
    """
    content = b"".join((ROOT / file).read_bytes() for file in ("pyproject.toml", *PINS))
    stamp = STAMP.read_text().split() if STAMP.exists() else []
    usable = len(stamp) > 1 and version_of(PYTHON) == stamp[1]
    digest = hashlib.sha256(content).hexdigest()
    if usable and stamp[0] == digest and (not dev or "dev" in stamp):
        return
    if not VENV_MODULE.present():
        install([VENV_MODULE])
    pip = registry.bundled_pip()
    if pip is None:
        raise missing([VENV_MODULE], "请安装完整的 Python，然后重试。")
    settings = registry.pip_settings()
    registry.look_for(settings, registry.default_address(pip), say)
    if not usable:
        make_environment()
    STAMP.unlink(missing_ok=True)
    own: list[str | Path] = [PYTHON, "-m", "pip"] if usable else [PYTHON, pip / "pip"]
    install_pins(own, dev, registry.environment(settings))
    STAMP.write_text(f"{digest} {version_of(PYTHON)}{' dev' * dev}")


def install_pins(pip: Sequence[str | Path], dev: bool, environment: dict[str, str]) -> None:
    """Install what is pinned, pip too, then the project."""
    say("正在安装所需的 Python 组件……")
    options = ["install", "-q"]
    failure = f"安装 Python 组件失败，请检查网络。\n{registry.OFFLINE}"
    quietly([*pip, *options, "--require-hashes", "-r", PINS[dev]], failure, environment=environment)
    # Everything is there now, the build backend too: nothing is fetched that has no pin.
    project = ["--no-deps", "--no-index", "--no-build-isolation", "-e", "."]
    quietly([PYTHON, "-m", "pip", *options, *project], failure, environment=environment)
    # Python 3.11 reads this file in the system's encoding, pip wrote it in UTF-8: keep it ASCII,
    # and free of the place where the folder is now.
    for link in VENV.rglob("_editable_impl_*.pth"):
        link.write_text(os.path.relpath(ROOT, link.parent))


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest in the project's folder."""
    prepare_python(dev=True)
    prepare_tools()
    return subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT).returncode


def run_checks() -> int:
    """Run every check, also after one has failed."""
    prepare_python(dev=True)
    checks = ["ruff format --check .", "ruff check .", "mypy"]
    runs = [subprocess.run([PYTHON, "-m", *check.split()], cwd=ROOT) for check in checks]
    return int(any(run.returncode for run in runs))


def make_bundle(arguments: Sequence[str]) -> int:
    """Make the zip for offices without internet."""
    prepare_python(dev=True)
    return subprocess.run([PYTHON, "-m", "tools.bundle", *arguments], cwd=ROOT).returncode


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument asks for; anything but test, lint and bundle is for gen."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this file chose the Python
        raise SetupError("需要 Python 3.11 或更高版本。")
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    if arguments == ["lint"]:
        return run_checks()
    if arguments[:1] == ["bundle"]:
        return make_bundle(arguments[1:])
    prepare_python()
    # -P: whatever lies in the working folder is not taken for a part of the program.
    with subprocess.Popen([PYTHON, "-P", "-m", "generator", *arguments]) as gen:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is gen's: it tidies up and ends
        return gen.wait()


if __name__ == "__main__":
    os.environ["PYTHONUTF8"] = "1"  # for every Python started from here, also on Windows
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except (SetupError, registry.Unreachable) as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)
