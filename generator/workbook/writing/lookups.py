"""Formulas that find a figure of an official table wherever it was pasted.

A table may come with other header rows, with codes in one column or in three, with 类 and 款 or
totals left blank, and in the other unit of money: the cells that are shown beside it are right in
all of these, as the program is.  Nothing here needs to be entered as an array formula: IF is not
used on ranges, and what depends on a condition is multiplied by it or chosen by CHOOSE.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from openpyxl.utils import get_column_letter, quote_sheetname

from generator.editions.formulas import Formula
from generator.editions.schema import FormSide
from generator.workbook.writing.form_plan import FormPlan

HEAD = 12
"""So many rows from the top are searched for the header and the unit of money."""
DEPTH = 80
"""So many rows from the top hold a table of fixed lines."""
_NUMBER = '">-1E+300"'


class CodeLookup(Struct, frozen=True):
    """A form by code; the rows from ``first`` to ``reach`` are looked at.

    ``prefix`` is the sheet, "" for formulas on the sheet itself.
    """

    plan: FormPlan
    reach: int
    first: int = 1
    prefix: str = ""

    def column(self, number: int) -> str:
        """The rows of a column of the sheet."""
        letter = get_column_letter(number)
        return f"{self.prefix}${letter}${self.first}:${letter}${self.reach}"

    @property
    def narrow(self) -> str:
        """1 where the codes stand in one column and their names beside it, else 0."""
        return f'(COUNTIF({self.prefix}$B$1:$B${HEAD},"科目*名称")>0)'

    @property
    def codes(self) -> str:
        """The whole code of each row."""
        parts = f"TRIM({self.column(2)})&TRIM({self.column(3)})"
        return f"(TRIM({self.column(1)})&REPT({parts},1-{self.narrow}))"

    @property
    def names(self) -> str:
        """The column of the names."""
        return f"CHOOSE(1+{self.narrow},{self.column(4)},{self.column(2)})"

    def amounts(self, key: str) -> str:
        """The column of some amounts."""
        place = [column.key for column in self.plan.form.columns].index(key)
        return f"CHOOSE(1+{self.narrow},{self.column(place + 5)},{self.column(place + 3)})"

    def of_code(self, key: str, code: str) -> str:
        """What stands beside the code that a cell says."""
        return f"SUMPRODUCT(--({self.codes}=TRIM({code})),{self.amounts(key)})"

    def name_of(self, code: str) -> str:
        """The name beside the code that a cell says; an error where the table has no such code."""
        return f"LOOKUP(2,1/({self.codes}=TRIM({code})),{self.names})"

    def total(self, key: str) -> str:
        """合计 as it is given, else the sum of the rows."""
        given = f"SUMPRODUCT(--{self._total_row},{self.amounts(key)})"
        return f"IF({self._totals(key)}>0,{given},{self.summed(key)})"

    def blank(self, key: str) -> str:
        """The condition that no row has an amount, 合计 neither."""
        return f"{self._totals(key)}+{self.counted(key)}=0"

    @property
    def _total_row(self) -> str:
        """1 for the row that says 合计."""
        said = f'(SUBSTITUTE({self.column(1)}," ","")="合计")'
        return f'({said}+(SUBSTITUTE({self.names}," ","")="合计")>0)'

    def _totals(self, key: str) -> str:
        """How many amounts are given as 合计."""
        return f"SUMPRODUCT({self._total_row}*ISNUMBER({self.amounts(key)}))"

    def summed(self, key: str) -> str:
        """The sum of the 类; where some are blank, of the highest rows that are not."""
        amounts, codes = self.amounts(key), self.codes
        coded = f"ISNUMBER(--{codes})"  # 类款项 above the 栏次 is no code
        blank = f"SUMPRODUCT((LEN({codes})=3)*{coded}*(1-ISNUMBER({amounts})))"
        plain = f"SUMPRODUCT((LEN({codes})=3)*{coded},{amounts})"
        below = f"(LEN({codes})=5)+(LEN({codes})=7)*({self._given_above(key, 5)}=0)"
        highest = f"{coded}*((LEN({codes})=3)+({self._given_above(key, 3)}=0)*({below}))"
        return f"IF({blank}=0,{plain},SUMPRODUCT({highest},{amounts}))"

    def counted(self, key: str) -> str:
        """How many rows with a code have an amount."""
        return f"SUMPRODUCT(ISNUMBER(--{self.codes})*ISNUMBER({self.amounts(key)}))"

    def _given_above(self, key: str, length: int) -> str:
        """For each row how many amounts stand in its 类 (3) or its 款 (5)."""
        a, b, c = map(self.column, (1, 2, 3))
        place = [column.key for column in self.plan.form.columns].index(key)
        wide, narrow = self.column(place + 5), self.column(place + 3)
        code = f"LEFT({self.codes},{length})"
        whole = f'COUNTIFS({a},{code},{b},"",{c},"",{wide},{_NUMBER})'
        if length > 3:
            parts = f'{a},LEFT({code},3),{b},MID({code},4,2),{c},""'
            whole = f"({whole}+COUNTIFS({parts},{wide},{_NUMBER}))"
        one = f"COUNTIFS({a},{code},{narrow},{_NUMBER})"
        return f"((1-{self.narrow})*{whole}+{self.narrow}*{one})"


class LineLookup(Struct, frozen=True):
    """A form of fixed lines: found by 行次, where none is printed by the label."""

    plan: FormPlan
    prefix: str

    def value(self, row: str, column: str) -> str:
        """What is given, else what the printed formulas make of it."""
        side, left = self._side(row, column)
        given = self._given(side, left, row, column)
        computed = self._computed(side, left, row, column)
        return f"IF({given[0]}>0,{given[1]},{computed})" if computed else given[1]

    def blank(self, row: str, column: str) -> str:
        """The condition that no line of the cell's side has an amount."""
        side, left = self._side(row, column)
        columns = [self._amounts(side, left, entry.key) for entry in side.columns]
        if not self.plan.form.numbered:
            return f"COUNT({','.join(columns)})=0"
        marks = self._column(left + 1)  # 栏次 above the amounts is a number, too
        return "+".join(f'COUNTIFS({marks},">0",{each},{_NUMBER})' for each in columns) + "=0"

    def _side(self, row: str, column: str) -> tuple[FormSide, int]:
        left = 1
        for side in self.plan.form.sides:
            if row in side.by_key and any(entry.key == column for entry in side.columns):
                return side, left
            left += self.plan.beside + len(side.columns)
        raise KeyError(f"{self.plan.form.id}.{row}.{column}")

    def _given(self, side: FormSide, left: int, row: str, column: str) -> tuple[str, str]:
        """How many numbers stand there, and their sum."""
        line = side.by_key[row]
        amounts = self._amounts(side, left, column)
        if self.plan.form.numbered:
            marks, mark = self._column(left + 1), str(line.no)
            return (
                f"COUNTIFS({marks},{mark},{amounts},{_NUMBER})",
                f"SUMIF({marks},{mark},{amounts})",
            )
        cell = f'INDEX({amounts},MATCH("{line.label}",{self._column(left)},0))'
        return f"COUNT({cell})", f"IFERROR(N({cell}),0)"

    def _computed(self, side: FormSide, left: int, row: str, column: str) -> str:
        """The first printed formula for the cell, its terms looked up in turn; "" without one."""
        for formula in self.plan.form.formulas:
            if formula.sums and (terms := _terms(side, formula, row, column)):
                return self._sum(side, left, terms)
        return ""

    def _sum(self, side: FormSide, left: int, terms: Sequence[tuple[int, str, str]]) -> str:
        parts = []
        for sign, row, column in terms:
            own = self._computed(side, left, row, column)
            value = self.value(row, column) if own else self._given(side, left, row, column)[1]
            parts.append(f"{'-' if sign < 0 else '+'}{value}")
        return f"({''.join(parts).removeprefix('+')})"

    def _amounts(self, side: FormSide, left: int, column: str) -> str:
        keys = [entry.key for entry in side.columns]
        return self._column(left + self.plan.beside + keys.index(column))

    def _column(self, number: int) -> str:
        letter = get_column_letter(number)
        return f"{self.prefix}${letter}$1:${letter}${DEPTH}"


