"""The Word engine: docxtpl's template syntax, compiled once, rendered straight into the zip."""

from generator.document.compiling import CompiledTemplate, compile_template
from generator.document.rendering import Draft, render

__all__ = ["CompiledTemplate", "Draft", "compile_template", "render"]
