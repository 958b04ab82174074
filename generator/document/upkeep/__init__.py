"""Looking after editions: copying one to change it, and showing how two differ."""

from generator.document.upkeep.copying import copy_edition
from generator.document.upkeep.edition_differences import Difference, compare
from generator.document.upkeep.telling import as_json, as_text, next_steps

__all__ = ["Difference", "as_json", "as_text", "compare", "copy_edition", "next_steps"]
