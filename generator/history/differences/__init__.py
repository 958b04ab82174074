"""What differs between two drafts: figures, sentences and table rows, findings."""

from generator.history.differences.content import (
    Content,
    Noted,
    Printed,
    content_of,
    printed_figures,
)
from generator.history.differences.draft_changes import (
    Compared,
    Differences,
    FigureChange,
    LineChange,
    compare,
    line_changes,
)
from generator.history.differences.reading import gaps, lines_of, read_lines
from generator.history.differences.telling import (
    Paint,
    bracketed,
    changes_json,
    changes_text,
    compared_json,
    compared_text,
)
from generator.history.differences.wording import Kind, Segment, shortened

__all__ = [
    "Compared",
    "Content",
    "Differences",
    "FigureChange",
    "Kind",
    "LineChange",
    "Noted",
    "Paint",
    "Printed",
    "Segment",
    "bracketed",
    "changes_json",
    "changes_text",
    "compare",
    "compared_json",
    "compared_text",
    "content_of",
    "gaps",
    "line_changes",
    "lines_of",
    "printed_figures",
    "read_lines",
    "shortened",
]
