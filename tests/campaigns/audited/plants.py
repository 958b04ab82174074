"""The list: kinds of mistakes, each at some places of each paper, chosen by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from docx.table import Table

from tests.helpers.wordpaper import WordPaper, place_of, retyped

from . import planting
from .planting import Change, PaperPlant, cell, words
from .sites import CHANGE, COMPARED, LIST, REASON, CellSite, Site, Sites

Slip = Callable[[str, random.Random], str]


class Planter:
    """The plants of one paper."""

    def __init__(self, name: str, paper: WordPaper, sheets: tuple[str, ...], seed: int) -> None:
        self.name, self.paper, self.sites = name, paper, Sites(paper, sheets)
        self.seed = seed

    def chance(self, kind: str) -> random.Random:
        """What decides for a kind, whatever the other kinds do."""
        return random.Random(f"{self.seed}-{self.name}-{kind}")

    def plants(self, each: int) -> Iterator[PaperPlant]:
        """``each`` of every kind, as far as the paper has places for it."""
        for source in (
            self._numbers,
            self._directions,
            self._sentences,
            self._lists,
            self._cells,
            self._tables,
            self._years,
            self._parts,
        ):
            yield from source(each)

    def _at(self, kind: str, site: Site, new: str) -> PaperPlant:
        told = f"{site.text}→{new or '（没有）'}，{site.place}"
        return PaperPlant(kind, self.name, told, (site.place,), words(site, new))

    # --- numbers of the prose ------------------------------------------------------------------

    def _numbers(self, each: int) -> Iterator[PaperPlant]:
        amounts = [s for s in self.sites.amounts() if planting.enough(s.text)]
        rates = [s for s in self.sites.rates() if s.text != "100"]
        kinds: list[tuple[str, list[Site], Slip]] = [
            ("金额错一位", amounts, planting.digit),
            ("金额两位对调", amounts, planting.swapped),
            ("金额漏一位", amounts, planting.lost),
            ("金额小数点错位", amounts, planting.shifted),
            ("金额写成元", amounts, planting.in_yuan),
            ("比率错一位", rates, planting.digit),
            ("比率两位对调", [s for s in rates if "." in s.text], planting.swapped),
            ("比率截尾", rates, planting.cut_off),
        ]
        for kind, sites, slip in kinds:
            chance = self.chance(kind)
            made = [(s, slip(s.text, chance)) for s in chance.sample(sites, len(sites))]
            good = [(s, new) for s, new in made if new and Decimal(new) != _value(s.text)]
            yield from (self._at(kind, site, new) for site, new in good[:each])
        for kind, sites, old, new in (
            ("漏写百分号", rates, "%", ""),
            ("万元写成元", amounts, "万元", "元"),
            ("漏写单位", amounts, "万元", ""),
        ):
            chance = self.chance(kind)
            for site in chance.sample(sites, min(each, len(sites))):
                longer = Site(
                    site.paragraph, site.start, site.end + len(old), site.text + old, site.place
                )
                yield self._at(kind, longer, site.text + new)

    # --- directions ----------------------------------------------------------------------------

    def _directions(self, each: int) -> Iterator[PaperPlant]:
        turned = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
        found = list(self.sites.prose(CHANGE))
        for kind in ("增减写反", "增长下降写反", "两个方向都留着", "上年数没有改"):
            chance = self.chance(kind)
            for site, match in chance.sample(found, min(each, len(found))):
                up, way = match["up"], match["way"]
                new = site.text
                if kind == "增减写反":
                    new = new.replace(up, turned[up], 1)
                elif kind == "增长下降写反":
                    new = new.replace(way, turned[way], 1)
                elif kind == "两个方向都留着":
                    new = new.replace(way, f"{turned[way]}{way}", 1)
                else:
                    new = new.replace(match["amount"], _other(match["amount"]), 1)
                yield self._at(kind, site, new)
        kind = "大于小于写反"
        compared = list(self.sites.prose(COMPARED))
        chance = self.chance(kind)
        for site, match in chance.sample(compared, min(each, len(compared))):
            word = "小于" if match["word"] == "大于" else "大于"
            yield self._at(kind, site, f"支出决算数{word}")

    # --- sentences -----------------------------------------------------------------------------

    def _sentences(self, each: int) -> Iterator[PaperPlant]:
        reasons = list(self.sites.prose(REASON))
        kind = "原因没有写"
        chance = self.chance(kind)
        for site, match in chance.sample(reasons, min(each, len(reasons))):
            yield self._at(kind, site, site.text.replace(match["words"], ""))
        kind = "模板文字留着"
        chance = self.chance(kind)
        residue = ("（增加/减少）", "XX", "（填写具体原因）", "××万元")
        for number, (site, _) in enumerate(chance.sample(reasons, min(each, len(reasons)))):
            yield self._at(kind, site, residue[number % len(residue)] + site.text)

    def _lists(self, each: int) -> Iterator[PaperPlant]:
        found = list(self.sites.prose(LIST))
        for kind in ("漏列科目", "多列科目"):
            chance = self.chance(kind)
            for site, match in found[:each]:
                names = match["names"].split("、")
                if kind == "漏列科目":
                    names.remove(chance.choice(names[1:]))
                else:
                    names.insert(1, "伙食补助费" if "基本工资" in names else "专用燃料费")
                yield self._at(kind, site, f"主要包括：{'、'.join(names)}")

    # --- tables --------------------------------------------------------------------------------

    def _cells(self, each: int) -> Iterator[PaperPlant]:
        sites = self.sites.cells()
        kinds: list[tuple[str, Slip]] = [
            ("表中一格错一位", planting.digit),
            ("表中一格对调", planting.swapped),
            ("表中一格小数点错位", lambda text, _: _two(Decimal(text.replace(",", "")) * 10)),
            ("表中一格空着", lambda *_: " "),
        ]
        for kind, slip in kinds:
            chance = self.chance(kind)
            made = [(s, slip(s.text, chance)) for s in chance.sample(sites, len(sites))]
            for site, new in [(s, new) for s, new in made if new and new != s.text][:each]:
                told = f"{site.text}→{new.strip() or '空'}，{site.place}"
                yield PaperPlant(kind, self.name, told, (site.place,), cell(site, new))

    def _tables(self, each: int) -> Iterator[PaperPlant]:
        kind, chance = "整栏错一行", self.chance("整栏错一行")
        for number in chance.sample((1, 2, 4), min(each, 3)):
            sites = [s for s in self.sites.cells() if s.table == number + self.sites.first]
            column = max({s.column for s in sites}, key=lambda c: sum(s.column == c for s in sites))
            change = _down([s for s in sites if s.column == column])
            sheet = self.sites.sheets[number]
            yield PaperPlant(kind, self.name, f"{sheet}第{column}列", (sheet,), change)
        kind, chance = "两栏对调", self.chance("两栏对调")
        for number in chance.sample((2, 4), min(each, 2)):
            sheet = self.sites.sheets[number]
            at = number + self.sites.first
            columns = sorted({s.column for s in self.sites.cells() if s.table == at})[:3]
            if len(columns) == 3:
                change = _exchanged(at, columns[1], columns[2])
                yield PaperPlant(kind, self.name, sheet, (sheet, "「"), change)
        for number in self.chance("缺表").sample(range(1, 6), min(each, 2)):
            sheet = self.sites.sheets[number]
            yield PaperPlant(
                "缺表", self.name, sheet, (sheet,), _without(number + self.sites.first)
            )

    # --- years, names, parts -------------------------------------------------------------------

    def _years(self, each: int) -> Iterator[PaperPlant]:
        year = next(m[0] for _, m in self.sites.prose(re.compile(r"20\d\d(?=年度)")))
        before = str(int(year) - 1)
        kinds = (
            ("年度没有改", re.compile(rf"{year}(?=年度)"), before),
            ("比较的年度没有改", re.compile(rf"(?<=与){before}(?=年度)"), str(int(year) - 2)),
            ("年度缺字", re.compile(rf"{year}(?=年度)"), year[:3]),
        )
        for kind, pattern, new in kinds:
            sites = [site for site, _ in self.sites.prose(pattern)]
            chance = self.chance(kind)
            for site in chance.sample(sites, min(each, len(sites))):
                yield self._at(kind, site, new)

    def _parts(self, each: int) -> Iterator[PaperPlant]:
        paragraphs = self.sites.paragraphs
        amounts = [s for s in self.sites.amounts() if "具体情况" not in s.place]
        chance = self.chance("漏写一段")
        chosen = dict.fromkeys(s.paragraph for s in chance.sample(amounts, len(amounts)))
        for number in list(chosen)[:each]:
            heading, below, paragraph = paragraphs[number]
            told = f"{place_of(heading, below)}：{paragraph.text[:16]}…"
            places = (f"标题「{heading}」", f"「{heading}」")
            yield PaperPlant("漏写一段", self.name, told, places, _cleared(number))
        names = [
            n for n, (h, below, _) in enumerate(paragraphs) if below == 0 and h[:2] in _NUMBERED
        ]
        chance = self.chance("漏写一节")
        late = [n for n in names if "说明" in paragraphs[n][0] and n > names[len(names) // 2]]
        for number in chance.sample(late, min(1, len(late))):
            told = paragraphs[number][0]
            yield PaperPlant("漏写一节", self.name, told, ("",), _section_lost(number))


_NUMBERED = tuple(f"{sign}、" for sign in "一二三四五六七八九十")


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _two(value: Decimal) -> str:
    return f"{value:.2f}"


def _other(amount: str) -> str:
    """The change of another year."""
    return f"{_value(amount) + Decimal('37.46'):f}"


def _down(sites: list[CellSite]) -> Change:
    """What stands in a column one row further down, below its total."""

    def change(paper: WordPaper) -> None:
        texts = [sites[0].text, " ", *(site.text for site in sites[1:-1])]
        for site, text in zip(sites, texts, strict=True):
            paper.cell(site.table, site.row, site.column, text)

    return change


def _exchanged(number: int, one: int, two: int) -> Change:
    """The amounts of two columns exchanged in every row below the header."""

    def change(paper: WordPaper) -> None:
        for row in list(paper.table(number).rows)[3:]:
            a, b = row.cells[one - 1], row.cells[two - 1]
            first, second = a.text, b.text
            if not any(text.strip()[:1].isdigit() and "." in text for text in (first, second)):
                continue
            retyped(a.paragraphs[0], second)
            retyped(b.paragraphs[0], first)

    return change


def _without(number: int) -> Change:
    """A table that is not there."""

    def change(paper: WordPaper) -> None:
        table: Table = paper.table(number)
        element = table._tbl
        element.getparent().remove(element)

    return change


def _cleared(number: int) -> Change:
    """A paragraph that is not there."""

    def change(paper: WordPaper) -> None:
        _, _, paragraph = list(paper.paragraphs())[number]
        paragraph._p.getparent().remove(paragraph._p)

    return change


def _section_lost(number: int) -> Change:
    """A heading with what stands below it up to the next one."""

    def change(paper: WordPaper) -> None:
        listed = list(paper.paragraphs())
        first = listed[number][2]._p
        end = next(p._p for _, below, p in listed[number + 1 :] if below == 0)
        element = first
        while element is not end:
            following = element.getnext()
            element.getparent().remove(element)
            element = following

    return change
