"""The Word engine: docxtpl's template syntax, compiled once, rendered straight into the zip."""

from generator.document.comments import Remark, annotated
from generator.document.compiling import CompiledTemplate, compile_template
from generator.document.placing import BODY, Spot, spots, spots_of
from generator.document.rendering import Draft, render

__all__ = [
    "BODY",
    "CompiledTemplate",
    "Draft",
    "Remark",
    "Spot",
    "annotated",
    "compile_template",
    "render",
    "spots",
    "spots_of",
]
