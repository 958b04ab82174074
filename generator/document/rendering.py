"""Rendering: context → parts → one .docx, the same bytes for the same input."""

from __future__ import annotations

import io
import re
import traceback
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count
from typing import Any

from jinja2 import TemplateError
from msgspec import Struct, field

from generator.document.charts import ChartData, fill
from generator.document.fitting import fitted
from generator.document.headlines import broken_well
from generator.document.paragraphs import (
    LINE_BREAK,
    PIECE,
    Replacement,
    changed,
    in_pieces,
    put_together,
    sections,
)
from generator.document.placing import Spots
from generator.document.template.compiling import (
    ChartPart,
    CompiledPart,
    CompiledTemplate,
    template_finding,
)
from generator.document.template.faults import in_chinese
from generator.document.template.sandbox import Exhausted
from generator.document.word import BODY, STYLES, StreamedFile, WordFile
from generator.editions.money import Money
from generator.figures.phrasing import OPEN, SHUT, Phrasing, unmarked_part
from generator.model import Figure, InputProblem, Text, regex

_FAULTS = (
    TemplateError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
_TEXT = regex(r"(<w:t(?: [^>]*)?>)([^<]*[\n\t][^<]*)(</w:t>)")
_EMPTY_CELL = regex(r"(<w:tc(?: [^>]*)?>|</w:tcPr>|<w:tcPr/>)(</w:tc>)")
_MAY_BE_EMPTY = ("</w:tcPr></w:tc>", "<w:tcPr/></w:tc>", "<w:tc></w:tc>", "<w:tc ")
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_OPEN, _SHUT = OPEN.encode("utf-8"), SHUT.encode("utf-8")
_MARK = regex(_OPEN + b"[tu]?[0-9]+" + _SHUT)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)


class Draft(Struct, frozen=True, dict=True):
    """A rendered document.

    ``members`` are the parts of the file by name.  ``marked`` are the rendered parts in UTF-8, with the
    marks that tie printed text to ``printed[index]``, typed words to ``typed[index]`` and
    digits of unknown origin to ``unknown[index]``; the file itself has none.  ``money`` is what
    its amounts are printed in.
    """

    members: Mapping[str, bytes]
    marked: dict[str, bytes]
    printed: tuple[Figure, ...]
    typed: tuple[Text, ...] = ()
    unknown: tuple[str, ...] = ()
    money: Money = field(default_factory=Money)

    @cached_property
    def docx(self) -> bytes:
        """The file's bytes, its titles and tables laid out."""
        members = dict(self.members)
        members[BODY] = _laid_out(members[BODY], members.get(STYLES, b""))
        return zipped(members, tuple(members))

    @cached_property
    def words(self) -> WordFile:
        """The document read, with the marks in its text.

        In the body each mark holds the number of its place in reading order instead of its kind
        and index.
        """
        marked = {name: xml for name, xml in self.marked.items() if name != BODY}
        others = self.members.keys() - self.marked.keys()
        parts = {name: self.members[name] for name in others} | marked
        return StreamedFile(parts, lambda: _numbered(self.marked[BODY]))

    @cached_property
    def spots(self) -> Spots:
        """Every marked place of the body."""
        return Spots(self)

    def finish(self) -> None:
        """Let the body go once its words and places are read: it makes no file any more."""
        if self.words.blocks and self.spots:
            self.marked.pop(BODY, None)


def _laid_out(body: bytes, styles: bytes) -> bytes:
    """The body with titles that break well and tables that keep to their page."""
    changes = list[Replacement]()
    for number, part in enumerate(sections(body)):
        changes += broken_well(body, part, styles)
        changes += fitted(body, part, styles, first=number == 0)
    return put_together(changed(body, changes)) if changes else body


def _numbered(body: bytes) -> Iterator[bytes]:
    """The body piece by piece, with the number of its place in each mark."""
    numbers = count()
    for piece in in_pieces(body):
        yield _MARK.sub(lambda _: b"%b%d%b" % (_OPEN, next(numbers), _SHUT), piece)


def render(
    template: CompiledTemplate,
    context: Mapping[str, Any],
    phrasing: Phrasing,
    charts: Mapping[str, ChartData | None],
) -> Draft:
    """Fill the template.  Raises InputProblem naming the place of a fault in the template."""
    template.environment.begin(phrasing.filters(), phrasing.printable)
    full = {**context, "charts": _numbers(template, charts)}
    marked = {name: _render_part(template, part, full) for name, part in template.parts.items()}
    marks = phrasing.marks
    return Draft(
        _Members(template, marked, charts),
        marked,
        tuple(marks.printed),
        tuple(marks.typed),
        tuple(marks.unknown),
        phrasing.edition.money,
    )


