"""Files of an edition, as an editor or Excel of an office may have saved them."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

from generator.editions.toml import parsed


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.  Raises OSError, and ValueError that names a damaged one."""
    return parsed(text(path), path.name)


def text(path: Path) -> str:
    """What a text file says.

    UTF-8 with or without a mark, UTF-16 with one, else GB18030, which 「ANSI」 is on a Chinese
    Windows.  Raises OSError, and ValueError that names a file in no such encoding.
    """
    try:
        return decoded(path.read_bytes())
    except UnicodeDecodeError as error:
        told = f"{path.name} 的编码认不出：用记事本打开，另存为 UTF-8 编码"
        raise ValueError(told) from error


def decoded(content: bytes) -> str:
    """The same of bytes.  Raises UnicodeDecodeError."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
