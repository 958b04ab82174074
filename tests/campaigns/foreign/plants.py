"""Mistakes of the catalogue, as a person types them into a paper of Shanghai and one of Wuhan.

Each is a name and what is done to the Word file.  The numbers are those of the invented units in
``tests/helpers/foreign``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from docx.table import Table

from tests.helpers.wordpaper import retyped

Change = Callable[["HandEdited"], None]


class HandEdited:
    """A Word file that is edited by what stands in it."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))

    def text(self, old: str, new: str, which: int = 0) -> None:
        """Words for words in a paragraph that has them."""
        found = [p for p in self.document.paragraphs if old in p.text]
        assert len(found) > which, f"{old} stands {len(found)} times"
        retyped(found[which], found[which].text.replace(old, new, 1))

    def drop(self, start: str) -> None:
        """The last paragraph that begins so is not there."""
        found = [p for p in self.document.paragraphs if p.text.startswith(start)]
        assert found, start
        found[-1]._p.getparent().remove(found[-1]._p)

    def beginning(self, start: str, new: str) -> None:
        """Other words in the place of a paragraph that begins so."""
        retyped(next(p for p in self.document.paragraphs if p.text.startswith(start)), new)

    def tables(self) -> list[Table]:
        """The official tables."""
        return [t for t in self.document.tables if len(t.rows) > 3 or len(t.columns) > 6]

    def cell(self, table: int, label: str, column: int, new: str) -> None:
        """Another text in a column of the row that has a cell with those words."""
        rows = [r for r in self.tables()[table].rows if any(c.text == label for c in r.cells)]
        retyped(rows[0].cells[column].paragraphs[0], new)

    def without(self, table: int) -> None:
        """A table is not there."""
        element = self.tables()[table]._tbl
        element.getparent().remove(element)


def _words(old: str, new: str, which: int = 0) -> Change:
    return lambda paper: paper.text(old, new, which)


def _drop(start: str) -> Change:
    return lambda paper: paper.drop(start)


def _all(*changes: Change) -> Change:
    def change(paper: HandEdited) -> None:
        for one in changes:
            one(paper)

    return change


def _cell(table: int, label: str, column: int, new: str) -> Change:
    return lambda paper: paper.cell(table, label, column, new)


