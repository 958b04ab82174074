"""Cells written into workbooks as WPS and reporting software write them."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from generator.model import Cell
from generator.workbook.changing import CellEntry, Growth, enter
from generator.workbook.changing.entries import NewSheet
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL
from tests.helpers.crafted import crafted
from tests.test_changing import SPACE, entry, parts

BOOK = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- kept --><x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets>
<x:sheet name="表 一" sheetId="3" r:id="rId7"/><x:sheet name="表二" sheetId="5" r:id="rId8"/>
</x:sheets><x:definedNames><x:definedName name="甲数">'表 一'!$B$2</x:definedName></x:definedNames>
<x:calcPr calcId="191029"/><x:extLst><x:ext uri="wps"/></x:extLst></x:workbook>"""
LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId7" Type="http://a/relationships/worksheet" Target="/xl/worksheets/one.xml"/>
<Relationship Id="rId8" Type="http://a/relationships/worksheet" Target="worksheets/two.xml"/>
<Relationship Id="rId9" Type="http://a/relationships/calcChain" Target="calcChain.xml"/>
<Relationship Id="rId6" Type="http://a/relationships/sharedStrings" Target="sharedStrings.xml"/>
</Relationships>"""
# Rows and cells that count on, formulas of a group, comments between, a drop-down in an extension.
ONE = """<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols>
<x:col min="1" max="9" style="4"/></x:cols><x:sheetData><x:row spans="1:3"><x:c t="s"><x:v>1</x:v>
</x:c><x:c><x:v>1</x:v></x:c></x:row><!-- between --><x:row hidden="1"><x:c r="B2"><x:v>2</x:v></x:c>
<x:c><x:f t="shared" ref="C2:C4" si="0">B2*2</x:f><x:v>4</x:v></x:c></x:row>
<x:row r="3"><x:c r="C3"><x:f t="shared" si="0"/><x:v>0</x:v></x:c></x:row>
<x:row r="4" s="6" customFormat="1"><x:c r="B4"><x:v>9</x:v></x:c>
<x:c r="C4" s="2"><x:f t="shared" si="0"/><x:v>18</x:v></x:c></x:row></x:sheetData>
<x:sheetProtection sheet="1"/><x:extLst><x:ext uri="dv"/></x:extLst></x:worksheet>"""
TWO = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1"><f>SUM('表 一'!C2:C4)</f><v>22</v></c><c r="B1"><f>A1+1</f><v>23</v></c>
<c r="C1" t="str"><f>"表 一!B2"&amp;D1</f><v>表 一!B2</v></c><c r="D1"><f>甲数</f><v>2</v></c>
<c r="E1"><v>5</v></c><c r="F1"><f>E1*2</f><v>10</v></c></row></sheetData></worksheet>"""
STRINGS = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>无</t></si>
<si><r><t>项</t></r><r><t>目</t></r></si></sst>"""
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/xl/calcChain.xml" ContentType="a"/></Types>"""


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A workbook as WPS and reporting software write them, with what openpyxl would lose."""
    path = tmp_path / "表.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": LINKS,
            "xl/worksheets/one.xml": ONE,
            "xl/worksheets/two.xml": TWO,
            "xl/sharedStrings.xml": STRINGS,
            "xl/calcChain.xml": "<calcChain/>",
            "docProps/custom.xml": "<Properties>KSOProductBuildVer</Properties>",
        }.items():
            archive.writestr(name, content)
    return path


def respelled(path: Path, part: str, old: str, new: str) -> None:
    """Replace something in a part of the file."""
    content = {
        name: xml.decode().replace(old, new) if name.endswith(f"{part}.xml") else xml
        for name, xml in parts(path).items()
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, xml in content.items():
            archive.writestr(name, xml)


def cells_of(xml: bytes) -> dict[str | None, str]:
    root = etree.fromstring(xml)
    return {
        c.get("r"): "|".join(text for text in c.itertext() if text.strip())
        for c in root.iter(f"{SPACE}c")
    }


def test_a_workbook_of_another_program(strange: Path) -> None:
    before = parts(strange)
    found = enter(
        strange,
        [
            entry("表一!A1", "项目"),
            entry("表一!C1", Decimal("1.50"), like="C4"),
            entry("表一!C2", Decimal(3)),
            entry("表一!A4", "甲"),
            entry("表一!B6", Decimal(7)),
        ],
        replace=True,
    )
    assert [e.cell.address for e in found.equal] == ["A1"]
    after = parts(strange)
    assert set(before) - set(after) == {"xl/calcChain.xml"}
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    for name in ("xl/sharedStrings.xml", "docProps/custom.xml"):
        assert after[name] == before[name]
    assert b"<!-- kept -->" in after["xl/workbook.xml"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    one = after["xl/worksheets/one.xml"].decode()
    assert "<!-- between -->" in one
    assert '<x:row hidden="1" r="2">' in one
    assert '<x:c r="C1" s="2"><x:v>1.5</x:v></x:c>' in one
    assert '<x:c r="A4" s="6" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>' in one
    assert '<x:row r="6"><x:c r="B6" s="4"><x:v>7</x:v></x:c></x:row></x:sheetData>' in one
    # C3 has the formula of the group now, its reference moved.
    assert cells_of(after["xl/worksheets/one.xml"]) == {
        "A1": "1",
        "B1": "1",
        "C1": "1.5",
        "B2": "2",
        None: "3",  # C2, which counts on
        "C3": "B3*2|0",
        "A4": "甲",
        "B4": "9",
        "C4": "18",
        "B6": "7",
    }
    two = cells_of(after["xl/worksheets/two.xml"])
    assert (two["A1"], two["B1"]) == ("SUM('表 一'!C2:C4)", "A1+1")
    assert (two["F1"], two["E1"]) == ("E1*2|10", "5")


def test_an_array_formula_is_never_torn(strange: Path) -> None:
    respelled(strange, "one", 't="shared" ref="C2:C4" si="0"', 't="array" ref="C2:C4"')
    entries = [entry(f"表一!{place}", Decimal(3)) for place in ("C3", "D3", "C5")]
    found = enter(strange, entries, replace=True)
    assert [standing.stands for standing in found.differing] == ["几格共用的数组公式"]
    assert [written.cell.address for written in found.written] == ["D3", "C5"]


CALC = '<x:calcPr calcId="191029"/>'
EXTENSIONS = '<x:extLst><x:ext uri="wps"/></x:extLst>'


@pytest.mark.parametrize("extensions", [EXTENSIONS, ""])
def test_a_workbook_that_says_nothing_of_calculating_does_so_on_opening(
    strange: Path, extensions: str
) -> None:
    respelled(strange, "xl/workbook", CALC + EXTENSIONS, extensions)
    enter(strange, [entry("表一!C2", Decimal(3))], replace=True)
    root = etree.fromstring(parts(strange)["xl/workbook.xml"])
    names = [element.tag.removeprefix(SPACE) for element in root]
    assert names == ["sheets", "definedNames", "calcPr", *(["extLst"] if extensions else [])]


def test_a_sheet_without_results_that_change_stays_as_it_is(strange: Path) -> None:
    for result in ("22", "23", "2", "10", "表 一!B2"):
        respelled(strange, "two", f"</f><v>{result}</v>", "</f>")
    before = parts(strange)
    enter(strange, [entry("表一!C2", Decimal(3))], replace=True)
    assert parts(strange)["xl/worksheets/two.xml"] == before["xl/worksheets/two.xml"]


def test_a_shared_formula_that_no_cell_spells_out_is_passed_over(strange: Path) -> None:
    respelled(strange, "one", 't="shared" ref="C2:C4" si="0">B2*2<', 't="shared" si="0"><')
    found = enter(strange, [entry("表一!B4", Decimal(3))], replace=True)
    assert len(found.written) == 1


def test_a_row_before_all_others_comes_first(strange: Path) -> None:
    respelled(strange, "one", '<x:row spans="1:3">', '<x:row r="3" spans="1:3">')
    respelled(strange, "one", '<x:row r="3"><x:c r="C3">', '<x:row r="5"><x:c r="C5">')
    respelled(strange, "one", 'r="B2"', 'r="B4"')
    respelled(strange, "one", '<x:row r="4" ', '<x:row r="6" ')
    respelled(strange, "one", 'r="B4"><x:v>9', 'r="B6"><x:v>9')
    respelled(strange, "one", 'r="C4"', 'r="C6"')
    enter(strange, [entry("表一!A2", "甲"), entry("表一!A1", "乙")])
    root = etree.fromstring(parts(strange)["xl/worksheets/one.xml"])
    assert [row.get("r") for row in root.iter(f"{SPACE}row")] == ["1", "2", "3", "4", "5", "6"]


def test_a_sheet_that_is_there_is_not_made_again(strange: Path) -> None:
    new = NewSheet("表 二", (10,), 1, {})
    enter(strange, [entry("表二!A3", "甲")], sheets=[new, new])
    root = etree.fromstring(parts(strange)["xl/workbook.xml"])
    assert [sheet.get("name") for sheet in root.iter(f"{SPACE}sheet")] == ["表 一", "表二"]


def test_areas_told_elsewhere_grow_with_rows_below_their_last_one(strange: Path) -> None:
    """In explanations, defined names and formats."""
    respelled(strange, "workbook", "表二", "核对说明")
    respelled(strange, "workbook", "!$B$2<", "!$B$2:$B$3<")
    respelled(
        strange,
        "two",
        "<v>5</v>",
        '<v>5</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>表 一!B2:C3</t></is>',
    )
    respelled(
        strange,
        "one",
        "<x:sheetProtection",
        '<x:conditionalFormatting sqref="B2:C3"/><x:sheetProtection',
    )
    enter(strange, (), growth=[Growth("表一", 3, 2)])
    after = parts(strange)
    assert "'表 一'!$B$2:$B$5<" in after["xl/workbook.xml"].decode()
    assert cells_of(after["xl/worksheets/two.xml"])["A2"] == "表 一!B2:C5"
    assert 'sqref="B2:C5"' in after["xl/worksheets/one.xml"].decode()


def test_results_that_do_not_hang_on_a_row_that_goes_stay(strange: Path) -> None:
    enter(strange, (), growth=[Growth("表一", 2, -1)])
    after = parts(strange)
    assert cells_of(after["xl/worksheets/one.xml"])["C3"].endswith("|18")
    others = cells_of(after["xl/worksheets/two.xml"])
    assert others["A1"] == "SUM('表 一'!C2:C3)" and others["F1"] == "E1*2|10"


def test_days_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    def since_1904(xml: bytes) -> bytes:
        changed = xml.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
        assert changed != xml
        return changed

    book = crafted(tmp_path / "2023.xlsx", {"xl/workbook.xml": since_1904})
    cell: Cell = read_workbook(REAL).facts["profile"]["publish_date"]["value"].cell
    enter(book, [CellEntry(cell, date(2024, 9, 30))], replace=True)
    fact = read_workbook(book).facts["profile"]["publish_date"]["value"]
    assert fact.value == date(2024, 9, 30)