class _Members(Mapping[str, bytes]):
    """The parts of a file, each made when it is first asked for: a check asks for none."""

    def __init__(
        self,
        template: CompiledTemplate,
        marked: Mapping[str, bytes],
        charts: Mapping[str, ChartData | None],
    ) -> None:
        self._template, self._marked, self._charts = template, marked, charts
        self._parts: dict[str, bytes] = {}

    @cached_property
    def _others(self) -> dict[str, bytes]:
        """The parts without tags, with the charts that are drawn."""
        members = dict(self._template.static)
        for chart in self._template.charts:
            data = self._charts.get(chart.name)
            if data is None:
                _leave_out(members, chart)
                continue
            parts = fill(members[chart.chart], members[chart.workbook], data)
            members[chart.chart], members[chart.workbook] = parts
        return members

    def __getitem__(self, name: str) -> bytes:
        if name not in self._marked:
            return self._others[name]
        if name not in self._parts:
            pieces = map(unmarked_part, in_pieces(self._marked[name]))
            self._parts[name] = put_together(pieces)
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        """In the order of the template."""
        return (n for n in self._template.order if n in self._marked or n in self._others)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _numbers(template: CompiledTemplate, charts: Mapping[str, ChartData | None]) -> dict[str, int]:
    """The number of each chart in the draft, as they follow; 0 for one left out."""
    order = [chart.name for chart in template.charts]
    drawn = sorted((n for n, data in charts.items() if data and n in order), key=order.index)
    return {name: drawn.index(name) + 1 if name in drawn else 0 for name in charts}


def _leave_out(members: dict[str, bytes], chart: ChartPart) -> None:
    """Take a chart that is not drawn out of the package, sample data and all."""
    folder, _, file = chart.chart.rpartition("/")
    for name in (chart.chart, chart.workbook, f"{folder}/_rels/{file}.rels"):
        members.pop(name, None)
    part = re.escape(f"/{chart.chart}".encode())
    types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
    members[types] = re.sub(
        rb'<Override [^>]*PartName="' + part + rb'"[^>]*/>', b"", members[types]
    )
    target = re.escape(chart.chart.removeprefix("word/").encode())
    members[rels] = re.sub(
        rb'<Relationship [^>]*Target="(?:/word/)?' + target + rb'"[^>]*/>', b"", members[rels]
    )


def _render_part(
    template: CompiledTemplate, part: CompiledPart, context: Mapping[str, Any]
) -> bytes:
    try:
        return put_together(map(_mended, _gathered(part.template.generate(context))))
    except _FAULTS as error:
        line = _template_line(error)
        if line is None:
            raise
        rule = "T06" if isinstance(error, Exhausted | RecursionError | MemoryError) else "T01"
        finding = template_finding(template.path, part.place(line), in_chinese(f"{error}"), rule)
        raise InputProblem([finding]) from error


def _gathered(texts: Iterable[str]) -> Iterator[str]:
    """What a template gives bit by bit, in pieces that end with a paragraph."""
    held, size = list[str](), 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > PIECE and (end := text.rfind("</w:p>")) >= 0:
            end += len("</w:p>")
            held[-1], size = text[:end], len(text) - end
            yield "".join(held)
            held = [text[end:]]
    yield "".join(held)


def _mended(xml: str) -> bytes:
    """A piece with line breaks as such, and with a paragraph in each cell."""
    if "\n" in xml or "\t" in xml:
        xml = _TEXT.sub(_breaks, xml)
    if any(sign in xml for sign in _MAY_BE_EMPTY):
        xml = _EMPTY_CELL.sub(r"\1<w:p/>\2", xml)
    return xml.encode("utf-8")


def _template_line(error: BaseException) -> int | None:
    """The template line of an error raised inside Jinja's generated code; None for a bug of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return lines[-1] if lines else None


def _breaks(match: re.Match[str]) -> str:
    text = match[2].replace("\n", LINE_BREAK).replace("\t", _TAB)
    head = '<w:t xml:space="preserve">' if match[1] == "<w:t>" else match[1]
    return f"{head}{text}{match[3]}"


def zipped(members: Mapping[str, bytes], order: tuple[str, ...], packing: int = 6) -> bytes:
    """A zip with fixed dates and order, so that equal content gives equal bytes.

    Names of ``order`` that are not among the members are left out.  ``packing``: how hard zlib
    tries, 0 for not at all.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=packing) as archive:
        for name in order:
            if name not in members:
                continue
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, members[name])
    return buffer.getvalue()
