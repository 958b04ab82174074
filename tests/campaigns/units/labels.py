"""What stands on the sheets beside the cells that a person fills in."""

from __future__ import annotations

PROFILE = {
    "name": "单位全称",
    "entity": "公开主体",
    "unit_type": "单位类型",
    "level": "预算级次",
    "supervisor": "主管部门",
    "history": "上年情况",
    "currency": "金额单位",
}
COLUMNS = {
    "prior": "上年决算数",
    "this": "本年决算数",
    "reason": "增减原因",
    "published": "上年公开数",
    "correction": "上年数更正原因",
}
PRIOR = {
    "total": "收、支总计",
    "income": "本年收入合计",
    "expenditure": "本年支出合计",
    "fiscal_total": "财政拨款收、支总计",
    "fiscal_general": "一般公共预算财政拨款收入",
    "fiscal_fund": "政府性基金预算财政拨款收入",
    "fiscal_capital": "国有资本经营预算财政拨款收入",
    "general_expenditure": "一般公共预算财政拨款支出",
    "closing": "年末结转和结余",
    "fiscal_closing": "年末财政拨款结转和结余",
}
BUDGET_TOTALS = {
    "general": "一般公共预算",
    "fund": "政府性基金预算",
    "capital": "国有资本经营预算",
}
BUDGET_TOTALS_COLUMNS = {
    "budget": "年初预算数",
    "full_budget": "全年预算数",
    "reason": "差异原因",
}
THREE_PUBLIC = {
    "total": "合计",
    "abroad": "因公出国（境）费",
    "cars": "公务用车购置及运行维护费",
    "purchase": "公务用车购置费",
    "running": "公务用车运行维护费",
    "reception": "公务接待费",
}
THREE_PUBLIC_COLUMNS = {
    "budget": "年初预算数",
    "budget_reason": "与预算差异的原因",
    "prior": "上年决算数",
    "reason": "比上年增减的原因",
}
COUNTS = {
    "abroad_groups": "因公出国（境）团组数（个）",
    "abroad_people": "因公出国（境）人次数（人次）",
    "abroad_use": "因公出国（境）开支内容",
    "cars_bought": "公务用车购置数（辆）",
    "cars_owned": "公务用车保有量（辆）",
    "running_use": "公务用车运行维护费用途",
    "reception_batches": "公务接待批次（批）",
    "reception_people": "公务接待人次（人次）",
    "foreign_batches": "其中：外事接待批次（批）",
    "foreign_people": "其中：外事接待人次（人次）",
    "foreign_amount": "其中：外事接待支出",
    "reception_use": "公务接待费用途",
}
OPERATING = {"operating": "机关运行经费支出"}
PROCUREMENT = {
    "total": "政府采购支出总额",
    "goods": "货物支出",
    "works": "工程支出",
    "services": "服务支出",
    "sme": "授予中小企业合同金额",
    "small": "其中：授予小微企业合同金额",
    "sme_goods": "授予中小企业合同金额中的货物",
    "sme_works": "授予中小企业合同金额中的工程",
    "sme_services": "授予中小企业合同金额中的服务",
}
ASSETS = {
    "vehicles": "车辆合计（辆）",
    "minister": "副部（省）级及以上领导用车",
    "leader": "主要领导干部用车",
    "confidential": "机要通信用车",
    "emergency": "应急保障用车",
    "enforcement": "执法执勤用车",
    "special": "特种专业技术用车",
    "retired": "离退休干部用车",
    "other_vehicles": "其他用车",
    "other_use": "其他用车主要用途",
    "equipment": "单价100万元（含）以上设备（不含车辆）（台、套）",
}
PERFORMANCE = {
    "budget": "部门整体支出预算数（A）",
    "outturn": "部门整体支出执行数（B）",
    "work_summary": "绩效管理工作开展情况评价",
    "summary": "整体支出自评结果评价",
    "deviation": "偏差大或目标未完成原因分析",
    "improvement": "改进措施及结果应用方案",
}
_INDICATOR = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target": "年初目标值（A）",
    "result": "实际完成值（B）",
    "points": "指标分值",
    "score": "得分",
}
# Block → sheet and its columns, for the sheets that are lists; each line is written below them.
LISTS = {
    "duties": ("职责", {"paragraph": "段落"}),
    "organisation": ("机构", {"paragraph": "段落"}),
    "units": ("机构", {"name": "单位名称", "type": "单位性质", "remark": "备注"}),
    "budget": (
        "年初预算",
        {
            "code": "科目编码",
            "name": "科目名称",
            "group": "所属款",
            "type": "预算类型",
            "budget": "年初预算数",
            "full_budget": "全年预算数",
            "reason": "差异原因",
        },
    ),
    "goals": ("整体绩效", {"goal": "年度目标", "weight": "目标分值", **_INDICATOR}),
    "projects": (
        "项目绩效",
        {
            "name": "项目名称",
            "category": "项目类别",
            "attribute": "项目属性",
            "type": "项目类型",
            "budget": "全年预算数（A）",
            "outturn": "执行数（B）",
            "results": "主要产出和效益",
            "deviation": "偏差大或目标未完成原因分析",
            "improvement": "改进措施及结果应用方案",
        },
    ),
    "indicators": ("项目指标", {"project": "项目名称", **_INDICATOR}),
    "key_work": (
        "重点工作",
        {"item": "重要事项", "target": "工作内容及目标", "result": "完成情况"},
    ),
    "glossary": ("名词解释", {"term": "名词", "meaning": "解释"}),
    "subjects": ("科目解释", {"code": "科目编码", "meaning": "解释"}),
}
# Block → sheet, lines and columns, for the sheets with fixed lines; "value" stands in column B.
GRIDS = {
    "profile": ("基本信息", PROFILE, {}),
    "prior": ("上年数", PRIOR, COLUMNS),
    "budget_totals": ("年初预算", BUDGET_TOTALS, BUDGET_TOTALS_COLUMNS),
    "three_public": ("三公经费", THREE_PUBLIC, THREE_PUBLIC_COLUMNS),
    "three_public_counts": ("三公经费", COUNTS, {}),
    "operating": ("机关运行经费", OPERATING, COLUMNS),
    "procurement": ("政府采购", PROCUREMENT, {}),
    "assets": ("国有资产", ASSETS, {}),
    "performance": ("整体绩效", PERFORMANCE, {}),
}
