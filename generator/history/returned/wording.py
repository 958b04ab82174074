"""Where in the Word template the edition's words stand that somebody changed."""

from __future__ import annotations

from collections.abc import Mapping

from generator.document.upkeep.template import template_lines
from generator.document.word import BODY
from generator.history.differences.reading import kind as beginning
from generator.history.returned.model import Edit

_LONG = 60
_SIZES = (16, 8, 5)  # signs around an edit by which its paragraph is found
_AROUND = 24


class TemplateWords:
    """The paragraphs and rows of a template."""

    def __init__(self, template: Mapping[str, bytes]) -> None:
        self._lines = list(template_lines(BODY, template))

    def place(self, edit: Edit) -> str:
        """The paragraph that has the words around an edit, in Chinese."""
        first = len(beginning(edit.text))
        around = edit.text[max(first, edit.start - _AROUND) : edit.end + _AROUND]
        for size in _SIZES:
            pieces = {around[at : at + size] for at in range(max(1, len(around) - size + 1))}
            for line in self._lines:
                if any(piece in line.text for piece in pieces if piece.strip()):
                    shown = line.text if len(line.text) <= _LONG else f"{line.text[:_LONG]}…"
                    under = f"「{line.heading}」下，" if line.heading else ""
                    return f"版式里的文字，在模板 template.docx：{under}「{shown}」"
        return "版式里的文字：模板 template.docx 或 edition.toml"
