"""What is measured: each engine makes the same document from the same workbook."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment
from msgspec.structs import asdict

from benchmarks.translation import Translator, without_merges
from generator import checks
from generator.document import annotated, lines
from generator.document.charts import charts
from generator.document.rendering import zipped
from generator.document.template.opening import jinja_source
from generator.document.template.package import is_rendered
from generator.figures.phrasing import Marks, Phrasing
from generator.model import Figure, Text
from generator.pipeline import derive, render_draft
from generator.products import review
from generator.workbook.reading.facts import Workbook, read_workbook

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
Make = Callable[[], bytes]


class Unmarked(Marks):
    """No provenance: figures and words are printed and forgotten."""

    def mark(self, figure: Figure, text: str) -> str:
        """The text alone."""
        return text

    def mark_typed(self, source: Text, words: str) -> str:
        """The words alone."""
        return words


@dataclass(frozen=True)
class Case:
    """One workbook, read: the context of its document, and the template's members."""

    workbook: Workbook
    context: dict[str, Any]
    phrasing: Phrasing
    members: dict[str, bytes]

    def environment(self) -> Environment:
        """Jinja as it comes, with the project's filters and without its safeguards."""
        env = Environment(autoescape=True)
        env.filters.update(self.phrasing.filters())
        return env


def case(path: Path) -> Case:
    """Read a workbook; the numbers of the charts are what the project's engine gives them."""
    workbook = read_workbook(path)
    _, made = derive(workbook)
    context = asdict(made)
    drawn = charts(made, workbook.edition.money)
    numbers = iter(range(1, len(drawn) + 1))
    context |= {"draft": True, "charts": {n: next(numbers) if d else 0 for n, d in drawn.items()}}
    with zipfile.ZipFile(workbook.edition.template) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return Case(workbook, context, Phrasing(workbook.edition, Unmarked()), members)


def text_of(docx: bytes) -> str:
    """All text of the body without white space: what two engines must agree on."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    return re.sub(r"\s", "", "".join(_TEXT.findall(body)))


def ours(given: Case) -> Make:
    """From facts to the draft's bytes: figures, checks, charts, provenance, comments."""

    def make() -> bytes:
        accounts, made = derive(given.workbook)
        draft = render_draft(given.workbook.edition, made)
        report = checks.run(accounts, made, lines(draft))
        return annotated(draft, review.remarks(draft, report.findings)).docx

    return make


def ours_rendering(given: Case) -> Make:
    """The rendering alone, with charts and provenance."""
    _, made = derive(given.workbook)

    def make() -> bytes:
        return render_draft(given.workbook.edition, made).docx

    return make


def floor(given: Case) -> Make:
    """A precompiled Jinja template, rendered to bytes and zipped; nothing else."""
    env = given.environment()
    sources = {n: data.decode("utf-8") for n, data in given.members.items() if is_rendered(n)}
    templates = {name: env.from_string(jinja_source(xml)) for name, xml in sources.items()}
    order = tuple(given.members)

    def make() -> bytes:
        made = {n: t.render(given.context).encode("utf-8") for n, t in templates.items()}
        return zipped(given.members | made, order)

    return make


def docxtpl(given: Case, folder: Path) -> Make:
    """Plain docxtpl on the same template and context."""
    path = folder / "docxtpl.docx"
    _write(path, given.members, without_merges)

    def make() -> bytes:
        document = DocxTemplate(path)
        document.render(given.context, given.environment(), autoescape=True)
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()

    return make


@dataclass(frozen=True)
class Node:
    """docxtemplater and easy-template-x: the document in their tags, the data as JSON."""

    template: Path
    data: Path
    modules: Path

    def command(self, engine: str, mode: str, *target: Path) -> list[str]:
        """The command line that renders with an engine."""
        script = str(Path(__file__).with_name("render.js"))
        return ["node", script, engine, mode, str(self.template), str(self.data), *map(str, target)]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the command."""
        return {**os.environ, "BENCHMARK_MODULES": str(self.modules)}

    @contextmanager
    def serving(self, engine: str) -> Iterator[Callable[[str], dict[str, Any]]]:
        """A process that answers ``render`` with the ms that it took, and ``save`` with a path."""
        with subprocess.Popen(
            self.command(engine, "serve"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=self.environment,
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            asked, answers = process.stdin, process.stdout

            def ask(what: str) -> dict[str, Any]:
                asked.write(f"{what}\n")
                asked.flush()
                line = answers.readline()
                return json.loads(line) if line.startswith("{") else {}

            yield ask
            asked.close()


def node(given: Case, folder: Path, modules: Path) -> Node:
    """Translate the template and write the data beside it."""
    translator, data = Translator(), []

    def translated(xml: str) -> str:
        made = translator.part(xml)
        data.append(made.data)
        return made.xml

    template, values = folder / "node.docx", folder / "data.json"
    _write(template, given.members, translated)
    env = given.environment()
    env.autoescape = False
    env.filters["js"] = lambda value: json.dumps(str(value), ensure_ascii=False)
    source = "{ " + "".join(data) + '"_":0}'
    values.write_text(env.from_string(source).render(given.context), "utf-8")
    return Node(template, values, modules)


def _write(path: Path, members: dict[str, bytes], change: Callable[[str], str]) -> None:
    changed = {
        name: change(data.decode("utf-8")).encode("utf-8")
        for name, data in members.items()
        if is_rendered(name)
    }
    path.write_bytes(zipped(members | changed, tuple(members)))
