"""Pages: the PDF of a draft through LibreOffice, and the page numbers of its contents.

LibreOffice lays the document out once; the page of every heading is read from the PDF's named
destinations and written into the contents' PAGEREF fields, which stay real fields.  A second
layout with the numbers in gives the PDF.  The first one also carries a line in each face of the
document, so that it is known which faces were replaced (faces.py); what LibreOffice loses on the
way is kept or put back (hanging.py, describing.py), and its clock is left out (dating.py).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from generator.document.rendering import zipped
from generator.model import Finding
from generator.products.pdf.converting import pdf_of
from generator.products.pdf.dating import undated
from generator.products.pdf.describing import alternatives, with_alternatives
from generator.products.pdf.faces import faces_of, printed_faces, replaced, with_samples
from generator.products.pdf.hanging import without_hanging_stops
from generator.products.pdf.numbering import bookmark_pages, with_page_numbers

_BODY, _STYLES = "word/document.xml", "word/styles.xml"


@dataclass(frozen=True)
class Pages:
    """A document with its contents' page numbers filled in, and its PDF.

    ``findings`` name the faces that were replaced.
    """

    docx: bytes
    pdf: bytes
    findings: tuple[Finding, ...] = ()


def print_draft(docx: bytes) -> Pages:
    """Lay out, fill in the page numbers, lay out again.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body, faces = members[_BODY].decode("utf-8"), faces_of(members)
    first = pdf_of(_laid_out(members, with_samples(body, faces)))
    numbered = with_page_numbers(body, bookmark_pages(first))
    made = undated(pdf_of(_laid_out(members, numbered)))
    pdf = with_alternatives(made, alternatives(body))
    finished = _packed({**members, _BODY: numbered.encode("utf-8")})
    return Pages(finished, pdf, replaced(printed_faces(first, faces)))


def _laid_out(members: Mapping[str, bytes], body: str) -> bytes:
    """The document as it is given to LibreOffice."""
    styles = without_hanging_stops(members[_STYLES].decode("utf-8"))
    return _packed({**members, _BODY: body.encode("utf-8"), _STYLES: styles.encode("utf-8")})


def _packed(members: Mapping[str, bytes]) -> bytes:
    return zipped(members, tuple(members))