def shanghai_plants() -> Iterator[tuple[str, Change]]:
    """Name and change of each."""
    yield "总计错位", _words("年度收入支出总计", "年度收入支出总计1")
    yield "总计增减写反", _words("收入支出总计增加", "收入支出总计减少")
    yield "增长率错", _words("增长", "增长1")
    yield "占比错", _words("事业收入60.00万元，占", "事业收入60.00万元，占1")
    yield "漏百分号", lambda p: p.text("%；事业收入", "；事业收入")
    yield "元万元混", _words("其他收入3.18万元", "其他收入31800万元")
    yield "万元写成元", _words("其他收入3.18万元", "其他收入3.18元")
    yield "漏单位", _words("其他收入3.18万元", "其他收入3.18")
    yield "财政总计两处不同", _words("财政拨款收入支出总计", "财政拨款收入支出总计1")
    yield "基本支出数不符", _words("其中：基本支出", "其中：基本支出1")
    yield "原因漏写", _words("主要原因：档案数字化加工经费增加", "主要原因：", 0)
    yield (
        "模板残留增加减少",
        _words("一般公共预算财政拨款支出增加", "一般公共预算财政拨款支出增加（减少）"),
    )
    yield "XX残留", _words("主要用于：单位缴纳的职业年金", "主要用于：XXXXXXXX")
    yield "完成率错", _words("完成年初预算的", "完成年初预算的1")
    yield "类名旧", _words("卫生健康支出（类）46", "医疗卫生与计划生育支出（类）46")
    yield "漏一个类", _words("；卫生健康支出（类）46.73万元，占3.56%", "")
    yield "项年初预算错", _words("年初预算为905.10", "年初预算为950.10")
    yield "项决算与表不符", _words("支出决算为71.20", "支出决算为72.10")
    yield (
        "大于小于反",
        _words(
            "决算数小于预算数的主要原因：年内有人员退休",
            "决算数大于预算数的主要原因：年内有人员退休",
        ),
    )
    yield (
        "项持平写有差异",
        _words(
            "支出决算为9.36万元。决算数与预算数持平",
            "支出决算为9.36万元。决算数大于预算数的主要原因：人员增加",
        ),
    )
    yield (
        "项不持平写持平",
        _words("决算数大于预算数的主要原因：补贴发放人数增加", "决算数与预算数持平"),
    )
    yield "漏一项", _drop("6、卫生健康支出")
    yield (
        "用途写错",
        _words(
            "住房公积金（项）。主要用于：单位缴纳的住房公积金",
            "住房公积金（项）。主要用于：单位缴纳的基本医疗保险费",
        ),
    )
    yield "人员经费错", _words("人员经费738.01", "人员经费783.01")
    yield "列了没有的科目", _words("基本工资、津贴补贴", "基本工资、伙食补助费、津贴补贴")
    yield "漏列科目", _words("、物业管理费", "")
    yield (
        "三公完成率错",
        _words("支出决算为4.83万元，完成预算的77.90%", "支出决算为4.83万元，完成预算的79.70%"),
    )
    yield "三公比上年方向", _words("下降10.72%，其中", "增长10.72%，其中")
    yield (
        "三公分项与合计",
        _words("公务接待费支出决算0.68万元，占", "公务接待费支出决算0.86万元，占"),
    )
    yield "三公占比", _words("占14.08%", "占41.08%")
    yield "保有量无车", _words("公务用车保有量为1辆", "公务用车保有量为3辆")
    yield "采购合计", _words("为268.40万元", "为286.40万元")
    yield "小微大于中小", _words("采购金额55.80", "采购金额355.80")
    yield "车辆合计", _words("共有车辆1辆", "共有车辆2辆")
    yield "绩效个数", _words("“优”的项目4个", "“优”的项目5个")
    yield "整改数", _words("已经完成整改的2个", "已经完成整改的1个")
    yield "年度没改", _words("中心2024年度无政府性基金", "中心2023年度无政府性基金")
    yield "年度缺字", _words("中心2024年度无国有资本", "中心202年度无国有资本")
    yield (
        "单位名错",
        _words("上海市浦江区档案服务中心2024年度无机关", "上海市浦东区档案服务中心2024年度无机关"),
    )
    yield "部门单位混用", _words("本单位建立了", "本部门建立了")
    yield (
        "漏一节",
        _all(
            _drop("（二）政府采购支出情况"),
            _drop("上海市浦江区档案服务中心2024年度政府采购"),
            _drop("2024年度本单位面向中小"),
        ),
    )
    yield "漏写收入一节", _all(_drop("二、收入决算情况说明"), _drop("本年收入合计"))
    yield "表1合计", _cell(0, "总计", 1, "1000.00")
    yield "表1一格", _cell(0, "五、事业收入", 1, "66.00")
    yield "表2一格", _cell(1, "档案馆", 2, "1100.00")
    yield "表3一格", _cell(2, "购房补贴", 2, "79.80")
    yield "表4一格", _cell(3, "八、社会保障和就业支出", 4, "161.16")
    yield "表5一格", _cell(4, "住房公积金", 3, "55.18")
    yield "表6一格", _cell(5, "电费", 5, "14.18")
    yield "表7一格", _cell(6, "4.83", 9, "4.51")
    yield "表5名称", _cell(4, "住房公积金", 1, "医疗保险")
    yield "表5代码", _cell(4, "2210201", 0, "2210301")
    yield "缺表说明", _drop("说明：上海市浦江区档案服务中心本年度没有国有")
    yield "缺表5", lambda p: p.without(4)
    yield "重复字", _words("档案接收、整理、保管", "档案接收、整理、整理、保管")
    yield "重复字2", _words("工作开展情况如下", "工作工作开展情况如下")
    yield "无资产", lambda p: p.beginning("截至2024年12月31日，", "本单位无国有资产占用情况。")


