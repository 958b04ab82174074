"""预算绩效: scores, weights, amounts, and whether every project is covered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import AT_LEAST, COUNTED, ENVELOPE, WORDS, Look, Reads, Rule
from generator.figures.arithmetic import from_fact, total
from generator.model import Cell, Figure, Row, Severity, Unit

_FULL = Decimal(100)
_ROUNDED_APART = Decimal(100)  # 元, what two roundings to 0.01 万元 make


def score_caps(context: Context) -> Iterator[Look]:
    """得分 ≤ 指标分值."""
    for table in ("goals", "indicators"):
        for row in context.accounts.facts[table].rows:
            points, score = from_fact(row["points"]), from_fact(row["score"])
            if points.given and score.given:
                name = f"「{row['level3'].text}」得分应不超过指标分值"
                yield _scores(name, points, [score], at_least=True)


def goal_weights(context: Context) -> Iterator[Look]:
    """目标分值 = Σ 指标分值 when the points are given, otherwise ≥ Σ 得分."""
    for rows in _goals(context):
        weight = from_fact(rows[0]["weight"])
        points = [from_fact(row["points"]) for row in rows]
        if not weight.given:
            continue
        goal = rows[0]["goal"].text
        for other in (from_fact(row["weight"]) for row in rows[1:]):
            if other.given and other.cells != weight.cells:
                yield _scores(f"「{goal}」各行的目标分值相同", weight, [other])
        if all(figure.given for figure in points):
            yield _scores(f"「{goal}」目标分值 = 指标分值之和", weight, points)
        else:
            scores = [from_fact(row["score"]) for row in rows]
            yield _scores(f"「{goal}」目标分值应不小于得分之和", weight, scores, at_least=True)


def _goals(context: Context) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for row in context.accounts.facts["goals"].rows:
        if groups and groups[-1][0]["goal"].value == row["goal"].value:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def full_marks(context: Context) -> Iterator[Look]:
    """执行率满分 + weights (or points) = 100, for the unit and for each project."""
    execution = Decimal(context.accounts.edition.execution_points)
    weights = [from_fact(rows[0]["weight"]) for rows in _goals(context)]
    if weights and all(figure.given for figure in weights):
        yield _full("整体绩效", execution, weights)
    for name, rows in _by_project(context).items():
        points = [from_fact(row["points"]) for row in rows]
        if points and all(figure.given for figure in points):
            yield _full(f"项目「{name}」", execution, points)


def _full(name: str, execution: Decimal, parts: list[Figure]) -> Claim:
    whole = total(f"{name}分值合计", parts)
    rest = Figure(_FULL - execution, Unit.SCORE, "指标满分")
    title = f"{name}：指标分值合计 = 100 − 执行率满分 {execution}"
    return Claim(title, whole, ((1, rest),), "预算绩效自评表满分 100 分", True)


def total_scores(context: Context) -> Iterator[Look]:
    """A total score is at most 100."""
    made = context.disclosure
    named = [("整体绩效", made.evaluation.score)]
    named += [(f"项目「{p.name}」", p.score) for p in made.projects.projects]
    most = Figure(_FULL, Unit.SCORE, "满分")
    for name, score in named:
        if score.given:
            yield Claim(
                f"{name}总分应不超过 100",
                most,
                ((1, score),),
                "预算绩效自评表满分 100 分",
                True,
                True,
            )


def _scores(name: str, left: Figure, parts: list[Figure], at_least: bool = False) -> Claim:
    return Claim(name, left, tuple((1, p) for p in parts), "预算绩效自评表", True, at_least)


def whole_outturn(context: Context) -> Iterator[Look]:
    """部门整体支出执行数 = 本年支出合计 (or 财政拨款支出, as some places count)."""
    outturn = context.given("performance", "outturn")
    if not outturn.given:
        return
    spent, fiscal = (
        context.amount("expenditure.total.total"),
        context.amount("fiscal.expenditure.total"),
    )
    gaps = [abs(outturn.amount - figure.amount) for figure in (fiscal, spent)]
    other = fiscal if gaps[0] < gaps[1] and gaps[0] <= _ROUNDED_APART else spent
    yield Claim(
        "整体支出执行数 = 本年支出合计（或财政拨款支出）",
        outturn,
        ((1, other),),
        "{expenditure}合计",
        exact(context.accounts, "performance", "expenditure"),
    )


def over_budget(context: Context) -> Iterator[Look]:
    """执行数 ≤ 预算数, for the unit and each project."""
    pairs = [("整体支出", *_pair(context.accounts.facts["performance"].by_key))]
    for row in context.accounts.facts["projects"].rows:
        name = f"项目「{row['name'].text}」"
        pairs.append((name, from_fact(row["budget"]), from_fact(row["outturn"])))
    remedy = "核对预算数和执行数：预算数是调整后的全年预算数。"
    for name, budget, outturn in pairs:
        if budget.given and outturn.given:
            yield Claim(
                f"{name}执行数应不超过预算数",
                budget,
                ((1, outturn),),
                "预算绩效自评表",
                exact(context.accounts, "performance", "projects"),
                True,
                remedy,
            )


def _pair(rows: dict[str, Row]) -> tuple[Figure, Figure]:
    return from_fact(rows["budget"]["value"]), from_fact(rows["outturn"]["value"])


def project_sum(context: Context) -> Iterator[Look]:
    """Σ 项目执行数 ≤ 项目支出."""
    yield from _project_sum(context, at_least=True)


def project_coverage(context: Context) -> Iterator[Look]:
    """Every project is self-evaluated: Σ 项目执行数 reaches 项目支出."""
    spent = context.amount("expenditure.total.project")
    outturn = context.disclosure.projects.outturn
    if outturn.amount <= spent.amount:
        yield from _project_sum(context, at_least=False)


def _project_sum(context: Context, at_least: bool) -> Iterator[Look]:
    made = context.disclosure.projects
    if made.none or context.accounts.unfilled:
        return
    word = "应不小于" if at_least else " = "
    spent = context.amount("expenditure.total.project")
    yield Claim(
        f"{{expenditure.mark}}项目支出{word}各项目执行数之和",
        spent,
        tuple((1, project.execution.outturn) for project in made.projects),
        "{expenditure}{expenditure/project}栏",
        exact(context.accounts, "expenditure", "projects"),
        at_least,
        _TOO_MUCH if at_least else _TOO_LITTLE,
    )


_TOO_MUCH = "核对各项目执行数和金额单位：自评的项目都应在项目支出之内。"
_TOO_LITTLE = "核对各项目执行数；还有项目没有列入自评的补上，涉密项目除外。"


def goals_missing(context: Context) -> Iterator[Look]:
    """The self-evaluation of the whole unit has goals and indicators."""
    table, filled = context.accounts.facts["goals"], context.accounts.facts["performance"]
    if table.rows:
        yield Right((table.rows[0]["goal"].cell,))
    elif context.asks("performance") and any(
        fact.given for row in filled.rows for fact in row.cells.values()
    ):
        message = "整体绩效表没有目标和指标"
        yield Wrong(message, (Cell(table.sheet, ""),), "填写年度绩效目标和指标。")


def projects_missing(context: Context) -> Iterator[Look]:
    """项目支出 without any self-evaluated project."""
    spent = context.amount("expenditure.total.project")
    if spent.nil or not context.asks("projects"):
        return
    if context.disclosure.projects.none:
        message = "有项目支出，项目绩效表里没有一个项目"
        blank = (Cell(context.accounts.facts["projects"].sheet, ""),)
        yield Wrong(message, spent.cells, "在项目绩效、项目指标两表中填写。", blank=blank)
    else:
        yield Right(spent.cells)


def indicator_projects(context: Context) -> Iterator[Look]:
    """Indicators belong to a listed project, listed once; every project has indicators."""
    rows = context.accounts.facts["projects"].rows
    names = [row["name"].text for row in rows]
    owned = _by_project(context)
    for row in rows:
        name, cell = row["name"].text, row["name"].cell
        if name and names.count(name) > 1:
            yield Wrong(f"项目「{name}」列了两次", (cell,), "合并或改名。")
        elif name and name not in owned:
            yield _without_indicators(context, name, cell)
        elif name:
            yield Right((cell,))
    for name, own in owned.items():
        if name not in names and not context.waits("projects"):
            shown = f"「{name}」" if name else "空着的项目名称"
            message = f"项目指标里的{shown}不是项目绩效表中的项目"
            remedy = "项目名称要与项目绩效表一字不差；否则这些指标不会印出。"
            yield Wrong(message, (own[0]["project"].cell,), remedy)


def _without_indicators(context: Context, name: str, cell: Cell) -> Wrong:
    blank = (Cell(context.accounts.facts["indicators"].sheet, ""),)
    message, remedy = f"项目「{name}」在项目指标表里没有指标", "补上这个项目的指标。"
    return Wrong(message, (cell,), remedy, severity=Severity.TODO, blank=blank)


def _by_project(context: Context) -> dict[str, list[Row]]:
    owned: dict[str, list[Row]] = {}
    for row in context.accounts.facts["indicators"].rows:
        owned.setdefault(row["project"].text, []).append(row)
    return owned


_E, _W = Severity.ERROR, Severity.WARNING
_FORM = "预算绩效自评表"
RULES = (
    Rule(
        "K01",
        "得分不超过指标分值",
        _E,
        _FORM,
        score_caps,
        "没有填指标分值",
        COUNTED,
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K02",
        "目标分值与指标分值、得分相配",
        _E,
        _FORM,
        goal_weights,
        "没有填目标分值",
        COUNTED,
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K03",
        "分值合计满 100",
        _W,
        _FORM,
        full_marks,
        "没有填分值",
        COUNTED,
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K04",
        "总分不超过 100",
        _E,
        _FORM,
        total_scores,
        "没有填得分",
        COUNTED,
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K05",
        "整体支出执行数 = 本年支出合计",
        _W,
        "{expenditure}合计",
        whole_outturn,
        "没有填执行数",
        ENVELOPE,
        ("X28", "X29"),
    ),
    Rule(
        "K06",
        "执行数不超过预算数",
        _W,
        _FORM,
        over_budget,
        "没有填预算数和执行数",
        AT_LEAST,
        ("X29",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K07",
        "项目执行数之和不超过项目支出",
        _W,
        "{expenditure}{expenditure/project}栏",
        project_sum,
        "没有自评项目",
        AT_LEAST,
        ("X28", "E33"),
    ),
    Rule(
        "K08",
        "项目支出全部列入自评",
        Severity.HINT,
        "{expenditure}{expenditure/project}栏",
        project_coverage,
        "没有自评项目，或执行数之和超过项目支出（见 K07）",
        ENVELOPE,
        ("X28",),
    ),
    Rule(
        "K09",
        "有项目支出须有项目自评",
        Severity.TODO,
        "部门决算公开要求公开绩效自评结果",
        projects_missing,
        "没有项目支出，或版式没有项目自评",
        WORDS,
        ("E13",),
    ),
    Rule(
        "K10",
        "项目与指标一一对应",
        _E,
        "项目绩效、项目指标",
        indicator_projects,
        "没有自评项目",
        WORDS,
        ("E13",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K11",
        "整体绩效有目标和指标",
        Severity.TODO,
        "部门决算公开要求公开绩效自评结果",
        goals_missing,
        "整体绩效表空着，见 R01",
        WORDS,
        ("E13",),
        reads=Reads.INPUTS,
    ),
)
