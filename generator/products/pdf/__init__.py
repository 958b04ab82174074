"""Pages: the PDF of a draft through LibreOffice, and the page numbers of its contents.

LibreOffice loads the document once: it lays it out, the pages of the headings are written into
the contents, and what is then laid out becomes the PDF.  The same numbers go into the PAGEREF
fields of the Word file, which stay real fields.  The faces that were replaced are found by a page
of samples (faces.py, fonts.py); what LibreOffice loses on the way is kept or put back (hanging.py,
describing.py), and its clock is left out (dating.py).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from msgspec import Struct

from generator.document.rendering import zipped
from generator.model import Finding, regex
from generator.products.pdf.converting import pdf_of
from generator.products.pdf.dating import undated
from generator.products.pdf.describing import alternatives, with_alternatives
from generator.products.pdf.faces import faces_of, printed_faces, replaced, samples
from generator.products.pdf.hanging import without_hanging_stops
from generator.products.pdf.numbering import with_marks, with_page_numbers

_BODY, _STYLES = "word/document.xml", "word/styles.xml"
# Comments are not printed, and LibreOffice needs a screen for them once it looks for a page.
_COMMENT = regex(r"<w:comment(?:RangeStart|RangeEnd|Reference) [^>]*/>")

_known: dict[str, str] = {}  # face → font, as found in this run


class Pages(Struct, frozen=True):
    """A document with its contents' page numbers filled in, and its PDF.

    ``findings`` name the faces that were replaced.
    """

    docx: bytes
    pdf: bytes
    findings: tuple[Finding, ...] = ()


def print_draft(docx: bytes) -> Pages:
    """Lay out, with the page numbers in the contents.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body = members[_BODY].decode("utf-8")
    marked, marks = with_marks(_COMMENT.sub("", body))
    printed = pdf_of(_laid_out(members, marked), marks)
    numbered = with_page_numbers(body, printed.pages)
    pdf = undated(with_alternatives(printed.content, alternatives(body)))
    finished = _packed({**members, _BODY: numbered.encode("utf-8")})
    return Pages(finished, pdf, replaced(_fonts(members, body)))


def _fonts(members: Mapping[str, bytes], body: str) -> dict[str, str]:
    """Face → font of each face of a document; empty where that cannot be seen."""
    faces = faces_of(members)
    if unknown := tuple(face for face in faces if face not in _known):
        page = pdf_of(_laid_out(members, samples(body, unknown))).content
        _known.update(printed_faces(page, unknown))
    return {face: _known[face] for face in faces} if _known.keys() >= set(faces) else {}


def _laid_out(members: Mapping[str, bytes], body: str) -> bytes:
    """The document as it is given to LibreOffice."""
    styles = without_hanging_stops(members[_STYLES].decode("utf-8"))
    given = {**members, _BODY: body.encode("utf-8"), _STYLES: styles.encode("utf-8")}
    return _packed(given, packing=0)  # it is read once


def _packed(members: Mapping[str, bytes], packing: int = 6) -> bytes:
    return zipped(members, tuple(members), packing)
