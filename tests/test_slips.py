"""A sample of ``tests/helpers/slips.py``."""

from __future__ import annotations

import pytest

from generator.document.template.package import W, tree
from generator.document.template.resolving import NAMES
from generator.document.template.scanning import bare, bound, paragraphs
from tests.helpers.sampling import some
from tests.helpers.slips import KINDS, Slip, outcome, real, slips
from tests.helpers.wordtemplates import DOCUMENT


def test_no_slip_in_a_tag_is_silent() -> None:
    every = some([*slips(len(KINDS), seed=7)], 8)
    found = {slip: outcome(slip) for slip in every}
    assert [slip for slip, what in found.items() if what == "silent"] == []
    assert sum(what in ("error", "warning") for what in found.values()) > len(every) - 3


@pytest.mark.parametrize("kind", ["single braces", "blank in the opening", "closing brace lost"])
def test_a_broken_brace_is_an_error_without_the_original_too(kind: str) -> None:
    assert outcome(Slip(kind, len(real()[1]) // 2, 1), alone=True) == "error"


def test_a_tag_without_its_braces_is_known_by_what_it_begins_with() -> None:
    """All but a single word, a call and a chart's own name; nothing of the template's own words."""
    root = tree(real()[0][DOCUMENT])
    texts = [text.text or "" for text in root.iter(f"{W}t")]
    names = NAMES | bound(paragraph.text for paragraph in paragraphs(root))
    tags = {texts[place.text][place.start : place.end] for place in real()[1]}
    assert {"row", "i", "loop"} <= names
    unknown = [tag for tag in tags if not bare(tag[2:-2], names)]
    assert [tag for tag in unknown if "." in tag and "图" not in tag] == []
    assert [tag for tag in unknown if " end" in tag or " else" in tag] == []
    assert [p.text for p in paragraphs(root) if bare(p.text, names)] == []
    assert bare("见 work.weixin.qq.com", names) == ""
