"""What an edition lets people type, held against what its template prints of it."""

from __future__ import annotations

from pathlib import Path

from generator.document.template.checking import check_template
from generator.editions import load
from tests.helpers.wordtemplates import DOCUMENT, TEMPLATE, parts_of, write

HEAD = 'id = "甲"\nname = "甲"\nyears = [2023]\nbased_on = "2023"\n'
TAG = "{{ operating.this|wan }}"
SHEETS = """
[[sheet]]
id = "projects"
[[sheet.block]]
id = "projects"
columns = [{ key = "results", required = false }]
[[sheet]]
id = "more"
name = "其他"
title = "其他情况"
help = "没有的不填。"
[[sheet.block]]
id = "counts_of"
kind = "fields"
lines = [
    { key = "printed", label = "印出", kind = "count" },
    { key = "asked", label = "问到", kind = "count" },
    { key = "added", label = "相加", kind = "count" },
    { key = "idle", label = "闲置", kind = "count" },
    { key = "sum", label = "合计", kind = "count", live = "=N({counts_of.added.value})" },
]
[[sheet.block]]
id = "others"
kind = "fields"
title = "另外"
lines = [{ key = "idle", label = "另一处", kind = "count" }]
[[sheet.block]]
id = "meetings"
kind = "grid"
title = "会议"
columns = [{ key = "this", label = "本年" }, { key = "idle_year", label = "某年" }]
lines = [{ key = "large", label = "大型会议" }]
[[sheet.block]]
id = "courses"
kind = "grid"
title = "培训"
columns = [{ key = "hours", label = "学时" }]
lines = [{ key = "short", label = "短期培训" }]
[[sheet.block]]
id = "services"
kind = "list"
title = "服务"
columns = [
    { key = "service", label = "名称", kind = "text" },
    { key = "supplier", label = "承接主体", kind = "text" },
]
"""
PRINTED = (
    "{{ inputs.counts_of.printed|num }}{% if inputs.counts_of.asked.nil %}无{% endif %}"
    "{{ inputs.others.idle|num }}{{ inputs.meetings.large.this|wan }}"
    "{% if inputs.courses.short %}有{% endif %}"
    "{% for row in inputs.services %}{{ row.service }}{% endfor %}"
)


def faults(words: dict[str, str], edition: str = "", sheets: str = "") -> list[str]:
    """What the check says of the edition 甲, with words for words in its template."""
    folder = Path("templates/甲")
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(HEAD + edition, "utf-8")
    if sheets:
        (folder / "sheets.toml").write_text(sheets, "utf-8")
    parts = parts_of(TEMPLATE)
    document = parts[DOCUMENT].decode("utf-8")
    for old, new in words.items():
        assert old in document
        document = document.replace(old, new)
    write(folder / "template.docx", parts | {DOCUMENT: document.encode("utf-8")})
    return list(check_template(load("甲")).faults)


def test_only_what_no_sheet_has_is_told_of_a_tag() -> None:
    right = (
        "{% if inputs.operating %}{{ inputs.operating.operating.this|wan }}{% endif %}"
        "{% if inputs.assets.vehicles.nil %}无{% endif %}"
        "{{ inputs.projects|length }}{% for row in inputs.projects %}{{ row.name }}{% endfor %}"
    )
    wrong = (
        "{{ inputs.nowhere.this }}{{ inputs.assets.boats|num }}"
        "{{ inputs.operating.boats.this|wan }}{{ inputs.operating.operating.boats|wan }}"
        "{% for row in inputs.projects %}{{ row.boats }}{% endfor %}"
    )
    told = faults({TAG: right + wrong})
    assert [fault.removeprefix("模板印 ").partition("，")[0] for fault in told] == [
        "inputs.assets.boats",
        "inputs.nowhere.this",
        "inputs.operating.boats.this",
        "inputs.operating.operating.boats",
        "inputs.projects.*.boats",
    ]


def test_what_is_typed_for_nothing_is_told_and_nothing_else() -> None:
    """Printed, asked for, printed as a whole line, or added up: that is some use.

    So is a date: the program takes its mind from dates and choices.
    """
    gone = {
        '{{ project.results|required("主要产出和效益") }}': "见附件",
        "{{ unit.publish_date|date }}": "",
    }
    told = faults({TAG: PRINTED} | gone, sheets=SHEETS)
    assert [fault.removeprefix("填报表").partition("没有用处")[0] for fault in told] == [
        "「其他」的「闲置」",
        "「其他」的「某年」",
        "「其他」的「承接主体」",
        "「项目绩效」的「主要产出和效益」（projects.results）",
    ]


def test_half_a_part_that_is_left_out_and_printed_is_told() -> None:
    words = {"narrative.organisation": "narrative.duties"}
    (told,) = faults(words, edition='without = ["organisation"]\n')
    assert "without 里有 organisation，没有「机构」这张填报表" in told
