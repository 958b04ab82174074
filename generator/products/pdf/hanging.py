"""Stops at the end of a line, which LibreOffice loses.

Where a stop would hang over the edge of a justified line, LibreOffice 7 leaves it out of the
PDF.  It also reads ``w:overflowPunct`` the wrong way round: stated as on, which is what Word does
anyway, it hangs no stop and takes the word before it to the next line.  Only the copy that is
laid out says so.
"""

from __future__ import annotations

from generator.model import regex

_ON = '<w:pPr><w:overflowPunct w:val="1"/>'
_DEFAULTS = regex(r"<w:pPrDefault>(?:<w:pPr/?>)?|<w:pPrDefault/>|(?=</w:docDefaults>)")
_STATED = {
    "<w:pPrDefault><w:pPr>": f"<w:pPrDefault>{_ON}",
    "<w:pPrDefault><w:pPr/>": f"<w:pPrDefault>{_ON}</w:pPr>",
    "<w:pPrDefault>": f"<w:pPrDefault>{_ON}</w:pPr>",
    "<w:pPrDefault/>": f"<w:pPrDefault>{_ON}</w:pPr></w:pPrDefault>",
    "": f"<w:pPrDefault>{_ON}</w:pPr></w:pPrDefault>",
}


def without_hanging_stops(styles: str) -> str:
    """styles.xml with the setting among its defaults."""
    return _DEFAULTS.sub(lambda match: _STATED[match.group()], styles, count=1)
