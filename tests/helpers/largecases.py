"""Cases that are made, not typed: many rows, long texts, the widest amounts."""

from __future__ import annotations

from generator.figures.phrasing import chinese_number
from tests.helpers.casebook import Case

NAME = "某某自治州某某自治县人力资源和社会保障局城乡居民社会养老保险服务中心第一管理所本级"
MOST = "99999999.99"
LONG = (
    "按季度对全县城乡居民社会养老保险待遇领取人员开展资格认证，建立县乡村三级联动核查机制，"
    "对疑似死亡、服刑、重复领取人员逐一入户核实，并在次月完成待遇核减和资金追回；"
) * 4


def sixty_items() -> Case:
    """Sixty 项 in twelve 类, each above, below or as planned in turn."""
    classes = (201, 204, 205, 206, 207, 208, 210, 212, 213, 214, 215, 221)
    table = ["科目 | 小计 | 基本支出 | 项目支出", "合计 | 600 | | 600"]
    budget = ["科目编码 | 科目名称 | 年初预算数 | 差异原因"]
    for code in classes:
        class_name = f"{chinese_number(code - 200)}类综合事务"
        table.append(f"{code} {class_name}支出 | 50 | | 50")
        table.append(f"{code}01 {class_name}管理 | 50 | | 50")
        for item in range(1, 6):
            number = f"{code}01{item:02d}"
            table.append(
                f"{number} 其他{class_name}第{chinese_number(item)}项管理与服务支出 | 10 | | 10"
            )
            planned, why = ((8, "追加项目经费"), (12, "压减一般性支出"), (10, ""))[item % 3]
            budget.append(f"{number} | 其他综合管理与服务支出 | {planned} | {why}")
    return Case("六十个项", {"公开05表": table, "公开03表": _as_03(table), "年初预算": budget})


def _as_03(table: list[str]) -> list[str]:
    return ["科目 | 本年支出合计 | 基本支出 | 项目支出", *table[1:]]


def thirty_projects() -> Case:
    """Thirty projects with three indicators each."""
    projects = [
        "项目名称 | 项目类别 | 项目属性 | 项目类型 | 全年预算数（A） | 执行数（B） | 主要产出和效益 |"
        " 偏差大或目标未完成原因分析 | 改进措施及结果应用方案"
    ]
    indicators = [
        "项目名称 | 一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分"
    ]
    for number in range(1, 31):
        name = f"第{chinese_number(number)}专项业务经费"
        projects.append(
            f"{name} | 部门预算项目 | 持续性项目 | 常年性项目 | 10 | {number / 3:.2f} | "
            "完成年度任务 | 无偏差 | 继续做好"
        )
        indicators += [
            f"{name} | 产出指标 | 数量指标 | 完成数量 | 100件 | 100件 | 30",
            f"{name} | 产出指标 | 质量指标 | 合格率 | 100% | 100% | 30",
            f"{name} | 效益指标 | 社会效益指标 | 满意率 | >95% | 98% | 20",
        ]
    return Case("三十个项目", {"项目绩效": projects, "项目指标": indicators})


def widest() -> Case:
    """The longest name with the largest amounts in every column of the nine forms."""
    codes = ["合计", "208 社会保障和就业支出", "20805 行政事业单位养老支出",
             "2080505 机关事业单位基本养老保险缴费支出"]  # fmt: skip
    wide = {"公开02表": 7, "公开03表": 6, "公开05表": 3, "公开07表": 6, "公开08表": 3}
    heads = {
        "公开02表": "本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入",
        "公开03表": "本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出",
        "公开05表": "小计 | 基本支出 | 项目支出",
        "公开07表": "年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余",
        "公开08表": "合计 | 基本支出 | 项目支出",
    }
    given = {
        form: [f"科目 | {heads[form]}", *(f"{code}{f' | {MOST}' * count}" for code in codes)]
        for form, count in wide.items()
    }
    given["基本信息"] = [f"单位全称 | {NAME}", f"主管部门 | {NAME}"]
    given["公开01表"] = [f"事业收入 | {MOST}", f"总计 | {MOST}", f"社会保障和就业支出 | {MOST}"]
    given["公开04表"] = [
        f"一、一般公共预算财政拨款 | {MOST}",
        f"总计 | {MOST}",
        f"社会保障和就业支出{f' | {MOST}' * 4}",
        f"总计{f' | {MOST}' * 4}",
    ]
    given["公开06表"] = [f"基本工资 | {MOST}", f"办公费 | {MOST}", f"办公设备购置 | {MOST}",
                         f"人员经费合计 | {MOST}", f"公用经费合计 | {MOST}"]  # fmt: skip
    given["公开09表"] = [f"{half}{f' | {MOST}' * 6}" for half in ("预算数", "决算数")]
    return Case("最长的名称和最大的金额", given, incomplete=True)


def long_texts() -> Case:
    """Indicators, results and measures far longer than a form expects."""
    return Case(
        "很长的指标和说明",
        {
            "整体绩效": [f"改进措施及结果应用方案 | {LONG}\\n{LONG}"],
            "整体绩效·年度目标与绩效指标": [
                "年度目标 | 目标分值 | 一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分",
                *(
                    f"{LONG} | 80 | 产出指标 | 数量指标 | {LONG} | {LONG} | {LONG} | 10"
                    for _ in range(4)
                ),
            ],
        },
    )


LARGE = {case.name: case for case in (sixty_items(), thirty_projects(), widest(), long_texts())}
