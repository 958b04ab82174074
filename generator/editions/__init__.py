"""Editions: what changes from year to year and from place to place, declared in ``templates/``."""

from generator.editions.loading import (
    FILES,
    Edition,
    available,
    base_template,
    built_in,
    edition_for_year,
    elsewhere,
    first_edition,
    load,
    template_folders,
)

__all__ = [
    "FILES",
    "Edition",
    "available",
    "base_template",
    "built_in",
    "edition_for_year",
    "elsewhere",
    "first_edition",
    "load",
    "template_folders",
]
