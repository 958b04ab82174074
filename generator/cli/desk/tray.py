"""Files that were dropped on the page: each in a folder of its own, until the desk is closed."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import IO

from generator.cli.shared import Refused, fail

_MOST_BYTES = 512 * 1024 * 1024  # of all files together
_LONGEST = 120
_FORBIDDEN = set('/\\:*?"<>|')
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"} | {
    f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"
}  # Windows takes them for devices, whatever the ending
_PIECE = 1 << 16


class UploadTray:
    """Uploaded files by the key that the page was given for each."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="gen-desk-"))
        self._files: dict[str, Path] = {}

    def put(self, name: str, content: IO[bytes], length: int) -> str:
        """Keep ``length`` bytes under a name; the key of the file.

        Raises Refused for a name that is none, and when there is no room.
        """
        key = secrets.token_hex(8)
        taken = self._folder / key
        taken.mkdir()
        try:
            # All of it before anything is refused: a browser that still sends hears no answer.
            with (taken / "upload").open("xb") as file:
                while length > 0 and (piece := content.read(min(_PIECE, length))):
                    file.write(piece)
                    length -= len(piece)
            place = taken / plain_name(name)
            if length:
                fail(f"{name} 没有传完，请再拖一次。")
            if self._bytes() + (taken / "upload").stat().st_size > _MOST_BYTES:
                fail("拖进来的文件太多了：关闭程序，再打开一次，分几次拖。")
            (taken / "upload").rename(place)
        except (Refused, OSError):
            shutil.rmtree(taken, ignore_errors=True)
            raise
        self._files[key] = place
        return key

    def _bytes(self) -> int:
        return sum(path.stat().st_size for path in self._files.values())

    def file(self, key: str) -> Path:
        """The file of a key.  Raises Refused for a key that nobody was given."""
        found = self._files.get(key)
        if found is None:
            fail("没有找到刚才的文件，请再拖一次。")
        return found

    def told(self, text: str) -> str:
        """Words about these files without the folder in which they are kept."""
        for place in self._files.values():
            text = text.replace(f"{place.parent}{os.sep}", "")
        return text

    def clear(self) -> None:
        """Forget everything."""
        self._files.clear()
        shutil.rmtree(self._folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """A file name that names one file and nothing else on every system.  Raises Refused."""
    name = unicodedata.normalize("NFC", name)
    bad = _FORBIDDEN & set(name) or any(unicodedata.category(sign)[0] == "C" for sign in name)
    stem = name.split(".")[0].strip().casefold()
    hidden = name.startswith((".", "~$", " ")) or name.endswith((".", " "))
    if not name or bad or hidden or stem in _DEVICES or len(os.fsencode(name)) > 2 * _LONGEST:
        fail(f"「{name[:_LONGEST]}」不能作文件名：改短一些，去掉特殊符号，再拖一次。")
    return name
