"""``gen template check``: what is wrong with a template, before anything is made of it."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import TemplateSyntaxError
from msgspec import Struct
from msgspec.structs import replace

from generator.checks.lacking import lacking
from generator.document.charts import CHARTS
from generator.document.template.against import changes, digest
from generator.document.template.balance import torn, unclosed
from generator.document.template.choosing import mischosen
from generator.document.template.cleaning import History
from generator.document.template.columns import unprinted
from generator.document.template.compiling import Place, place_of_line, template_charts
from generator.document.template.faults import in_chinese
from generator.document.template.opening import OpenTemplate, open_base, open_template
from generator.document.template.package import tree
from generator.document.template.resolving import NAMES, unused
from generator.document.template.scanning import bare, bound, broken, fixed, paragraphs, tags
from generator.editions import Edition, base_template

_OWN_PLACE = ("p", "tr", "tc")
_MOST_LETTERS = 2000  # of one tag; the longest has 60


class Fault(Struct, frozen=True):
    """What has to be mended: the code of its kind, and what and where it is."""

    rule: str
    text: str


class TemplateReport(Struct, frozen=True):
    """What the check found.

    ``changed`` are the tags that are gone, doubled or elsewhere against the template it was made
    from, ``mark`` stands for them in edition.toml; ``history`` is what is left out of drafts;
    ``unused`` are figures that the template never prints.
    """

    edition: str
    found: tuple[Fault, ...]
    unused: tuple[str, ...]
    changed: tuple[str, ...]
    mark: str
    history: History

    @property
    def faults(self) -> tuple[str, ...]:
        """What has to be mended, in words."""
        return tuple(fault.text for fault in self.found)

    @property
    def ok(self) -> bool:
        """True when nothing has to be mended."""
        return not self.found

    @property
    def text(self) -> str:
        """The report for a person."""
        lines = [f"版式 {self.edition}：{'没有错误' if self.ok else f'{len(self.found)} 处错误'}"]
        lines += [f"错误  {fault}" for fault in self.faults]
        if self.changed:
            lines += [f"警告  {change}" for change in self.changed]
            lines.append(f"  {compared(self.changed, self.mark)}")
        lines += [f"提示  {left}" for left in self.history.told]
        if self.unused:
            lines.append(
                f"没有用到的内容 {len(self.unused)} 项（不是错误）：{'、'.join(self.unused)}"
            )
        return "\n".join(lines)


def compared(changed: tuple[str, ...], mark: str) -> str:
    """What to do about tags that are not where the original template has them."""
    return (
        f"以上 {len(changed)} 处与所依据的模板不同：不是有意改的，照原来的模板改回。"
        f'都是有意改的，在 edition.toml 里 name 的下面加一行 template_changes = "{mark}"，'
        "以后不再提示；标记再有变动，会重新提示。"
    )


def check_template(edition: Edition) -> TemplateReport:
    """Check the Word template of an edition.  Raises InputProblem when it cannot be read."""
    path, base = edition.template, base_template(edition)
    template = open_template(path, path.read_bytes())
    report = checked(template, open_base(base, base.read_bytes()) if base else None)
    unread = [Fault("T08", f"{told}，程序要用它，可以空着不填") for told in lacking(edition)]
    told = (*mischosen(edition), *unprinted(template, edition))
    amiss = [*unread, *(Fault("T07", fault) for fault in told)]
    meant = edition.template_changes == report.mark
    changed = () if meant else report.changed
    found = (*report.found, *amiss)
    return replace(report, edition=edition.id, changed=changed, found=found)


def checked(template: OpenTemplate, base: OpenTemplate | None) -> TemplateReport:
    """Check a template, also against the one that it was made from."""
    checker = _Checker(template)
    for name in template.sources:
        checker.part(name)
    checker.charts()
    outside = (Fault("T05", f"{what}。删去或嵌入文档里") for what in template.fetched)
    found = (*outside, *checker.found)
    changed: tuple[str, ...] = ()
    if base is not None:
        changed = changes(base.members, template.members, template.headings)
    left = tuple(unused(template.resolved.fields))
    mark = digest(changed) if changed else ""
    return TemplateReport("", found, left, changed, mark, template.history)


class _Checker:
    """Walks the tags of the parts; collects faults."""

    def __init__(self, template: OpenTemplate) -> None:
        self.template = template
        self.headings = template.headings
        self._found: dict[Fault, None] = {}
        self.source = ""

    def part(self, name: str) -> None:
        """Check one part of the package."""
        broken_tag = self._structure(self.template.members[name])
        self.source = self.template.sources[name].text
        try:
            _ = self.template.sources[name].tree
        except TemplateSyntaxError as error:
            if not broken_tag:
                line = unclosed(self.source) if "Unexpected end of template" in f"{error}" else None
                self._fault(line or error.lineno, f"语法有误：{in_chinese(str(error.message))}")
            self._single_tags(error.lineno)
            return
        except RecursionError:
            self._add("括号一层套一层，套得太多", "T06")
            return
        faults = self.template.resolved.faults[name]
        for line, fault in faults or torn(self.template.sources[name].tree):
            self._fault(line, fault)

    @property
    def found(self) -> tuple[Fault, ...]:
        """The faults in the order of the template, each once though a macro is used twice."""
        return tuple(self._found)

    def _add(self, text: str, rule: str = "T01") -> None:
        self._found[Fault(rule, text)] = None

    def charts(self) -> None:
        """Charts are known by their names; one that is not would keep its sample data."""
        members = self.template.members
        for chart in template_charts(members):
            if chart.name not in CHARTS:
                known = "、".join(CHARTS)
                self._add(
                    f"图表「{chart.name}」不认识：名称应是 {known} 之一（Word 的选择窗格中改）"
                )
            if chart.workbook not in members:
                self._add(f"图表「{chart.name}」没有嵌入的数据表，不能填数")

    def _structure(self, xml: bytes) -> bool:
        """Traps that lose or print text silently, seen paragraph by paragraph as people see them.

        True when a tag is torn: what the template engine says of such a part is misleading.
        """
        heading, is_torn, every = "", False, list(paragraphs(tree(xml)))
        names = NAMES | bound(paragraph.text for paragraph in every)
        for paragraph in every:
            text = " ".join(paragraph.text.split())
            if paragraph.style in self.headings:
                heading = text
            place = Place(heading, text[:60])
            fault = broken(text)
            is_torn = is_torn or bool(fault)
            for told in filter(None, (fault or self._lost(text, names), self._misplaced(text))):
                self._add(f"{place}：{told}")
        return is_torn

    def _lost(self, text: str, names: frozenset[str]) -> str:
        """The inside of a tag that stands in the text without its braces.

        ``names`` are what a tag may begin with: fields of the disclosure, and what a loop names.
        """
        inside = bare(text, names)
        return f"「{inside}」像是少了花括号的标记，会印出来" if inside else ""

    def _misplaced(self, text: str) -> str:
        """A tag for a whole paragraph or row beside something else, which would be lost."""
        own = [tag for tag in tags(text) if tag[2:].startswith(tuple(f"{o} " for o in _OWN_PLACE))]
        if any(len(tag) > _MOST_LETTERS for tag in tags(text)):
            return "标记太长，多半是没有写完"
        if len(own) > 1:
            return "一段里有两个 {%p、{%tr 标记，应各占一段"
        if own and own[0][2] == "p" and (fixed(text).strip() or len(tags(text)) > 1):
            return "{%p 标记要独占一段，同段的文字会丢失"
        return ""

    def _single_tags(self, reported: int) -> None:
        """After a syntax error: every further expression that is wrong by itself."""
        fault_of = cache(self._syntax_fault)  # the same tags stand there again and again
        line, at = 2, 0
        for match in re.finditer(r"\{\{.*?\}\}", self.source, re.DOTALL):
            line += self.source.count("\n", at, match.start())
            at = match.start()
            if line != reported and (fault := fault_of(match.group())):
                self._fault(line, fault)

    def _syntax_fault(self, tag: str) -> str:
        try:
            self.template.environment.parse(tag)
        except TemplateSyntaxError as error:
            return f"语法有误：{in_chinese(str(error.message))}"
        return ""

    def _fault(self, line: int, message: str) -> None:
        self._add(f"{place_of_line(self.source, line, self.headings)}：{message}")
