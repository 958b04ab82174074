"""The Word engine: docxtpl's template syntax, compiled once, rendered straight into the zip."""

from generator.document.comments import Remark, annotated
from generator.document.identity import identified
from generator.document.placing import Spot, spots_of
from generator.document.rendering import Draft, render
from generator.document.sentences import lines
from generator.document.template.compiling import CompiledTemplate
from generator.document.template.keeping import compiled
from generator.document.template.remains import remains, template_changes
from generator.document.word import BODY

__all__ = [
    "BODY",
    "CompiledTemplate",
    "Draft",
    "Remark",
    "Spot",
    "annotated",
    "compiled",
    "identified",
    "lines",
    "remains",
    "render",
    "spots_of",
    "template_changes",
]
