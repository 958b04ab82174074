"""The template saved by other programs makes the same text; LibreOffice fetches nothing for a PDF."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest

from generator import editions
from generator.document.rendering import zipped
from generator.document.template.checking import check_template
from generator.history.differences.reading import read_lines
from generator.pipeline import build
from generator.products.pdf.converting import pdf_of
from tests.helpers.office import saved
from tests.helpers.wordtemplates import (
    DOCUMENT,
    RELS,
    TEMPLATE,
    both,
    edition,
    parts_of,
    related,
    swapped,
    workbook,
)

_WORDS = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def text_of_the_draft() -> list[str]:
    outcome = build(workbook(), Path("outputs"), final=False)
    assert outcome.written is not None, outcome.findings
    found = read_lines(outcome.written.path.read_bytes(), "draft")
    outcome.written.path.unlink()
    return [" ".join(line.lstrip("#").split()) for line in found]


def test_a_template_saved_by_libreoffice_makes_the_same_text() -> None:
    folder = edition({})
    before = text_of_the_draft()
    saved(TEMPLATE, "docx", folder)
    report = check_template(editions.load("试"))
    assert report.faults == ()
    assert [line for line in report.changed if "替换文字" not in line] == []  # LibreOffice loses it
    assert text_of_the_draft() == before


def test_a_template_saved_by_python_docx_makes_the_same_text() -> None:
    folder = edition({})
    before = text_of_the_draft()
    docx.Document(str(TEMPLATE)).save(str(folder / "template.docx"))
    report = check_template(editions.load("试"))
    assert (report.faults, report.changed) == ((), ())
    assert text_of_the_draft() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"', "&quot;"),
        ('"', "&#34;"),
        ('"', "&#x22;"),
        ('"', "“"),
        ('"', "”"),
        ("&lt;", "&#60;"),
        ("{{ ", "{{\u00a0"),
    ],
)
def test_signs_in_tags_are_read_however_they_are_written(old: str, new: str) -> None:
    def change(text: str) -> str:
        def inside(match: re.Match[str]) -> str:
            return match[1] + _TAG.sub(lambda tag: tag.group().replace(old, new), match[2])

        return _WORDS.sub(inside, text)

    edition({DOCUMENT: change})
    report = check_template(editions.load("试"))
    assert (report.faults, report.changed) == ((), ())


def test_libreoffice_fetches_nothing_for_a_pdf() -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 (the server's names)

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    blip = (
        '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="77" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic='
        '"http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="77" '
        'name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rIdMore"/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom '
        'prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        "<w:r><w:t>部门决算公开"
    )
    changes = {
        DOCUMENT: swapped("<w:t>部门决算公开", f"<w:t>{blip}"),
        RELS: both(related("image", f"http://127.0.0.1:{server.server_port}/a.png", True)),
    }
    parts = parts_of(TEMPLATE)
    for part, change in changes.items():
        parts[part] = change(parts[part].decode()).encode()
    try:
        assert pdf_of(zipped(parts, tuple(parts))).content.startswith(b"%PDF")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
