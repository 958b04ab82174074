"""Rows that come in on a sheet or go: what other programs may have written there follows."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.workbook.changing.growing import change_rows, move_notes, refer
from generator.workbook.changing.sheet_part import SheetPart

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACE = f"{{{MAIN}}}"
# Rows and cells in places, a format in an extension, links and merged cells.
HANGING = """<row r="2"><c r="A2"/></row><row r="3"><c r="A3"/></row><row r="5"><c r="A5"/></row>
</sheetData><mergeCells count="2"><mergeCell ref="B3:C3"/><mergeCell ref="D5:E5"/></mergeCells>
<conditionalFormatting sqref="A2:A4"/><hyperlinks><hyperlink ref="A3"/></hyperlinks>
<extLst><ext><x14 xmlns:xm="xm"><xm:sqref>A3</xm:sqref></x14><x14 xmlns:xm="xm">
<xm:sqref>A5:A9</xm:sqref></x14></ext></extLst>"""


def sheet(rows: str) -> SheetPart:
    rows = rows if "</sheetData>" in rows else f"{rows}</sheetData>"
    return SheetPart(
        etree.fromstring(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</worksheet>'.encode())
    )


def formulas(part: SheetPart) -> dict[str, str | None]:
    return {cell.get("r"): cell.findtext(f"{SPACE}f") for _, cell in part.cells()}


def cells(part: SheetPart) -> list[str]:
    return [cell.get("r") for _, cell in part.cells()]


def areas(part: SheetPart) -> list[str]:
    """Where anything hangs, in the order of the file."""
    found = [e.get("ref") or e.get("sqref") or e.text for e in part.root.iter(etree.Element)]
    return [text.strip() for text in found if text and text.strip()]


def shared(column: str, first: str, more: str = "") -> str:
    """A formula of three rows that share it."""
    return "".join(
        f'<row r="{row}"><c r="{column}{row}"><f t="shared" si="0"'
        + (f' ref="{column}1:{column}3">{first}</f>' if row == 1 else "/>")
        + f"</c>{more.format(row=row)}</row>"
        for row in (1, 2, 3)
    )


@pytest.mark.parametrize("more", ["", '<c r="Z{row}"><f>1+1</f></c>'])
def test_cells_that_share_a_formula_each_name_their_own_row_below_new_ones(more: str) -> None:
    part = sheet(shared("C", "B1*2", more))
    assert refer(part, "甲", "甲", after=1, count=2)
    change_rows(part, after=1, count=2)
    kept = {at: text for at, text in formulas(part).items() if at[0] == "C"}
    assert kept == {f"C{row}": f"B{row}*2" for row in range(1, 6)}


@pytest.mark.parametrize("name", ["甲", "甲'乙"])
def test_a_shared_formula_about_another_sheet_follows_its_rows(name: str) -> None:
    spelled = name.replace("'", "''")
    other = '<row r="4"><c r="A4"><f t="shared" si="1" ref="A4:A4">B4</f></c></row>'
    part = sheet(shared("C", f"'{spelled}'!B1*2") + other)
    assert refer(part, "丙", name, after=1, count=2)
    assert formulas(part) == {
        "C1": f"'{spelled}'!B1*2",
        "C2": f"'{spelled}'!B4*2",
        "C3": f"'{spelled}'!B5*2",
        "A4": "B4",
    }


def test_a_sheet_that_names_nothing_which_moves_is_left_as_it_is() -> None:
    part = sheet(shared("C", "B1*2"))
    before = etree.tostring(part.root)
    assert not refer(part, "丙", "甲", after=1, count=2)
    assert etree.tostring(part.root) == before


def test_new_rows_are_like_one_whose_cells_count_on() -> None:
    part = sheet('<row><c r="B1"/><c/><c s="4"><f>B1+C1</f></c></row><row><c r="B2"/></row>')
    change_rows(part, after=1, count=1)
    assert formulas(part) == {
        "B1": None, "C1": None, "D1": "B1+C1", "B2": None, "C2": None, "D2": "B2+C2", "B3": None
    }  # fmt: skip


def test_all_that_hangs_on_cells_moves_down_with_them() -> None:
    part = sheet(HANGING)
    change_rows(part, after=3, count=2)
    assert cells(part) == ["A2", "A3", "A4", "A5", "A7"]
    assert areas(part) == [
        "B3:C3", "D7:E7", "B4:C4", "B5:C5", "A2:A6", "A3", "A3", "A7:A11"
    ]  # fmt: skip


def test_what_hangs_on_a_row_goes_with_it_and_lists_of_nothing_too() -> None:
    part = sheet(HANGING)
    change_rows(part, after=2, count=-1)
    assert cells(part) == ["A2", "A4"]
    assert areas(part) == ["D4:E4", "A2:A3", "A3", "A4:A8"]
    assert part.root.find(f"{SPACE}mergeCells").get("count") == "1"
    assert part.root.find(f"{SPACE}hyperlinks") is None


def boxes(*said: str) -> etree._Element:
    """The boxes in which notes are shown."""
    shapes = "".join(f"<shape><ClientData>{text}</ClientData></shape>" for text in said)
    return etree.fromstring(f"<xml>{shapes}</xml>".encode())


def box(row: int) -> str:
    anchor = f"2, 15, {row}, 10, 4, 15, {row + 3}, 4"
    return f"<Anchor>{anchor}</Anchor><Row>{row}</Row><Column>1</Column>"


@pytest.mark.parametrize(("count", "rows"), [(2, [2, 5, 6, 7]), (-1, [2, 3, 4]), (-2, [2, 3])])
def test_the_boxes_of_notes_move_or_go_with_their_cells(count: int, rows: list[int]) -> None:
    drawing = boxes(*map(box, (2, 3, 4, 5)))
    move_notes(drawing, after=3, count=count)
    assert [int(row.text) for row in drawing.iter("Row")] == rows
    moved = boxes(*map(box, rows))
    said = [
        [[int(n) for n in a.text.split(",")] for a in d.iter("Anchor")] for d in (drawing, moved)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "other", ["<Column>1</Column>", "<Row/>", "<Row>甲</Row>", "<Row>4</Row>",
              "<Row>4</Row><Anchor/>", "<Row>4</Row><Anchor>1, 2</Anchor>"],
)  # fmt: skip
def test_a_box_that_says_less_than_it_should_breaks_nothing(other: str) -> None:
    drawing = boxes(other, box(4))
    move_notes(drawing, after=3, count=1)
    assert [row.text for row in drawing.iter("Row")][-1] == "5"
    assert [a.text for a in drawing.iter("Anchor")][-1] == "2, 15,5, 10, 4, 15,8, 4"
