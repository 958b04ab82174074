"""The one reader of Word files: a draft, a reviewed copy, a template or somebody else's document."""

from generator.document.word.blocks import (
    PARAGRAPH_END,
    CommentAnchor,
    Revision,
    Signature,
    WordBlock,
    WordCell,
    WordDrawing,
    WordParagraph,
    WordRow,
    WordSeries,
    WordStyle,
    WordTable,
)
from generator.document.word.comments import WordComment
from generator.document.word.opening import BODY, STYLES, WordFile, foreign_file, own_file
from generator.document.word.streaming import StreamedFile

__all__ = [
    "BODY",
    "PARAGRAPH_END",
    "STYLES",
    "CommentAnchor",
    "Revision",
    "Signature",
    "StreamedFile",
    "WordBlock",
    "WordCell",
    "WordComment",
    "WordDrawing",
    "WordFile",
    "WordParagraph",
    "WordRow",
    "WordSeries",
    "WordStyle",
    "WordTable",
    "foreign_file",
    "own_file",
]
