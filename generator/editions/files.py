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
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path.name} 的编码认不出：用记事本打开，另存为 UTF-8 编码")
