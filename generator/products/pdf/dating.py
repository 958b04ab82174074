"""The same PDF for the same document: without the time at which LibreOffice made it.

The time stands in the file's properties, twice, and in the colour profile; the file's identity is
made from it.  The day is put to the one that the .docx bears, the identity is made from the
content.  Nothing else changes but the places of the objects, where the profile is packed shorter.
"""

from __future__ import annotations

import hashlib
import re
import zlib

from generator.model import regex
from generator.products.pdf.changing import Change, changed

# A pattern that begins with plain letters is looked for ten times as fast as one that looks back.
_PROPERTY = regex(rb"(/CreationDate\(D:)\d{14}")
_METADATA = regex(rb"(CreateDate>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_IDENTITY = regex(rb"(?<=[</])[0-9A-F]{32}(?=[>\s/])")
_PROFILE = regex(rb"/DestOutputProfile (\d+) 0 R")
_DAY = b"20240101000000"
_PROFILE_DAY = bytes.fromhex("07e8 0001 0001 0000 0000 0000")  # the same, in six numbers
_PROFILE_DATE = slice(24, 36)  # where ICC.1 puts it in a profile


def undated(pdf: bytes) -> bytes:
    """LibreOffice's PDF with a fixed date; as it is where it is built in another way."""
    table = pdf.rfind(b"\nxref\n")
    if table < 0:
        return pdf
    pdf = _PROPERTY.sub(rb"\g<1>" + _DAY, pdf)
    pdf = _METADATA.sub(rb"\g<1>2024-01-01T00:00:00", pdf)
    pdf = changed(pdf, _profile(pdf))
    end = pdf.rfind(b"\ntrailer")
    blank = _IDENTITY.sub(b"0" * 32, pdf[end:])
    identity = hashlib.md5(pdf[:end] + blank, usedforsecurity=False).hexdigest().upper()
    return pdf[:end] + _IDENTITY.sub(identity.encode(), pdf[end:])


def _profile(pdf: bytes) -> list[Change]:
    """The changes that take the time out of the colour profile: its stream and its length."""
    named = _PROFILE.search(pdf)
    found = named and re.search(
        rb"\n%b 0 obj\n<<[^>]*?/Length (\d+) 0 R[^>]*?>>\nstream\n" % named[1], pdf
    )
    length = found and re.search(rb"\n%b 0 obj\n(\d+)\n" % found[1], pdf)
    if not found or not length:
        return []
    start, end = found.end(), found.end() + int(length[1])
    plain = bytearray(zlib.decompress(pdf[start:end]))
    plain[_PROFILE_DATE] = _PROFILE_DAY
    packed = zlib.compress(bytes(plain), 9)
    return [
        (start, end, packed),
        (length.start(1), length.end(1), str(len(packed)).encode()),
    ]
