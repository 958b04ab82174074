"""When a spreadsheet program calculates the formulas of a workbook."""

from __future__ import annotations

from lxml import etree

from generator.workbook.package import Element

# What may follow the element calcPr in a workbook, in the order of the schema.
_AFTER_CALC = (
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


def calculated_on_opening(root: Element) -> bool:
    """All formulas are calculated when the workbook with this part opens; True where it is new."""
    space = root.tag.partition("}")[0] + "}"
    calc = root.find(f"{space}calcPr")
    if calc is not None and calc.get("fullCalcOnLoad") in ("1", "true"):
        return False
    if calc is None:
        calc = etree.Element(f"{space}calcPr")
        later = next((e for e in root if e.tag in [space + n for n in _AFTER_CALC]), None)
        root.append(calc) if later is None else later.addprevious(calc)
    calc.set("fullCalcOnLoad", "1")
    return True
