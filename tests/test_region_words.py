"""What a place prints stands in its edition: no number of a table or row, no part, no region in the code."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import ROOT
from tests.test_naming import texts
from tests.test_structure import PACKAGE, modules, own_name

REGIONS = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南"
    "|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|武汉|黄陂|蔡甸|深圳|广州|长沙"
)
PRINTED = re.compile(
    rf"公开[01]\d表|(?<!\d)[01]\d表|(?<![\d.])\d{{1,2}}[行栏](?!次)|第[一二三四五六]部分|{REGIONS}"
)
MODULES = [PACKAGE / "__init__.py", *modules()]
PAGES = sorted((ROOT / "generator").rglob("*.j2"))


def test_no_module_holds_what_a_place_prints() -> None:
    found = {own_name(path): list(filter(PRINTED.search, texts(path))) for path in MODULES}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_page_template_holds_what_a_place_prints() -> None:
    comment = re.compile(r"{#.*?#}", re.DOTALL)
    pages = {path.name: comment.sub("", path.read_text("utf-8")) for path in PAGES}
    found = {name: PRINTED.findall(page) for name, page in pages.items()}
    assert len(pages) > 5
    assert {name: said for name, said in found.items() if said} == {}


def test_the_look_sees_what_is_there(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text(
        '"""公开01表"""\nA = "见公开11表"\nB = f"第三部分 {A}"\nC = {"广东": 1}\nD = "29行与3栏"\n',
        "utf-8",
    )
    found = [text for text in texts(module) if PRINTED.search(text)]
    assert sorted(found) == sorted(["见公开11表", "广东", "第三部分 ", "29行与3栏"])
