"""A workbook as .xlsb: the fewest records of BIFF12 that hold text and numbers."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def binary_workbook(sheets: dict[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    """Sheet name → rows, as the bytes of an .xlsb."""
    content = io.BytesIO()
    names = list(sheets)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.bin")]))
        targets = [("worksheet", f"worksheets/sheet{n + 1}.bin") for n in range(len(names))]
        package.writestr("xl/_rels/workbook.bin.rels", _relations(targets))
        package.writestr("xl/workbook.bin", _workbook(names))
        for number, name in enumerate(names):
            package.writestr(f"xl/worksheets/sheet{number + 1}.bin", _sheet(sheets[name]))
    return content.getvalue()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    entries = (
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{"".join(entries)}</Relationships>'


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = bytearray(), len(content)
    while length >= 128:
        size.append(length & 0x7F | 0x80)
        length >>= 7
    return head + bytes([*size, length]) + content


def _string(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _workbook(names: Sequence[str]) -> bytes:
    listed = (
        _record(156, struct.pack("<II", 0, n) + _string(f"rId{n}") + _string(name))
        for n, name in enumerate(names, 1)
    )
    return b"".join((_record(131), _record(143), *listed, _record(144), _record(132)))


def _sheet(rows: Sequence[Sequence[str | float | None]]) -> bytes:
    width = max(map(len, rows))
    records = [
        _record(129),
        _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)),
        _record(145),
    ]
    for number, row in enumerate(rows):
        records.append(_record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, str) and value:
                records.append(_record(6, place + _string(value)))
            elif isinstance(value, int | float):
                records.append(_record(5, place + struct.pack("<d", value)))
    return b"".join((*records, _record(146), _record(130)))