def wuhan_plants() -> Iterator[tuple[str, Change]]:
    """Name and change of each."""
    yield "总计错位", _words("收、支总计均为1578.62", "收、支总计均为1587.62")
    yield "财政总计漏位", _words("财政拨款收、支总计均为1559.92", "财政拨款收、支总计均为155.92")
    yield "总计增减写反", _words("收、支总计各增加", "收、支总计各减少")
    yield "增长下降都写", _words("支出合计增加", "支出合计减少增加")
    yield "增长率错", _words("增长3.29%", "增长2.39%")
    yield "占比错", _words("占本年收入0.82%", "占本年收入8.2%")
    yield "漏百分号", _words("占本年收入0.82%", "占本年收入0.82")
    yield "截尾", _words("占本年支出58.55%", "占本年支出58.5%")
    yield "元万元混", _words("其他收入12.50万元", "其他收入125000万元")
    yield "万元写成元", _words("其他收入12.50万元", "其他收入12.50元")
    yield "漏单位", _words("其他收入12.50万元", "其他收入12.50")
    yield "原因漏写", _words("主要原因是泵站改造项目支出增加。", "主要原因是。", 1)
    yield (
        "模板残留增加减少",
        _words("一般公共预算财政拨款支出增加", "一般公共预算财政拨款支出增加（减少）"),
    )
    yield "XX残留", _words("主要原因：新进公务员3人，人员经费增加", "主要原因：XXXXXX")
    yield "完成率错", _words("完成年初预算的106.39%", "完成年初预算的160.39%")
    yield "类名旧", _words("卫生健康支出（类）41", "医疗卫生与计划生育支出（类）41")
    yield "漏一个类", _drop("2.卫生健康支出")
    yield "项年初预算错", _words("年初预算为668.40", "年初预算为686.40")
    yield "项决算与表不符", _words("支出决算为386.14", "支出决算为368.14")
    yield "大于小于反", _words("大于年初预算数的主要原因：社保", "小于年初预算数的主要原因：社保")
    yield "项完成率错", _words("完成年初预算的93.46%", "完成年初预算的94.36%")
    yield "漏一项", _drop("7.农林水支出")
    yield "人员经费错", _words("人员经费720.67", "人员经费702.67")
    yield "列了没有的科目", _words("基本工资、津贴补贴", "基本工资、伙食补助费、津贴补贴")
    yield "漏列科目", _words("、维修（护）费", "")
    yield "基金收入与表", _words("本年收入122.80万元", "本年收入128.20万元")
    yield "基金支出与表", _words("本年支出126.80万元", "本年支出162.80万元")
    yield "三公总额", _words("支出决算为11.31万元", "支出决算为13.11万元")
    yield "三公完成率", _words("完成全年预算的94.50%", "完成全年预算的95.40%")
    yield "三公比上年方向", _words("较上年减少2.21万元，下降", "较上年增加2.21万元，增长")
    yield "三公增减额", _words("较上年减少2.21万元", "较上年减少2.12万元")
    yield "接待完成率", _words("完成全年预算的62.00%", "完成全年预算的26.00%")
    yield "保有量多于车辆", _words("公务用车保有量4辆", "公务用车保有量6辆")
    yield "接待费与表", _words("决算为1.86万元", "决算为1.68万元")
    yield "运行费两处", _words("公务用车运行维护费支出9.45", "公务用车运行维护费支出9.54")
    yield "机关运行", _words("机关运行经费支出176.03", "机关运行经费支出167.03")
    yield "机关运行率", _words("增长4.22%", "增长2.42%")
    yield "机关运行方向", _words("比2023年度增加7.13万元，增长", "比2023年度增加7.13万元，下降")
    yield "采购合计", _words("政府采购支出总额420.50", "政府采购支出总额402.50")
    yield "中小占比", _words("占政府采购支出总额的95.65%", "占政府采购支出总额的96.65%")
    yield "小微大于中小", _words("授予小微企业合同金额360.00", "授予小微企业合同金额460.00")
    yield "车辆合计", _words("共有车辆4辆", "共有车辆5辆")
    yield "年度没改", _words("本单位2024年度无国有资本", "本单位2023年度无国有资本")
    yield "年度缺字", _words("本单位2024年度无国有资本", "本单位202年度无国有资本")
    yield "比较年度没改", _words("与2023年度相比，支出合计", "与2022年度相比，支出合计")
    yield "单位名错", _words("武汉市江洲区水利事务管理局", "武汉市江岸区水利事务管理局", 6)
    yield "市级", _words("指区级财政", "指市级财政")
    yield "漏一节", _all(_drop("十一、政府采购"), _drop("2024年度本单位政府采购"))
    yield "漏一节2", _all(_drop("十二、国有资产"), _drop("截至2024年12月31日，本单位"))
    yield "表1合计", _cell(0, "总计", 2, "1000.00")
    yield "表1一格", _cell(0, "八、其他收入", 2, "21.50")
    yield "表2一格", _cell(1, "防汛", 2, "37.28")
    yield "表3一格", _cell(2, "住房公积金", 2, "86.77")
    yield (
        "表3基本移项目",
        _all(_cell(2, "住房公积金", 3, ""), _cell(2, "住房公积金", 4, "68.77")),
    )
    yield "表4一格", _cell(3, "八、社会保障和就业支出", 6, "86.65")
    yield "表5一格", _cell(4, "水利工程建设", 4, "368.14")
    yield "表6一格", _cell(5, "电费", 5, "16.50")
    yield "表6合计", _cell(5, "公用经费合计", 8, "167.03")
    yield "表7一格", _cell(6, "农业生产发展支出", 3, "128.20")
    yield "表9一格", _cell(8, "9.45", 8, "9.54")
    yield "表5名称", _cell(4, "住房公积金", 1, "医疗保险")
    yield "表5代码", _cell(4, "2210201", 0, "2210301")
    yield "缺表说明", _drop("说明：2024年度武汉")
    yield (
        "有数写说明",
        lambda p: p.text(
            "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
            "说明：2024年度无政府性基金预算财政拨款收入支出。",
        ),
    )
    yield "缺表5", lambda p: p.without(4)
    yield "重复字", _words("整体完成情况较好", "整体整体完成情况较好")
    yield "标点重复", _words("各项目均完成了年度目标。", "各项目均完成了年度目标。。")
    yield "无资产", lambda p: p.beginning("截至2024年12月31日，", "本单位无国有资产占用情况。")
