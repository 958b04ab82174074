"""Compiled templates kept from run to run, so that a template is compiled once and not in every run.

The key is the content of the template and everything that compiling depends on, so an entry
never has to be thrown away for being old.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from importlib.util import find_spec
from pathlib import Path
from types import CodeType

import jinja2

from generator import cache
from generator.document import compiling
from generator.document.compiling import ChartPart, CompiledTemplate, Part
from generator.phrasing import FILTERS


def compiled(path: Path) -> CompiledTemplate:
    """The template ready to render: from the user's cache, else compiled and put there.

    Raises InputProblem naming each place with a syntax error.
    """
    content = compiling.read_template(path)
    key = _key(content)
    kept = cache.load(key)
    if kept is not None:
        return _thawed(path, kept)
    template = compiling.compile_template(path, content)
    cache.store(key, _frozen(template))
    return template


def _key(template: bytes) -> str:
    """The content, this program's compiler, docxtpl's, Jinja's and Python's."""
    digest = hashlib.sha256(template)
    for source in (compiling.__file__, __file__, _docxtpl()):
        digest.update(hashlib.sha256(Path(source).read_bytes()).digest())
    digest.update(repr((jinja2.__version__, sys.version, FILTERS)).encode())
    return f"template-{digest.hexdigest()}"


def _docxtpl() -> Path:
    """The module with docxtpl's syntax, found without importing it."""
    package = find_spec("docxtpl")
    assert package is not None and package.origin is not None
    return Path(package.origin).with_name("template.py")


def _frozen(template: CompiledTemplate) -> bytes:
    parts = tuple((p.name, p.source, p.code, p.headings) for p in template.parts.values())
    charts = tuple((chart.name, chart.chart, chart.workbook) for chart in template.charts)
    return marshal.dumps((template.order, parts, template.static, charts))


def _thawed(path: Path, kept: bytes) -> CompiledTemplate:
    kept_parts: tuple[tuple[str, str, CodeType, frozenset[str]], ...]
    kept_charts: tuple[tuple[str, str, str], ...]
    order, kept_parts, static, kept_charts = marshal.loads(kept)
    env = compiling.environment()
    parts = {part[0]: Part.loaded(env, *part) for part in kept_parts}
    charts = tuple(ChartPart(*chart) for chart in kept_charts)
    return CompiledTemplate(path, env, order, parts, static, charts)
