"""The bundle used as in an office: unpacked into a folder with an awkward name, without network.

There is no Windows here.  What the icons start (program/start.py) is run instead of the .cmd files,
by this Python without anything of its own (-S), with libraries of the same pins for this system.
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.bundle.contents import EXAMPLES, PROGRAM
from tools.bundle.making import SUMS, TOP, Say, libraries
from tools.bundle.targets import here
from tools.bundle.wheels import BundleError
from tools.bundle.wine import tried_under_wine

_NOWHERE = "http://127.0.0.1:9"
# A new namespace has no loopback either, which a computer without network has: switch it on.
_WITH_LOOPBACK = """
import fcntl, os, socket, struct, sys
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sH", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execv(sys.argv[1], sys.argv[1:])
"""
_SIGNS = "(1)&x 100%^!"  # what means something to cmd
_BOOK = f"甲局{_SIGNS}.xlsx"


class Office:
    """A computer with the bundle: its folder, and a way to use an icon without network."""

    def __init__(self, folder: Path, cut_off: Sequence[str]) -> None:
        self.folder = folder
        self._cut_off = cut_off
        self._home = folder.parent / "home"
        self._home.mkdir()

    def uses(self, icon: str, *files: Path, says: str = "") -> str:
        """Drop files on an icon (as Windows says it) and answer its questions; what it printed."""
        dropped = " ".join(f'"{file}"' if " " in str(file) else str(file) for file in files)
        line = f'C:\\WINDOWS\\system32\\cmd.exe /c ""{self.folder}/{icon}.cmd" {dropped}"'
        return self._run("--icon", icon, line=line, says=says)

    def opens_the_desk(self) -> str:
        """Open the desk and close it again as with ctrl-C; what it printed."""
        command, environment = self._command("--icon", "desk", line="")
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # A job in the background ignores ctrl-C, and whatever it starts would do so as well.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as desk:
            assert desk.stdout is not None
            said = ""
            for line in desk.stdout:
                said += line
                if "http://127.0.0.1:" in line:
                    desk.send_signal(signal.SIGINT)
            return said

    def types(self, *arguments: str | Path) -> str:
        """Type a gen command."""
        return self._run(*map(str, arguments))

    def _command(self, *arguments: str, line: str) -> tuple[list[str], dict[str, str]]:
        start = self.folder / PROGRAM / "start.py"
        command = [sys.executable, "-I", "-S", "-X", "utf8", str(start), *arguments]
        nowhere = {f"{kind}_proxy": _NOWHERE for kind in ("http", "https", "all")}
        own = {"HOME": str(self._home), "PATH": "", "BROWSER": "true", "GEN_LINE": line}
        return [*self._cut_off, *command], own | nowhere

    def _run(self, *arguments: str, line: str = "", says: str = "") -> str:
        command, environment = self._command(*arguments, line=line)
        done = subprocess.run(
            command,
            input=says,
            cwd=self.folder.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        if done.returncode:
            raise BundleError(f"{' '.join(arguments)} 以 {done.returncode} 结束：\n{done.stdout}")
        return done.stdout


def tried(root: Path, zipped: Path, wine: bool, say: Say) -> None:
    """Unpack the zip and use it, ``wine``: its .cmd files too.

    Raises BundleError where it does not do what it should.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / f"决算 公开 {_SIGNS}" / "U 盘"
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(folder)
        for name, content in libraries(root, [here()], say).items():
            target = folder / TOP / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.write_bytes(content)
        office = Office(folder / TOP, _cut_off(say))
        _play(office, say)
        office.folder = (folder / TOP).rename(folder / "搬过的 文件夹")
        _expect(
            "错误 0", office.types("check", office.folder / EXAMPLES / "2023.xlsx"), say, "搬动以后"
        )
        if changed := list(_changed(office.folder)):
            raise BundleError(f"程序自己的文件变了：{'、'.join(changed)}")
        if wine:
            # Wine's cmd, unlike that of Windows, takes % in the path of a .cmd for its own.
            tried_under_wine(office.folder.rename(Path(place) / f"决算 {_SIGNS[:5]}"), say)


def _cut_off(say: Say) -> list[str]:
    """What to put before a command so that it has no network; said, because it may not be allowed."""
    for command in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        unshare = shutil.which(command[0])
        if unshare and not subprocess.run([*command, "true"], capture_output=True).returncode:
            say("没有网络：在没有网络的网络命名空间里运行（unshare -n）。")
            return [unshare, *command[1:], sys.executable, "-I", "-S", "-c", _WITH_LOOPBACK]
    say(f"没有网络：代理指向没有人听的 {_NOWHERE}（这里不许用 unshare -n）。")
    return []


def _play(office: Office, say: Say) -> None:
    """The three icons, one after the other, and what else is dropped on them."""
    book = office.folder.parent / "资料" / _BOOK
    book.parent.mkdir()
    shutil.copy(office.folder / EXAMPLES / "2023.xlsx", book)
    outputs = book.parent / "outputs" / "2023"
    said = office.uses("new", office.folder / EXAMPLES / "2023.xlsx", says="2024\n")
    _expect("已新建 inputs", said, say, "新建")
    said = office.uses("build", book)
    _expect("已写出草稿", said, say, "核对并生成")
    if not list(outputs.glob("*第1稿.docx")):
        raise BundleError(f"{outputs} 里没有草稿")
    _expect("已写出定稿", office.uses("final", book), say, "定稿")
    units = [office.folder / EXAMPLES / f"{name}.xlsx" for name in ("行政部门", "事业单位")]
    _expect("事业单位", office.types("check", "--jobs", "2", *units), say, "几个一起核对")
    _expect("已关闭", office.opens_the_desk(), say, "打开工作台")
    log = (office.folder / "日志.txt").read_text("utf-8-sig")
    _expect("已写出定稿", log, say, "日志")


def _expect(words: str, said: str, say: Say, what: str) -> None:
    if words not in said or "Traceback" in said:
        raise BundleError(f"{what}：没有说「{words}」，而是：\n{said}")
    say(f"{what}：好")


def _changed(folder: Path) -> Iterator[str]:
    """The files of the bundle that are not as the list of checksums says."""
    for line in (folder / SUMS).read_text("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            yield name
    yield from (str(found) for found in (folder / PROGRAM).rglob("__pycache__"))
