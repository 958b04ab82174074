"""What a person does to a draft in Word."""

from __future__ import annotations

from pathlib import Path

import docx


def reword(path: Path, old: str, new: str) -> None:
    """Change the words of the first paragraph that has them, and save."""
    document = docx.Document(str(path))
    paragraph = next(p for p in document.paragraphs if old in p.text)
    text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    document.save(str(path))


def save_again(path: Path) -> None:
    """Open and save: other bytes, the same words."""
    docx.Document(str(path)).save(str(path))