def _terms(side: FormSide, formula: Formula, row: str, column: str) -> list[tuple[int, str, str]]:
    """The signed terms of a printed formula for one cell of a side; none where it has none."""
    if formula.axis == "栏":
        numbers = {entry.no: entry.key for entry in side.columns}
        if numbers.get(formula.target) != column:
            return []
        return [(sign, row, numbers[no]) for sign, no in formula.terms if no in numbers]
    line = side.by_no.get(formula.target)
    if line is None or line.key != row:
        return []
    return [(s, side.by_no[no].key, column) for s, no in formula.terms if no in side.by_no]


class SingleLookup(Struct, frozen=True):
    """公开09表: its one row, below the 栏次 where these are printed."""

    plan: FormPlan
    prefix: str

    def value(self, column: str) -> str:
        """What is given, else what the printed formulas make of it."""
        columns = self.plan.form.columns
        numbers = {entry.no: entry.key for entry in columns}
        own = next(entry for entry in columns if entry.key == column)
        cell = self._cell(column)
        for formula in self.plan.form.formulas:
            if formula.sums and formula.target == own.no:
                parts = "+".join(self.value(numbers[no]) for _, no in formula.terms)
                return f"IF(ISNUMBER({cell}),{cell},{parts})"
        return f"N({cell})"

    def _cell(self, column: str) -> str:
        keys = [entry.key for entry in self.plan.form.columns]
        letter = get_column_letter(keys.index(column) + 1)
        place = f"{self.prefix}${letter}$1:${letter}${2 * HEAD}"
        if not self.plan.form.numbered:
            return f"{self.prefix}${letter}${self.plan.top}"
        last = self.plan.form.columns[-1]
        end = get_column_letter(len(keys))
        marks = f"{self.prefix}${end}$1:${end}${HEAD}"
        return f"INDEX({place},IFERROR(MATCH({last.no},{marks},0)+1,{self.plan.top}))"


def money(plan: FormPlan, currency: str) -> str:
    """What an amount of the table is multiplied by to be in the unit that ``currency`` says."""
    sheet = quote_sheetname(plan.form.sheet)
    head = f"{sheet}!$A$1:$Z${plan.top - 1}"
    stated = f'(COUNTIF({head},"*单位*元*")>0)'
    in_wan = f'(COUNTIF({head},"*万元*")>0)'
    wanted = f'({currency}="元")'
    return f"10^(4*{stated}*({in_wan}*{wanted}-(1-{in_wan})*(1-{wanted})))"
