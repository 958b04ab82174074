"""Files of other programs as grids, and the files from which a workbook's numbers came."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from generator.model import Cell
from generator.workbook.exports.files import read_tables
from generator.workbook.exports.record import (
    FillRecord,
    SummedValue,
    TakenValue,
    changed_files,
)
from generator.workbook.exports.web import web_tables
from tests.test_fill import no_office

SPREADSHEET = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="表"><table:table-row><table:table-cell/></table:table-row>
<table:table-row><table:table-cell/>{cells}</table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""
KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<manifest:manifest manifest:version="1.2"
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="/" manifest:media-type="{KIND}"/></manifest:manifest>"""


def test_places_days_and_times_of_a_sheet_that_begins_further_down() -> None:
    cells = "".join(
        f'<table:table-cell office:value-type="{kind}" office:{kind}-value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
        for kind, value in (("date", "2024-09-30"), ("time", "PT08H30M00S"))
    )
    path = Path("表.ods")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", SPREADSHEET.format(cells=cells))
    _, (sheet,) = read_tables(path, no_office, lambda _: ())
    assert {place: str(value) for place, value in sheet.values.items()} == {
        (2, 2): "2024-09-30 00:00:00",
        (2, 3): "08:30:00",
    }


PAGE = "<html><body><p>公开01表</p><h2>甲表</h2><table>{rows}</table></body></html>"


@pytest.mark.parametrize("before", ["", '<?xml version="1.0" encoding="utf-8"?>\n'])
def test_a_web_page_has_its_lines_above_the_table(before: str) -> None:
    page = before + PAGE.format(rows="<tr><td>项目</td><td>1.5</td></tr>")
    (found,) = web_tables(page.encode())
    assert found.values == {(1, 1): "公开01表", (2, 1): "甲表", (3, 1): "项目", (3, 2): "1.5"}


@pytest.mark.parametrize(
    ("span", "column"), [("2", 3), ("", 2), ("two", 2), ("0", 2), ("9999999", 2), ("-1", 2)]
)
def test_a_cell_of_a_web_page_is_as_wide_as_it_says(span: str, column: int) -> None:
    page = PAGE.format(rows=f'<tr><td colspan="{span}">项目</td><td>1.5</td></tr>')
    (found,) = web_tables(page.encode())
    assert found.values[3, column] == "1.5"


def test_a_cell_of_a_web_page_reaches_over_rows_and_columns() -> None:
    rows = '<tr><td rowspan="2" colspan="3">项目</td><td>1.5</td></tr><tr><td>2.5</td></tr>'
    (found,) = web_tables(PAGE.format(rows=rows).encode())
    assert found.values[4, 4] == "2.5"
    assert set(found.merged) == {(row, column) for row in (3, 4) for column in (1, 2, 3)}


# --- where a number came from --------------------------------------------------------------------

TAKEN = TakenValue("2023.xlsx", "表", "B4", "1.5")


@pytest.mark.parametrize(
    ("cells", "command"),
    [
        ([TAKEN], "fill 2024.xlsx 2023.xlsx"),
        ([SummedValue("1.5", (TAKEN,))], "sum 2024.xlsx"),
        ([TAKEN, SummedValue("1.5", (TAKEN,))], "sum 2024.xlsx"),
        ([], "fill 2024.xlsx 2023.xlsx"),
    ],
)
def test_a_file_that_changed_since_is_taken_over_again_as_it_was(
    cells: list[TakenValue | SummedValue], command: str
) -> None:
    openpyxl.Workbook().save("2023.xlsx")
    record = FillRecord(
        {Cell("表", f"C{n}"): taken for n, taken in enumerate(cells, start=1)}, {"2023.xlsx": "old"}
    )
    (found,) = changed_files(Path("2024.xlsx"), record)
    assert f"再运行一次 gen {command}：" in found.remedy
