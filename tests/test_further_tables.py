"""A table beyond the nine that is not printed, or checked by nothing, is told.

One that is printed and checked: ``test_eleven_tables.py``.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.conftest import ROOT

BASE = ROOT / "templates" / "2023" / "template.docx"
DOCUMENT = "word/document.xml"
FORMS = """
[[form]]
id = "projects_spent"
mark = "10表"
sheet = "公开10表"
title = "项目支出决算表"
layout = "codes"
group = "项目"
notes = ["注：本表反映部门本年度项目支出情况。", "1栏各行=（2+3）栏各行。"]
columns = [
    { no = 1, key = "total", label = "项目支出合计" },
    { no = 2, key = "standing", label = "经常性项目" },
    { no = 3, key = "once", label = "一次性项目" },
]

[[form]]
id = "running_costs"
mark = "11表"
sheet = "公开11表"
title = "机关运行经费情况表"
layout = "single"
notes = ["1栏=（2+3）栏。"]
columns = [
    { no = 1, key = "total", label = "合计" },
    { no = 2, key = "office", label = "办公经费" },
    { no = 3, key = "others", label = "其他" },
]
"""


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{_paragraph("TableFigure90", text)}</w:tc>'


def _paragraph(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def _table(title: str, number: str, *rows: tuple[str, ...]) -> str:
    width = max(map(len, rows))
    grid = '<w:gridCol w:w="2000"/>' * width
    body = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    head = _paragraph("Heading2", title) + _paragraph("TableNumber", number)
    return f'{head}<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


T = "tables.more.projects_spent"
R = "tables.more.running_costs"
KEYS = ("total", "standing", "once")
CODES = _table(
    f"十、{{{{ {T}.form.title }}}}",
    f"{{{{ {T}.form.sheet }}}}",
    ("科目", "名称", *(f"{{{{ {T}.labels.{key} }}}}" for key in KEYS)),
    ("", "合计", *(f"{{{{ {T}.total.amounts.{key}|cell }}}}" for key in KEYS)),
    (f"{{%tr for row in {T}.rows %}}",),
    ("{{ row.code }}", "{{ row.name }}", *(f"{{{{ row.amounts.{k}|cell }}}}" for k in KEYS)),
    ("{%tr endfor %}",),
)
SINGLE = _table(
    f"十一、{{{{ {R}.form.title }}}}",
    f"{{{{ {R}.form.sheet }}}}",
    tuple(f"{{{{ {R}.amounts.{key}|cell }}}}" for key in ("total", "office", "others")),
)


def edition(printed: str = CODES + SINGLE, forms: str = FORMS) -> None:
    folder = Path("templates/云")
    folder.mkdir(parents=True)
    head = 'id = "云"\nname = "十一张表（试）"\nyears = [2023]\nbased_on = "2023"\n'
    (folder / "edition.toml").write_text(head + 'template_changes = "own"\n', "utf-8")
    (folder / "forms.toml").write_text(forms, "utf-8")
    with (
        zipfile.ZipFile(BASE) as source,
        zipfile.ZipFile(folder / "template.docx", "w", compresslevel=1) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == DOCUMENT:
                text = data.decode("utf-8")
                at = text.rindex("<w:p>", 0, text.index("第三部分", text.index('"Heading1"')))
                data = (text[:at] + printed + text[at:]).encode("utf-8")
            target.writestr(name, data)


def check(*arguments: str) -> str:
    return CliRunner().invoke(main, [*arguments]).output


@pytest.mark.parametrize(
    ("printed", "forms", "said"),
    [
        (SINGLE, FORMS, "版式里有公开10表，模板没有印它（tables.more.projects_spent）"),
        (CODES.replace("row.amounts.once", "row.amounts.total") + SINGLE, FORMS, "公开10表的「一次性项目」在版式里有，模板没有印：各行少了 once"),
        (CODES + SINGLE.replace("amounts.others", "amounts.gone"), FORMS, "模板印 tables.more.running_costs.amounts.gone，公开11表没有这一栏"),
        (CODES + SINGLE, FORMS.replace("1栏=（2+3）栏。", "注：略。"), "公开11表的「合计」不在任何公式里，没有规则核对它（formulas、relation）"),
    ],
)  # fmt: skip
def test_what_is_not_printed_or_not_checked_is_told(printed: str, forms: str, said: str) -> None:
    edition(printed, forms)
    assert said in check("template", "check", "云")
