"""The words of a Word file as lines, whoever saved it last.

One line for each paragraph, heading, table row, chart series and page header, told apart by how
they begin: ``# `` a heading, ``| `` a table row, ``~ `` a chart, ``^ `` a header or footer,
``※ `` a footnote, anything else a paragraph.  The table of contents is left out: it repeats the headings, with
numbers that the program for reading fills in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.document import Draft
from generator.document.word import (
    BODY,
    WordBlock,
    WordDrawing,
    WordFile,
    WordSeries,
    WordTable,
    foreign_file,
)
from generator.figures.phrasing import unmarked
from generator.model import Finding, InputProblem, Severity, regex, showable
from generator.workbook.package import Damaged, TooMuch

HEADING, ROW, CHART, HEADER, NOTE = "# ", "| ", "~ ", "^ ", "※ "
_NAMES = {HEADING: "", ROW: "表格 ", CHART: "图 ", HEADER: "", NOTE: "脚注 "}
ELSEWHERE = {HEADER: "页眉页脚", NOTE: "脚注"}  # lines that stand under no heading

CONTENTS = regex(r"toc \d+")
CELLS, PARAGRAPHS = " | ", " / "  # what stands between the cells of a row, the paragraphs of one
_MARKS = regex(r"^[\s—–\-]*\d*[\s—–\-]*$")  # a page number alone
_PAGE = regex(r"[—–\-]\s*\d+\s*[—–\-]")
# Lines and characters of a draft that are compared; the longest have a tenth of them.
_MOST_LINES, _MOST_CHARACTERS = 30_000, 5_000_000


def read_lines(docx: bytes, name: str) -> tuple[str, ...]:
    """The lines of a Word file.

    Raises InputProblem when ``name`` is none, is damaged, or holds more than any draft.
    """
    try:
        return tuple(map(showable, bounded(_foreign_lines(docx))))
    except (Damaged, TooMuch) as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: Damaged | TooMuch) -> InputProblem:
    """What to tell of a file that is no Word document, or holds more than any draft."""
    if isinstance(error, TooMuch):
        told = f"{name} 的内容多得不像决算公开的草稿（{error.part}）"
        remedy = "不是草稿的，换一个文件；是草稿的，把正文复制到一个新的 Word 文档再比较。"
    else:
        told = f"{name} 不是 Word 文档（.docx），或者已经损坏"
        remedy = "用 Word 或 WPS 打开它，另存为 .docx；或换一个文件。"
    return InputProblem([Finding("I22", Severity.ERROR, told, remedy=remedy)])


def lines_of(draft: Draft) -> tuple[str, ...]:
    """The lines of a draft just rendered, as ``read_lines`` would read them."""
    return tuple(map(unmarked, marked_lines(draft)))


def marked_lines(draft: Draft) -> Iterator[str]:
    """The same with the marks in them."""
    return _lines(draft.words, draft.words.blocks)


def bounded(lines: Iterable[str]) -> Iterator[str]:
    """Raises TooMuch: what compares lines takes minutes for a book."""
    characters = 0
    for count, line in enumerate(lines):
        characters += len(line)
        if count == _MOST_LINES or characters > _MOST_CHARACTERS:
            raise TooMuch(BODY)
        yield line


def kind(line: str) -> str:
    """How a line begins, "" for a paragraph."""
    return line[:2] if line[:2] in _NAMES else ""


def spoken(line: str) -> str:
    """A line as a person reads it."""
    start = kind(line)
    return f"{_NAMES[start]}{line[2:]}" if start else line


def places(lines: Sequence[str]) -> list[str]:
    """For each line the heading under which it stands, "" before the first."""
    found, heading = [], ""
    for line in lines:
        if line.startswith(HEADING):
            heading = line.removeprefix(HEADING)
        found.append(ELSEWHERE.get(kind(line), heading))
    return found


def gaps(lines: Sequence[str], marker: str) -> tuple[tuple[str, str], ...]:
    """What is still missing, in the order of the text: heading and marker of every place.

    ``marker`` is the edition's, with the slot ``{what}``.
    """
    before, after = (re.escape(part) for part in marker.split("{what}"))
    pattern = re.compile(f"{before}.*?{after}")
    found = zip(places(lines), lines, strict=True)
    return tuple((place, gap) for place, line in found for gap in pattern.findall(line))


def _foreign_lines(docx: bytes) -> Iterator[str]:
    file = foreign_file(docx)
    return _lines(file, file.stream())


def _lines(file: WordFile, blocks: Iterable[WordBlock]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, WordTable):
            yield from _rows(block)
        elif isinstance(block, WordDrawing):
            yield from map(series_line, block.series)
        elif not CONTENTS.fullmatch(block.style.name):
            text = flat(block.text).strip()
            if text:
                yield f"{HEADING}{text}" if block.style.level else text
    headers = (flat(paragraph.text).strip() for paragraph in file.headers())
    once = {numberless(text): text for text in headers if not bare_mark(text)}
    yield from (f"{HEADER}{text}" for text in once.values())
    notes = (flat(paragraph.text).strip() for paragraph in file.notes())
    yield from (f"{NOTE}{text}" for text in notes if text)


def flat(text: str) -> str:
    """Tabs and breaks as blanks."""
    return text.replace("\n", " ").replace("\t", " ")


def bare_mark(text: str) -> bool:
    """True for a header that holds nothing but the number of its page."""
    return _MARKS.match(text) is not None


def numberless(text: str) -> str:
    """A header without the number of its page: LibreOffice writes one for each section."""
    return _PAGE.sub("", text)


def _rows(table: WordTable) -> Iterator[str]:
    """The rows with something in them."""
    for row in table.rows:
        texts = [PARAGRAPHS.join(map(flat, cell.texts)) for cell in row.cells]
        if any(texts):
            yield ROW + CELLS.join(texts)


def series_line(series: WordSeries) -> str:
    """The name of a series, then category and value in turn."""
    values = map(_plain, series.values)
    pairs = " | ".join(f"{c} {v}" for c, v in zip(series.categories, values, strict=False))
    return f"{CHART}{series.name}：{pairs}"


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
