"""Exports as the accounts software and offices write them, made from the figures of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from generator.editions.schema import Form, FormColumn, FormRow, FormSide
from generator.model import Facts, Row, Table
from generator.workbook.reading.facts import Workbook
from tests.helpers.office import saved

Cells = list[list[Any]]
Merges = list[tuple[int, int, int, int]]


@dataclass(frozen=True)
class ExportLayout:
    """How an export differs from the official form as it is printed."""

    name: str
    unit: str = "万元"
    codes: str = "one"  # "three": 类 a number, 款 and 项 texts; "merged": over three columns
    total_first: bool = True
    backwards: bool = False  # amount columns from the last to the first
    numbered: bool = True  # 行次 and 栏次
    titles: bool = True
    sheets: str = "公开{no:02}表"
    mark: str = "公开{no:02}表"
    above: int = 0  # more rows on top
    broken: bool = False  # line breaks and blanks in heads
    stacked: bool = False  # all tables on one sheet
    single: bool = False  # a file for each table
    outturn: str = ""  # another word for 金额 and 决算数
    total: str = ""  # another word for 小计, 合计, 本年支出合计
    rows_of_kinds: bool = False  # 公开09表 with a row for each kind
    zeros: bool = False  # 0 where nothing stands
    texts: bool = False  # amounts as texts with thousands separators
    currency: str = ""  # before these
    wide: str = (
        ""  # every column takes two: "merged", "heads" (merged), "last" (with amounts there)
    )
    owner: str = "编制单位：{unit}"


LAYOUTS = (
    ExportLayout("printed", mark="公开{no:02}表", codes="merged"),
    ExportLayout("software", unit="元", sheets="GK{no:02} {title}(公开{no:02}表)", codes="three"),
    ExportLayout("beijing", sheets="C{no:02} {title}", mark="", numbered=False),
    ExportLayout("high", above=4, broken=True, outturn="决算数"),
    ExportLayout("last", total_first=False, sheets="Sheet{no}", mark=""),
    ExportLayout("backwards", backwards=True, unit="元"),
    ExportLayout("stacked", stacked=True, sheets="全部"),
    ExportLayout("single", single=True, sheets="Sheet1", mark=""),
    ExportLayout("unnumbered", numbered=False, total="合计", codes="three", rows_of_kinds=True),
    ExportLayout("untitled", titles=False, mark="", sheets="公开{no:02}表"),
    ExportLayout("marked", titles=False, sheets="表{no}", total_first=False),
    ExportLayout("zeros", zeros=True, unit="元", backwards=True, total_first=False),
    ExportLayout("wide", wide="merged", mark=""),
    ExportLayout("texts", texts=True, owner="部门：{unit}", stacked=True, numbered=False),
)


class Sheeted:
    """Cells of one table, row by row, and what of them is merged."""

    def __init__(self, layout: ExportLayout) -> None:
        self.layout = layout
        self.rows: Cells = []
        self.merges: Merges = []

    def amount(self, row: Row | None, key: str) -> Any:
        fact = row.cells.get(key) if row is not None else None
        if fact is None or not isinstance(fact.value, Decimal):
            return 0 if self.layout.zeros else None
        value = fact.value / (1 if self.layout.unit == "元" else 10000)
        return f"{self.layout.currency}{value:,f}" if self.layout.texts else float(value)

    def worded(self, text: str) -> str:
        if not self.layout.broken or len(text) < 4:
            return text
        return f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]} "

    def heads(self, paths: Sequence[tuple[str, ...]]) -> None:
        """Header rows from the paths of all columns, groups merged."""
        depth = max(map(len, paths))
        top = len(self.rows)
        for level in range(depth):
            row = [self.worded(p[level]) if level < len(p) else None for p in paths]
            for column in range(len(row) - 1, 0, -1):
                same = (
                    level < len(paths[column]) - 1
                    and paths[column][: level + 1] == paths[column - 1][: level + 1]
                )
                if same:
                    row[column] = None
            self.rows.append(row)
        for column, path in enumerate(paths):
            if len(path) < depth:
                self.merges.append((top + len(path), column + 1, top + depth, column + 1))
        for level in range(depth - 1):
            start = 0
            for column in range(1, len(paths) + 1):
                if column == len(paths) or paths[column][: level + 1] != paths[start][: level + 1]:
                    if column - start > 1 and level < len(paths[start]) - 1:
                        self.merges.append((top + level + 1, start + 1, top + level + 1, column))
                    start = column


def sheeted(
    form: Form, table: Table, layout: ExportLayout, number: int, about: Mapping[str, str]
) -> Sheeted:
    """One official table under a layout."""
    made = Sheeted(layout)
    for line in range(layout.above):
        made.rows.append([f"附表第 {line + 1} 行"])
    if layout.titles:
        made.rows.append([f"{about['year']}年度{form.title}"])
    made.rows.append([None, None, None, layout.mark.format(no=number) or None])
    made.rows.append([layout.owner.format(**about), None, None, f"金额单位：{layout.unit}"])
    write = {"lines": _lines, "codes": _codes, "items": _items, "single": _single}[form.layout]
    top = len(made.rows)
    write(form, table, made)
    if layout.wide:
        _widen(made, top)
    made.rows.append([note for note in form.notes[:1]])
    return made


def _widen(made: Sheeted, top: int) -> None:
    """Each column over two of the sheet, with merged cells below the first ``top`` rows."""
    wide = made.layout.wide
    merged = [(up, 2 * left - 1, down, 2 * right) for up, left, down, right in made.merges]
    taken = {
        (r, c)
        for up, left, down, right in merged
        for r in range(up, down + 1)
        for c in (left, right)
    }
    for number, row in enumerate(made.rows, start=1):
        cells: list[Any] = []
        for column, value in enumerate(row):
            last = wide == "last" and isinstance(value, int | float)
            cells += [None, value] if last else [value, None]
            left, text = 2 * column + 1, isinstance(value, str)
            if number <= top or value is None or (number, left) in taken:
                continue
            if wide == "merged" or (text and not last):
                merged.append((number, left, number, left + 1))
        made.rows[number - 1] = cells
    made.merges = merged


def _lines(form: Form, table: Table, made: Sheeted) -> None:
    layout = made.layout
    paths: list[tuple[str, ...]] = []
    bodies: list[Cells] = []
    for side in form.sides:
        columns = list(reversed(side.columns)) if layout.backwards else list(side.columns)
        paths.append((side.label, "项目"))
        if layout.numbered:
            paths.append((side.label, "行次"))
        for column in columns:
            label = column.label if len(side.columns) > 1 else layout.outturn or column.label
            paths.append((side.label, label))
        bodies.append(list(_side(side, columns, table, made)))
    made.heads(paths)
    for index in range(max(map(len, bodies))):
        row: list[Any] = []
        for body in bodies:
            row += body[index] if index < len(body) else [None] * len(body[0])
        made.rows.append(row)


def _side(
    side: FormSide, columns: Sequence[FormColumn], table: Table, made: Sheeted
) -> Iterator[list[Any]]:
    lines = side.lines
    if not made.layout.total_first:  # a side with its totals in their place all the same
        lines = tuple(lines)
    for line in lines:
        yield [
            made.worded(_label(line)),
            *([line.no] if made.layout.numbered else []),
            *(made.amount(table.by_key.get(line.key), column.key) for column in columns),
        ]


def _label(line: FormRow) -> str:
    return "　" * line.indent + line.label


def _codes(form: Form, table: Table, made: Sheeted) -> None:
    layout = made.layout
    columns = list(reversed(form.columns)) if layout.backwards else list(form.columns)
    width = 1 if layout.codes == "one" else 3
    head = ("项目", "功能分类科目编码")
    top = len(made.rows)
    names = {"total": layout.total} if layout.total else {}
    paths: list[tuple[str, ...]] = [*[head] * width, ("项目", "科目名称")]
    paths += [(*c.path[:-1], names.get(c.key, c.label)) for c in columns]
    made.heads(paths)
    if layout.numbered:
        numbers = [c.no for c in columns]
        made.rows.append([*("类款项"[:width]), *([None] * 0), "栏次", *numbers])
    total = [
        *[None] * width,
        "合计",
        *(made.amount(table.by_key.get("total"), c.key) for c in columns),
    ]
    if layout.total_first:
        made.rows.append(total)
    for row in table.rows:
        if row.key != "total":
            amounts = [made.amount(row, c.key) for c in columns]
            made.rows.append([*_code(row.key, layout), row["name"].text, *amounts])
            if layout.codes == "merged":
                made.merges.append((len(made.rows), 1, len(made.rows), 3))
    if not layout.total_first:
        made.rows.append(total)
    assert top < len(made.rows)


def _code(code: str, layout: ExportLayout) -> list[Any]:
    if layout.codes == "three":
        parts = [int(code[:3]), code[3:5] or None, code[5:7] or None]
        return list(parts)
    return [code, None, None] if layout.codes == "merged" else [int(code)]


def _items(form: Form, table: Table, made: Sheeted) -> None:
    paths = []
    for block in form.blocks:
        paths += [(block.label, "科目代码"), (block.label, "科目名称")]
        paths += [(block.label, made.layout.outturn or "决算数")]
    made.heads(paths)
    for index in range(max(len(block.lines) for block in form.blocks)):
        row: list[Any] = []
        for block in form.blocks:
            if index < len(block.lines):
                line = block.lines[index]
                row += [line.key, line.label, made.amount(table.by_key.get(line.key), "amount")]
            else:
                row += [None] * 3
        made.rows.append(row)
    totals = {
        total.key: made.amount(table.by_key.get(total.key), "amount") for total in form.totals
    }
    gap = [None] * (3 * len(form.blocks) - 5)
    made.rows.append(
        ["人员经费合计", None, totals["personnel"], "公用经费合计", *gap, totals["public"]]
    )


def _single(form: Form, table: Table, made: Sheeted) -> None:
    row = table.by_key["row"]
    if made.layout.rows_of_kinds:
        made.rows.append(["项目", "预算数", "决算数"])
        budgets = [c for c in form.columns if "预算数" in c.path]
        outturns = [c for c in form.columns if "决算数" in c.path]
        for budget, outturn in zip(budgets, outturns, strict=True):
            kinds = [part for part in budget.path if part != "预算数"]
            label = kinds[-2] if kinds[-1] == "小计" else kinds[-1]
            made.rows.append([label, made.amount(row, budget.key), made.amount(row, outturn.key)])
        return
    columns = list(form.columns)
    if made.layout.backwards:  # 接待 before 用车, in both groups
        columns = [*reversed(columns[:6]), *reversed(columns[6:])]
    made.heads([c.path for c in columns])
    if made.layout.numbered:
        made.rows.append([c.no for c in columns])
    made.rows.append([made.amount(row, c.key) for c in columns])


def write_export(source: Workbook, layout: ExportLayout, folder: Path) -> list[Path]:
    """The nine tables of a workbook under a layout, as .xlsx files."""
    profile = source.facts["profile"]
    about = {"unit": profile["name"]["value"].text, "year": profile["year"]["value"].text}
    made = [
        (number, form, sheeted(form, source.facts[form.id], layout, number, about))
        for number, form in enumerate(source.edition.forms, start=1)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    if layout.single:
        return [_saved([one], layout, folder / f"{layout.name}-{one[0]}.xlsx") for one in made]
    return [_saved(made, layout, folder / f"{layout.name}.xlsx")]


def _saved(made: Sequence[tuple[int, Form, Sheeted]], layout: ExportLayout, path: Path) -> Path:
    book = Book()
    book.remove(book.active)
    sheet, top = None, 0
    for number, form, table in made:
        if sheet is None or not layout.stacked:
            sheet = book.create_sheet(layout.sheets.format(no=number, title=form.title)[:31])
            top = 0
        for row, cells in enumerate(table.rows, start=top + 1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(row, column, value)
        for first, left, last, right in table.merges:
            corners = (
                f"{get_column_letter(left)}{top + first}",
                f"{get_column_letter(right)}{top + last}",
            )
            sheet.merge_cells(":".join(corners))
        top += len(table.rows) + 1
    book.save(path)
    return path


def converted(files: Sequence[Path], ending: str, folder: Path) -> list[Path]:
    """The files in another format, made by LibreOffice."""
    return [saved(path, ending, folder) for path in files]


def amounts(facts: Facts, forms: Sequence[Form]) -> dict[tuple[str, str, str], Any]:
    """Every figure of the nine tables that is not nothing, and the names beside codes."""
    return {
        (form.id, row.key, key): fact.value
        for form in forms
        for row in facts[form.id].rows
        for key, fact in row.cells.items()
        if fact.given and fact.value != 0 and key != "code" and not _printed(form, row, key)
    }


def _printed(form: Form, row: Row, key: str) -> bool:
    """True for words that the form prints: 合计, names of 公开06表."""
    return key == "name" and (form.layout == "items" or row.key == "total")


# --- the tables of the accounts software (财决) --------------------------------------------------


def write_upstream(source: Workbook, path: Path) -> Path:
    """财决01, 01-1, 03, 04, 07 in 元 with their budgets, and one that no published table has."""
    book = Book()
    book.remove(book.active)
    facts, form = source.facts, source.edition.form
    name = facts["profile"]["name"]["value"].text
    tables: tuple[tuple[str, str, Cells], ...] = (
        (
            "Z01 收入支出决算总表(财决01表)",
            "收入支出决算总表",
            _budgeted(form("totals"), facts["totals"]),
        ),
        (
            "Z01_1 财政拨款收入支出决算总表(财决01-1",
            "财政拨款收入支出决算总表",
            _budgeted(form("fiscal"), facts["fiscal"]),
        ),
        ("Z03 收入决算表(财决03表)", "收入决算表", _by_code(form("income"), facts["income"])),
        (
            "Z04 支出决算表(财决04表)",
            "支出决算表",
            _by_code(form("expenditure"), facts["expenditure"]),
        ),
        (
            "Z07 一般公共预算财政拨款收入支出决算表(财决0",
            "一般公共预算财政拨款收入支出决算表",
            _fund_like(facts["general"]),
        ),
        (
            "Z08_1 一般公共预算财政拨款基本支出决算明细表(财",
            "一般公共预算财政拨款基本支出决算明细表",
            [["科目编码", "科目名称", "合计"], ["208", "甲", 12.5]],
        ),
    )
    for sheet, title, rows in tables:
        page = book.create_sheet(sheet[:31])
        for cells in ([title], [], [f"编制单位：{name}", None, "2023年度", "金额单位：元"], *rows):
            page.append(cells)
    book.save(path)
    return path


def _yuan(row: Row | None, key: str) -> float | None:
    value = row.cells[key].value if row is not None and key in row.cells else None
    return float(value) if isinstance(value, Decimal) else None


def _budgeted(form: Form, table: Table) -> Cells:
    """Three blocks side by side; a line has a budget, an adjusted one, the outturn."""
    heads: list[Any] = []
    bodies: list[Cells] = []
    for side in form.sides:
        several = len(side.columns) > 1
        outturn = [c.label for c in side.columns] if several else ["决算数"]
        heads += ["项目", "行次", *([] if several else ["年初预算数", "全年预算数"]), *outturn]
        body = []
        for line in side.lines:
            row = table.by_key.get(line.key)
            budgets = [] if several else [1.11, "—"]
            body.append([line.label, line.no, *budgets, *(_yuan(row, c.key) for c in side.columns)])
        bodies.append(body)
    heads += ["项目(按支出性质和经济分类)", "行次", "年初预算数", "全年预算数", "决算数"]
    bodies.append([["一、基本支出", 65, 1.11, 2.22, 3.33], ["二、项目支出", 68, 1.11, 2.22, 3.33]])
    rows: Cells = [heads]
    for index in range(max(map(len, bodies))):
        cells: list[Any] = []
        for body in bodies:
            cells += body[index] if index < len(body) else [None] * len(body[0])
        rows.append(cells)
    return rows


def _by_code(form: Form, table: Table) -> Cells:
    rows: Cells = [["项目", None, None, None, *(c.label for c in form.columns)]]
    rows[0][4] = "合计"
    rows.append(["支出功能分类科目编码", None, None, "科目名称"])
    rows.append([None, None, None, "栏次", *(c.no for c in form.columns)])
    ordered = [table.by_key["total"], *(row for row in table.rows if row.key != "total")]
    for row in ordered:
        code = None if row.key == "total" else row.key
        name = "合计" if row.key == "total" else row["name"].text
        rows.append([code, None, None, name, *(_yuan(row, c.key) for c in form.columns)])
    return rows


def _fund_like(table: Table) -> Cells:
    """年初结转和结余, 本年收入, 本年支出 with its parts, 年末结转和结余, each with a 合计."""
    rows: Cells = [
        [
            "项目",
            None,
            None,
            None,
            "年初结转和结余",
            "本年收入",
            "本年支出",
            None,
            None,
            "年末结转和结余",
        ],
        [
            "支出功能分类科目编码",
            None,
            None,
            "科目名称",
            "合计",
            "合计",
            "合计",
            "基本支出",
            "项目支出",
            "合计",
        ],
    ]
    ordered = [table.by_key["total"], *(row for row in table.rows if row.key != "total")]
    for row in ordered:
        code = None if row.key == "total" else row.key
        name = "合计" if row.key == "total" else row["name"].text
        spent = [_yuan(row, key) for key in ("total", "basic", "project")]
        rows.append([code, None, None, name, 7.77, spent[0], *spent, 7.77])
    return rows


def as_page(export: Path) -> str:
    """An export as a web page, a table a sheet."""
    tables = []
    for sheet in load_workbook(export).worksheets:
        merged = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
        hidden = {place for r in sheet.merged_cells.ranges for place in list(r.cells)[1:]}
        rows = []
        for row in sheet.iter_rows():
            cells = []
            for cell in row:
                place = (cell.row, cell.column)
                if place in hidden:
                    continue
                area = merged.get(place)
                span = (
                    f' colspan="{area.size["columns"]}" rowspan="{area.size["rows"]}"'
                    if area
                    else ""
                )
                value = "" if cell.value is None else escape(str(cell.value))
                cells.append(f"<td{span}>{value}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        tables.append(f"<table border=1>{''.join(rows)}</table>")
    return f"<html><head><meta name=generator></head><body>{''.join(tables)}</body></html>"


def as_spreadsheet_xml(export: Path) -> str:
    """An export in the XML of Excel 2003."""
    sheets = []
    for sheet in load_workbook(export).worksheets:
        rows = []
        for row in sheet.iter_rows():
            cells = [
                f'<Cell ss:Index="{cell.column}"><Data ss:Type="'
                f"{'String' if isinstance(cell.value, str) else 'Number'}"
                f'">{escape(str(cell.value))}</Data></Cell>'
                for cell in row
                if cell.value is not None
            ]
            rows.append(f'<Row ss:Index="{row[0].row}">{"".join(cells)}</Row>')
        name = escape(sheet.title)
        sheets.append(f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table></Worksheet>')
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}">{"".join(sheets)}</Workbook>'
    )
