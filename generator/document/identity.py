"""The number of a draft in the file's own properties, which every copy of it keeps."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from generator.document.rendering import Draft

_PART = "docProps/custom.xml"
_TYPES, _RELS = "[Content_Types].xml", "_rels/.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that a person may name


def identified(draft: Draft, name: str) -> tuple[Draft, str]:
    """The draft with its number under the name of a property, and the number.

    Equal drafts have equal numbers.  A template has no properties of its own left.
    """
    digest = hashlib.sha256()
    for part, content in draft.members.items():
        digest.update(part.encode())
        digest.update(content)
    number = digest.hexdigest()[:32]
    members = dict(draft.members)
    members[_PART] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f'<property fmtid="{_FORMAT}" pid="2" name="{name}"><vt:lpwstr>{number}</vt:lpwstr>'
        "</property></Properties>"
    ).encode()
    types = f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/></Types>'
    link = (
        f'<Relationship Id="rIdDraftNumber" Type="{_OFFICE}/relationships/custom-properties"'
        f' Target="{_PART}"/></Relationships>'
    )
    members[_TYPES] = members[_TYPES].replace(b"</Types>", types.encode())
    members[_RELS] = members[_RELS].replace(b"</Relationships>", link.encode())
    return replace(draft, members=members), number
