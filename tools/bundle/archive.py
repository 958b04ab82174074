"""Zips that are the same bytes for the same files: in order, with a fixed time."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

# Windows takes 259 characters: this much is left in a folder whose path has 200.
MOST_CHARACTERS = 58
_TIME = (2025, 1, 1, 0, 0, 0)
_UNIX, _PLAIN = 3, 0o100644


def written_zip(files: Mapping[str, bytes], top: str = "") -> bytes:
    """A zip of the files, in the order of their names, each below the folder ``top``.

    Names that are not ASCII are marked as UTF-8, which Windows needs to read them.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{top}/{name}" if top else name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, _PLAIN << 16
            archive.writestr(info, files[name], compresslevel=9)
    return target.getvalue()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """A list that ``sha256sum -c`` reads, in the order of the names."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files))
    return "".join(f"{line}\n" for line in lines).encode()
