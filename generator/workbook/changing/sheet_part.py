"""The XML of one sheet: its cells found by place, and single ones written."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.workbook.package import Element
from generator.workbook.reading.cells import Place, Range, area_of, column_letters, place_of

_WIDEST = 1000  # columns; nothing is entered so far to the right
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class SheetPart:
    """A sheet as its part in the file; nothing but the cells that are set is changed."""

    def __init__(self, root: Element) -> None:
        """Raises ValueError for what is no sheet."""
        self.root = root
        self._space = root.tag.partition("}")[0] + "}"
        self._data = root.find(f"{self._space}sheetData")
        if self._data is None:
            raise ValueError("a sheet without sheetData")
        self.number()
        self.find_areas()

    def find_areas(self) -> None:
        """Find the merged cells and the formulas that fill several cells."""
        self.merged = list(self._areas())
        self._tops: dict[Place, Place] = {}
        """Places under a merged cell → its first one, as far down as the sheet has rows."""
        for area in self.merged:
            self._note(area)
        self._arrays = [
            filled
            for _, formula in self.formulas()
            if formula.get("t") in ("array", "dataTable")
            if (filled := area_of(formula.get("ref", ""))) is not None
        ]

    def number(self) -> None:
        """Find rows and cells by place; some programs leave the numbers out, which count on then."""
        self._rows: dict[int, Element] = {}
        self._cells: dict[int, dict[int, Element]] = {}
        row = 0
        for element in self._data.iterchildren(f"{self._space}row"):
            row = int(element.get("r", row + 1))
            self._rows[row] = element
            column = 0
            for cell in element.iterchildren(f"{self._space}c"):
                address = cell.get("r")
                column = place_of(address)[1] if address else column + 1
                self._cells.setdefault(row, {})[column] = cell

    def _note(self, area: Range) -> None:
        for row in range(area.top, min(area.bottom, max(self._rows, default=0) + 1) + 1):
            for column in range(area.left, min(area.right, _WIDEST) + 1):
                self._tops[row, column] = area.top, area.left

    def _areas(self) -> Iterator[Range]:
        for merged in self.root.iterfind(f"{self._space}mergeCells/{self._space}mergeCell"):
            area = area_of(merged.get("ref", ""))
            if area is not None:
                yield area

    def covered(self, place: Place) -> bool:
        """True for a place under a merged cell, where no screen shows it."""
        top = self._tops.get(place)
        return top is not None and top != place

    def in_array(self, place: Place) -> bool:
        """True for a place of a formula that fills several cells, which change together or not."""
        return any(_within(place, area) for area in self._arrays)

    def cell(self, place: Place) -> Element | None:
        """The cell at a place, None where the file has none."""
        return self._cells.get(place[0], {}).get(place[1])

    def cells(self) -> Iterator[tuple[Place, Element]]:
        """All cells that the file has."""
        for row, cells in self._cells.items():
            for column, cell in cells.items():
                yield (row, column), cell

    def formulas(self) -> Iterator[tuple[Place, Element]]:
        """The places of formulas with the elements that hold them."""
        for place, cell in self.cells():
            formula = cell.find(f"{self._space}f")
            if formula is not None:
                yield place, formula

    # --- writing -------------------------------------------------------------------------------

    def set_number(self, place: Place, stored: str, like: Place | None = None) -> None:
        """A number, as it is stored."""
        cell = self._emptied(place, like)
        if "t" in cell.attrib:
            del cell.attrib["t"]
        etree.SubElement(cell, f"{self._space}v").text = stored

    def set_text(self, place: Place, words: str, like: Place | None = None) -> None:
        """A text, in the cell itself: the strings of the workbook are left alone."""
        cell = self._emptied(place, like)
        cell.set("t", "inlineStr")
        item = etree.SubElement(etree.SubElement(cell, f"{self._space}is"), f"{self._space}t")
        item.text = words
        if words != words.strip() or "\n" in words:
            item.set(_SPACE, "preserve")

    def clear(self, place: Place) -> None:
        """Nothing stands in the cell; its look stays."""
        if self.cell(place) is not None:
            self._emptied(place, None).attrib.pop("t", None)

    def forget_result(self, place: Place) -> bool:
        """Drop the stored result of a formula, until a program calculates it; False without one."""
        cell = self._cells[place[0]][place[1]]
        kept = [*cell.iterchildren(f"{self._space}v", f"{self._space}is")]
        if not any("".join(value.itertext()) for value in kept):
            return False
        for value in kept:
            cell.remove(value)
        cell.attrib.pop("t", None)
        return True

    def _emptied(self, place: Place, like: Place | None) -> Element:
        cell = self.cell(place)
        if cell is None:
            return self._added(place, like)
        self._hand_over(place)
        for child in list(cell):
            if not child.tag.endswith("}extLst"):
                cell.remove(child)
        cell.attrib.pop("cm", None)  # of a formula that spills
        cell.attrib.pop("vm", None)  # of a picture or another rich value
        return cell

    def _added(self, place: Place, like: Place | None) -> Element:
        row = self.row(place[0])
        cells = self._cells.setdefault(place[0], {})
        for (
            column,
            known,
        ) in cells.items():  # who counts on is told its place before one comes between
            known.set("r", f"{column_letters(column)}{place[0]}")
        cell = etree.Element(f"{self._space}c", r=f"{column_letters(place[1])}{place[0]}")
        if style := self._style(place, row, like):
            cell.set("s", style)
        before = [column for column in cells if column < place[1]]
        row.insert(row.index(cells[max(before)]) + 1 if before else 0, cell)
        row.attrib.pop("spans", None)  # a hint for loading that is wrong now
        cells[place[1]] = cell
        return cell

    def row(self, number: int) -> Element:
        """A row, made where the file has none."""
        if number in self._rows:
            return self._rows[number]
        for known, element in self._rows.items():
            element.set("r", str(known))
        row = etree.Element(f"{self._space}row", r=str(number))
        self.put_row(number, row)
        return row

    def _style(self, place: Place, row: Element, like: Place | None) -> str:
        """The look of a new cell: of the one it is to be like, else of its row, else its column."""
        model = self.cell(like) if like else None
        if model is not None:
            return str(model.get("s", ""))
        if row.get("customFormat") in ("1", "true"):
            return str(row.get("s", ""))
        for column in self.root.iterfind(f"{self._space}cols/{self._space}col"):
            if int(column.get("min")) <= place[1] <= int(column.get("max")):
                return str(column.get("style", ""))
        return ""

    # --- rows --------------------------------------------------------------------------------------

    def take_out(self, after: int, count: int) -> None:
        """The ``count`` rows below ``after`` go, and those below them move up."""
        for number in range(after + 1, after + count + 1):
            if number in self._rows:
                self._data.remove(self._rows.pop(number))
        self.move_down(after, -count)

    def move_down(self, after: int, count: int) -> None:
        """Give the rows below ``after`` numbers that are ``count`` larger."""
        for number, row in self._rows.items():
            at = number + count if number > after else number
            row.set("r", str(at))
            for column, cell in self._cells.get(number, {}).items():
                cell.set("r", f"{column_letters(column)}{at}")
        self.number()

    def put_row(self, number: int, row: Element) -> None:
        """A row in its place."""
        before = [known for known in self._rows if known < number]
        self._data.insert(self._data.index(self._rows[max(before)]) + 1 if before else 0, row)
        self._rows[number] = row

    def merge(self, area: Range) -> None:
        """Merge cells as others on the sheet are merged."""
        merges = self.root.find(f"{self._space}mergeCells")
        first, last = (f"{column_letters(c)}{r}" for r, c in (area[:2], area[2:]))
        etree.SubElement(merges, f"{self._space}mergeCell", ref=f"{first}:{last}")
        if merges.get("count"):
            merges.set("count", str(len(merges)))
        self.merged.append(area)
        self._note(area)

    # --- shared formulas -----------------------------------------------------------------------

    def unshare(self) -> None:
        """Every cell of a shared formula gets its own."""
        shared = [(at, f) for at, f in self.formulas() if f.get("t") == "shared"]
        masters = {f.get("si"): (at, f.text) for at, f in shared if f.text}
        for at, formula in shared:
            origin, text = masters.get(formula.get("si"), (at, ""))
            formula.text = text if at == origin else moved(text, origin, at)
            for name in ("t", "si", "ref"):
                formula.attrib.pop(name, None)

    def _hand_over(self, place: Place) -> None:
        """Before a cell loses the formula that others share, one of them gets its text."""
        cell = self.cell(place)
        own = None if cell is None else cell.find(f"{self._space}f")
        if own is None or own.get("t") != "shared" or not own.text:
            return
        for at, element in self.formulas():
            if at != place and element.get("t") == "shared" and element.get("si") == own.get("si"):
                element.text = moved(own.text, place, at)
                element.set("ref", own.get("ref", ""))
                return


def _within(place: Place, area: Range) -> bool:
    return area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right


def moved(formula: str, old: Place, new: Place) -> str:
    """A formula as it reads when it is copied from one place to another."""
    from openpyxl.formula.translate import Translator  # only for shared formulas

    names = [f"{column_letters(column)}{row}" for row, column in (old, new)]
    return str(Translator(f"={formula}", names[0]).translate_formula(names[1]))[1:]
