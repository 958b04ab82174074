"""The pages of every example and of a long workbook, measured in their PDFs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.conftest import shared
from tests.helpers.prints import MM, STEMS, Heading, Page, Print, printed

CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
AMOUNT = re.compile(r"-?\d+\.\d\d")
# Amount columns of 公开01表 … 公开09表.
COLUMNS = (2, 7, 6, 5, 3, 3, 6, 3, 12)
FIXED = (1, 4, 6, 9)  # forms whose rows are always the same
CODED = (2, 3, 5, 7, 8)
COVER, FIRST_CONTENTS = 0, 1
SLACK = 2 * MM  # the border of a cell stands that far outside of its text


@pytest.fixture(params=STEMS)
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Print:
    return printed(request.param, shared(tmp_path_factory))


def parts(document: Print) -> list[Heading]:
    """第一部分 … 第六部分."""
    return [heading for heading in document.headings if heading.level == 1]


def table_pages(document: Print) -> range:
    """The pages of 第二部分, which have narrower margins."""
    return range(parts(document)[1].page, parts(document)[2].page)


def forms(document: Print) -> Iterator[tuple[int, list[Page]]]:
    """1 … 9 with the pages of that form."""
    starts = [h.page for h in document.headings if h.level == 2 and h.page in table_pages(document)]
    assert len(starts) == 9
    for number, (start, end) in enumerate(
        zip(starts, [*starts[1:], table_pages(document).stop], strict=True), start=1
    ):
        yield number, document.pages[start:end]


def test_nothing_stands_outside_the_text_area(document: Print) -> None:
    outside: list[tuple[int, object]] = []
    for number, page in enumerate(document.pages):
        wide = number in table_pages(document)
        left, right = (18, 18) if wide else (28, 26)
        found = document.ink[number]
        if found[0] < left * MM - SLACK or found[1] < right * MM - SLACK:
            outside.append((number, found))
        foot = page.height - (20 if wide else 35) * MM
        low = [w for w in page.words if w.bottom > foot + SLACK and not re.match(r"—|\d+$", w.text)]
        outside += [(number, word.text) for word in low]
    assert outside == []


def test_no_text_is_cut_off(document: Print) -> None:
    """Every character of the document is on its pages."""
    said = Counter("".join("".join(document.paragraphs).split()))
    shown = Counter("".join(page.text for page in document.pages))
    for added in "|/":  # by reading the document
        del said[added]
    assert said - shown == Counter()


def test_no_amount_is_broken_in_two(document: Print) -> None:
    rows = [row for row in document.paragraphs if " | " in row]
    said = Counter(cell for row in rows for cell in row.split(" | ") if AMOUNT.fullmatch(cell))
    shown = Counter(word.text for page in document.pages for word in page.words)
    assert said - shown == Counter()


def test_no_page_is_blank_or_nearly_so(document: Print) -> None:
    """Five lines at least; three where a section ends, after which the paper turns or widens."""
    ends = {heading.page - 1 for heading in parts(document)[:3]}
    bare = [
        n
        for n, page in enumerate(document.pages)
        if n != COVER and len(page.lines) < (3 if n in ends else 5)
    ]
    assert bare == []


def test_no_line_of_the_contents_is_dots_alone(document: Print) -> None:
    start = parts(document)[0].page
    lines = [line for page in document.pages[FIRST_CONTENTS:start] for line in page.lines]
    assert [line for line in lines if re.fullmatch(r"[.…]+\d*", line)] == []


def test_each_form_of_the_annex_begins_a_page(document: Print) -> None:
    """A project's form is not cut in two there: below its heading, or at the top."""
    annex = next(
        h.page for h in document.headings if h.title.startswith("二、") and "项目绩效" in h.title
    )
    for page in document.pages[annex:]:
        names = [number for number, line in enumerate(page.lines) if line.startswith("项目名称")]
        assert names in ([], [0], [1])


def test_no_heading_stands_alone_at_the_foot_of_a_page(document: Print) -> None:
    alone = [
        heading.title
        for heading in document.headings
        if "".join(document.pages[heading.page].lines).endswith(heading.title)
    ]
    assert alone == []


def test_a_chart_and_its_title_are_on_one_page(document: Print) -> None:
    apart = [n for n, page in enumerate(document.pages) if re.match("图[1-4]：", page.lines[0])]
    assert apart == []


def test_every_page_of_a_table_has_its_header(document: Print) -> None:
    for number, pages in forms(document):
        assert f"公开{number:02d}表" in pages[0].text
        if number in FIXED:
            (page,) = pages
            assert "注：" in page.text
            assert "合计" in page.text
        for page in pages:
            heads = "科目名称" if number in CODED else "决算数" if number in (4, 6, 9) else "金额"
            assert heads in page.text, (number, page.number)


def test_a_class_is_never_the_last_row_of_a_page(document: Print) -> None:
    """A 类 or 款 stands with its first 项, and the notes with the last row."""
    seen = 0
    for number, pages in forms(document):
        for page in pages if number in CODED else ():
            codes = [w.text for w in page.words if CODE.fullmatch(w.text)]
            seen += len(codes)
            assert not codes or len(codes[-1]) == 7, (number, page.number)
    assert seen


def test_the_columns_of_numbers_are_straight(document: Print) -> None:
    """Amounts have two decimals: where their right edges agree, so do their points."""
    for number, pages in forms(document):
        for page in pages:
            edges = sorted(word.right for word in page.words if AMOUNT.fullmatch(word.text))
            columns = [b for a, b in zip([0.0, *edges], edges, strict=False) if b - a > 0.5]
            assert len(columns) <= COLUMNS[number - 1], (number, page.number, columns)


def test_the_contents_name_the_pages(document: Print) -> None:
    start = parts(document)[0].page
    contents = "".join(line for page in document.pages[FIRST_CONTENTS:start] for line in page.lines)
    listed = [heading for heading in document.headings if heading.level <= 2]
    assert len(listed) > 30
    at = 0
    for heading in listed:
        entry = re.compile(re.escape(heading.title) + r"\.*(\d+)").search(contents, at)
        assert entry, heading.title
        printed_number = document.pages[heading.page].number
        assert entry[1].startswith(str(printed_number)), heading.title
        assert heading.title in "".join(document.pages[heading.page].lines)
        at = entry.start(1) + len(str(printed_number))


def test_page_numbers_go_up_by_one_and_stand_outside(document: Print) -> None:
    first = parts(document)[0].page
    numbers = [page.number for page in document.pages]
    assert numbers == [*([0] * first), *range(1, len(numbers) - first + 1)]
    for page in document.pages[first:]:
        dashes = [word for word in page.words[-3:] if word.text == "—"]
        middle = sum(word.left + word.right for word in dashes) / 2 / len(dashes)
        assert (middle > page.width / 2) == (page.number % 2 == 1), page.number


def test_wide_tables_lie_on_landscape_pages(document: Print) -> None:
    for number, pages in forms(document):
        wide = {page.width > page.height for page in pages}
        assert wide == {number in (2, 3, 7, 9)} or number == 8, number


def test_the_fonts_are_the_ones_named(document: Print) -> None:
    """A face that is not one of these was replaced by the system's choice."""
    known = ("Fandol", "LiberationSerif", "LiberationSans", "NotoSerifCJK", "DejaVuSans")
    used = {name.split("+")[-1] for name in document.fonts}
    assert [name for name in used if not name.startswith(known)] == []
    assert used
