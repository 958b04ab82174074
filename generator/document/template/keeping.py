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
from typing import Any

import jinja2
from msgspec.structs import replace

from generator.document.template import compiling
from generator.document.template.compiling import ChartPart, CompiledPart, CompiledTemplate
from generator.document.template.opening import open_base, open_template
from generator.document.template.sandbox import Sandbox
from generator.figures.phrasing import FILTERS
from generator.kept import cache
from generator.model import InputProblem

_ROOMS = ("document", "figures")

_Kept = tuple[tuple[tuple[str, str], ...], CompiledTemplate | None]  # (rule, text) of each fault


def compiled(path: Path, base: Path | None = None) -> CompiledTemplate:
    """The template ready to render: from the user's cache, else checked, compiled and put there.

    ``base`` is the template that it was made from.  Raises InputProblem naming each fault with
    its place.
    """
    content = compiling.read_template(path)
    original = compiling.read_template(base) if base else None
    key = _key(content, original)
    kept = _unpacked(path, cache.load(key))
    if kept is None:
        made = _made(path, content, original)
        cache.store(key, made)
        kept = _unpacked(path, made)
        assert kept is not None
    faults, template = kept
    if template is None:
        raise InputProblem(compiling.fault_finding(path, text, rule) for rule, text in faults)
    return template


def _unpacked(path: Path, kept: bytes | None) -> _Kept | None:
    """The faults, or else the template; None for an entry that is none, whatever its digest."""
    if kept is None:
        return None
    try:
        faults, template = marshal.loads(kept)
        pairs = tuple((str(rule), str(text)) for rule, text in faults)
        return pairs, _thawed(path, template) if not pairs else None
    except (EOFError, TypeError, ValueError, AttributeError):  # what marshal and the types raise
        return None


def _made(path: Path, content: bytes, base: bytes | None) -> bytes:
    """What ``gen template check`` knows is looked at before anything is made of a template."""
    from generator.document.template.checking import checked  # slow to import

    template = open_template(path, content)
    original = open_base(path, base) if base and base != content else None
    report = checked(template, original)
    faults = tuple((fault.rule, fault.text) for fault in report.found)
    if faults:
        return marshal.dumps((faults, None))
    ready = compiling.compile_template(template)
    told = replace(ready, changed=report.changed, mark=report.mark)
    return marshal.dumps((faults, _frozen(told)))


def _key(template: bytes, base: bytes | None) -> str:
    """The contents, this program's compiler and what it checks by, docxtpl, Jinja and Python."""
    digest = hashlib.sha256(template)
    digest.update(hashlib.sha256(base or b"").digest())
    for source in (*_sources(), _docxtpl()):
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    digest.update(repr((jinja2.__version__, sys.version, FILTERS)).encode())
    return f"template-{digest.hexdigest()}"


def _sources() -> list[Path]:
    """The modules that compile and check, and those whose types a template is checked by."""
    package = Path(__file__).resolve().parents[2]
    return sorted(path for room in _ROOMS for path in (package / room).rglob("*.py"))


def _docxtpl() -> Path:
    """The module with docxtpl's syntax, found without importing it."""
    package = find_spec("docxtpl")
    assert package is not None and package.origin is not None
    return Path(package.origin).with_name("template.py")


def _frozen(template: CompiledTemplate) -> tuple[Any, ...]:
    parts = tuple((p.name, p.source, p.code, p.headings) for p in template.parts.values())
    charts = tuple((chart.name, chart.chart, chart.workbook) for chart in template.charts)
    told = (template.changed, template.mark)
    return (template.order, parts, template.static, charts, told)


def _thawed(path: Path, kept: tuple[Any, ...]) -> CompiledTemplate:
    kept_parts: tuple[tuple[str, str, CodeType, frozenset[str]], ...]
    kept_charts: tuple[tuple[str, str, str], ...]
    order, kept_parts, static, kept_charts, told = kept
    env = Sandbox()
    parts = {part[0]: CompiledPart.loaded(env, *part) for part in kept_parts}
    charts = tuple(ChartPart(*chart) for chart in kept_charts)
    return CompiledTemplate(path, env, order, parts, static, charts, *told)
