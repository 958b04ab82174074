"""Years and dates in typed texts: those of another report, and those that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look
from generator.checks.engine.texts import Words
from generator.checks.words.clauses import clause, sentence, without_titles
from generator.checks.words.lexicon import Lexicon, lexicon
from generator.model import Severity, regex

_REPORTED = frozenset({"key_work", "projects", "performance", "goals", "indicators"})
_INCLUDED, _YEAR_END = regex(r"[^，。；]{0,12}范围"), regex("年?[底末]")
_COMPARED, _CHANGED = regex(r"[比较与和同](20\d\d)年"), regex("增|减|上升|下降|提高")
_REPORT = regex("决算|预算|收入|支出|自评")
_YEAR = regex(r"(?<!\d)(20\d\d)\s*年(度?)(?![版级卷])")


class _Said(NamedTuple):
    """A year in a text: what stands before and after it in its clause."""

    words: Words
    text: str
    match: re.Match[str]
    before: str
    after: str
    known: Lexicon

    @property
    def year(self) -> int:
        return int(self.match[1])

    @property
    def whole(self) -> bool:
        """年度 and not only 年."""
        return bool(self.match[2])

    def follows(self, name: str) -> bool:
        """Whether what stands behind the year begins with an entry of a list."""
        return bool(self.known[name].match(self.after))


class _Spot(NamedTuple):
    message: str
    severity: Severity | None = None


def years(context: Context) -> Iterator[Look]:
    """What was done is said of the report's year; years are written in full."""
    known = lexicon(context.accounts.edition)
    for words in context.words:
        spot = _wrong_year(words, context.year, known) if "年" in words.text else None
        if spot:
            remedy = "核对年度：是不是沿用了别的年度的文字。"
            yield Wrong(spot.message, (words.cell,), remedy, severity=spot.severity)
        else:
            yield Right((words.cell,))


def _wrong_year(words: Words, year: int, known: Lexicon) -> _Spot | None:
    text = without_titles(words.text)
    if cut := known["cut_year"].search(text):
        return _Spot(f"年份「{cut.group()}」不完整")
    for match in _YEAR.finditer(text):
        said = _Said(words, text, match, *clause(text, *match.span()), known)
        if weight := _weight(said, year):
            return _Spot(_message(match.group(), said.year, year), weight)
    return None


def _message(written: str, said: int, year: int) -> str:
    if said == year:
        return f"写的是与「{written}」相比，本决算就是 {year} 年度"
    return f"写的是「{written}」，本决算是 {year} 年度"


def _weight(said: _Said, year: int) -> Severity | None:
    """How much a year that is said is out of its place; None where it is not."""
    if said.year == year:
        return Severity.WARNING if _with_itself(said, year) else None
    if _other_pair(said, year) or _other_day(said, year):
        return Severity.WARNING
    if _too_early_a_base(said, year):
        return Severity.HINT
    if any(map(said.known["year_compared"].search, (said.before, said.after))):
        return None
    if said.year > year:
        return _ahead(said, year)
    return _behind(said, year)


def _with_itself(said: _Said, year: int) -> bool:
    """与2023年相比 in the report of 2023."""
    if not (said.before.endswith(("与", "和", "同")) and said.after.startswith("相比")):
        return False
    return f"{year + 1}年" not in "".join(sentence(said.text, *said.match.span()))


def _other_day(said: _Said, year: int) -> bool:
    """截至2022年12月31日, 纳入2022年度决算编制范围 in the report of 2023."""
    if said.before.endswith("纳入") and _INCLUDED.match(said.after):
        return True
    if said.year != year - 1 or not said.before.endswith(("截至", "截止", "截止到", "截至到")):
        return False
    staff = said.words.block == "organisation" and _YEAR_END.match(said.after)
    return bool(staff or said.after.startswith("12月31日"))


def _other_pair(said: _Said, year: int) -> bool:
    """The reason of a change that compares two other years: 2022年比2021年."""
    pair = _COMPARED.match(said.after)
    both = {said.year, int(pair[1])} if pair else {year, year - 1}
    return said.words.key.endswith("reason") and both != {year, year - 1}


def _too_early_a_base(said: _Said, year: int) -> bool:
    """The reason of a change since last year that speaks of the year before."""
    if not said.words.key.endswith("reason") or said.year != year - 2:
        return False
    return said.before.endswith("比") and bool(_CHANGED.match(said.after))


def _ahead(said: _Said, year: int) -> Severity | None:
    if any(map(said.known["year_planned"].search, sentence(said.text, *said.match.span()))):
        return None
    if said.year > year + 1:
        return _report_of(said) or _done_then(said, Severity.WARNING)
    return None if said.follows("year_next") else _stale(said) or _report_of(said)


_SERIES = regex(r"20\d\d年度?\s*[、和及]$|^[、和及]\s*20\d\d年")


def _behind(said: _Said, year: int) -> Severity | None:
    if said.known["year_of_the_past"].search(said.before) or said.follows("year_begun"):
        return None
    if _SERIES.search(said.before) or _SERIES.search(said.after):
        return None
    opening = not said.before.strip("　 （(“")
    if (said.whole or not opening) and said.follows("year_papers"):
        return None
    if said.whole and not opening and said.follows("year_procedures"):
        return None
    if said.year == year - 1:
        return _stale(said)
    return _report_of(said) or _done_then(said, Severity.HINT)


def _stale(said: _Said) -> Severity | None:
    """Last year or next year where this year's work is told; where it only may be, a doubt."""
    if said.words.block not in _REPORTED:
        return None
    told = said.known["year_told"].match(said.text, said.match.end())
    return Severity.WARNING if told else Severity.HINT


def _report_of(said: _Said) -> Severity | None:
    """The 年度 of another report."""
    clause_said = said.before + said.after
    report = said.whole and _REPORT.search(clause_said)
    return Severity.WARNING if report else None


def _done_then(said: _Said, severity: Severity) -> Severity | None:
    """A far year that opens a sentence about what was done, with a number."""
    opening = not sentence(said.text, *said.match.span())[0].strip()
    done = said.known["year_done"].match(said.text, said.match.end())
    return severity if said.words.block in _REPORTED and opening and done else None


_DATE = regex(
    r"(?<![\d.])(?:((?:19|20)\d\d)年(?:\d{1,2}\s*[-—–~～至到]\s*)?(\d{1,2})月(?:(\d{1,2})日)?"
    r"|(\d{1,2})月(\d{1,2})日)"
)
_LEAP = 2024  # where no year is said, 29 February may exist


def no_such_date(text: str, _: Lexicon) -> str:
    """13月, 2月30日, 9月31日; "" if there is none."""
    for match in _DATE.finditer(text):
        year, month = int(match[1] or _LEAP), int(match[2] or match[4])
        day = int(match[3] or match[5] or 1)
        try:
            date(year, month, day)
        except ValueError:
            return match.group()
    return ""
