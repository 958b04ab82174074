"""The text rules on prose: sentences that are in order, by place, and slips with their rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from generator.cli.report import finding_text
from generator.model import Finding, Severity
from tests.gallery.changing import Add, Edit, Put, changed, wan
from tests.gallery.running import real, report_on
from tests.test_words import said

# Sentences in order, by the place where they stand.
GOOD = {
    "key_work": """
全年举办政策宣讲28场，覆盖群众3600余人次，满意率98.9%。
一家一家走访，一项一项核对，做到底数清、情况明。
网格员逐门逐户宣传反诈知识，逐人逐项登记台账。
组织区直部门部门预算编审培训1期。
区人民政府政府采购监督检查整改全部到位。
邀请优秀企业企业家参加座谈2次。
学习推广全国文明城市城市管理经验。
向群众说清了了解政策的三条途径。
该局成为为企业办实事的窗口。
为为期三年的行动画上句号。
项目标的的技术参数已公示。
老区人民的的确确得到了实惠。
规范填写内容，统一表格样式，退回率下降到1.2%。
引导办事群众扫码填写满意度问卷2600份。
政务服务事项标题、编码、依据全部规范。
清理历史遗留的待补缴社保费人员42人。
为待补录的档案逐卷登记，共补录860卷。
服务热线：027-61001234，每周一至周五9:00—17:00。
收支规模随人员增加、减少相应变动。
对水位上升、下降情况实时监测。
每增加/减少1个站点，同步更新公示牌。
报告厅能容纳200人（其中：固定座位180，活动座位20）。
业务构成（窗口办理：65，网上办理：35）更趋合理。
机构改革涉及1）职能划转、2）人员转隶、3）资产移交。
a）线上培训；b）线下培训；c）送教上门。
评分在[90,100]区间的12家，[80，90)区间的8家。
监测点位于北纬30°52’、东经114°22’，数据每日回传。
自评总分（满分：100）为97分。
使用科目（208，210）核算准确。
女性会员占比0.46，较上年略有上升。
新能源车占更新车辆的6.0辆。
绿地占全部面积的12.5公顷，占比为35.6%。
满意度得分95分，同比增长3.2%。
由黄陂区人力资源和社会保障信息中心承办。
经黄陂区人力资源和社会保障局审核后发放。
在我区人力资源和社会保障局指导下开展工作。
派员赴江夏区人力资源和社会保障信息中心学习交流。
与新洲区人力资源和社会保障局签订跨区合作协议。
江岸区人力资源和社会保障局一行来访。
会同武汉市江夏区联合开展劳务协作。
武汉市各区均已接入系统，武汉市市区两级联动。
武汉市中心城区、新城区同步推进。
武汉市地区生产总值增长5.7%。
武汉市级和区级部门协同发力，武汉市对区考核排名第三。
武汉市辖区内参保单位1.2万家。
武汉市高新区、示范区创建通过验收。
武汉市文明社区2个，武汉市工业区企业12家。
对口支援武汉市江夏区医疗卫生机构3家。
完成2022年度部门决算公开工作，公开率100%。
获评2022年度全市平安建设先进单位。
2022年、2023年连续两年考核优秀。
召开2022年度民主生活会1次。
兑现2022年度绩效奖励，发放稳岗补贴。
完成2022年度企业年报公示，公示率97.1%。
配合审计部门开展2021年度预算执行审计，整改问题6个。
落实《武汉市2022年度目标考核办法》各项要求。
2022年10月启动的智慧养老项目通过验收。
2022年秋季学期转入学生26人，已全部建档。
2022年因疫情推迟的培训班在上半年补办。
根据2022年人口抽样调查数据测算服务半径。
完成2024年部门预算编制，绩效目标同步申报。
开展2024年元旦春节走访慰问560户。
组织2024年城乡居民医保参保缴费，参保率97.6%。
2024年1月正式投入使用。
谋划2024年项目9个。
建校已逾200年，是全区历史最悠久的学校。
修缮208年树龄的古银杏1株。
累计办件突破200年历史记录。
2023年2月28日完成验收，9月30日前完成整改。
为企业减税降费3.5亿元，发放贷款2.1亿元。
全区居民人均可支配收入增长6.1%。
采购合同编号15012345678，订单号13912345678。
向雷锋同志学习，许多同志放弃休息坚守一线。
方便女士出行，增设母婴室6处。
毛泽东同志诞辰纪念活动有序开展。
系统利用率由85%下降到40%，故障率同步下降。
“三会一课”落实有力；“我为群众办实事”完成20件。
打造“党建+”“互联网+”等品牌5个。
开展“双随机、一公开”抽查320家次。
全年接诊2.3万人次（其中：门诊：1.8，急诊：0.5）。
国家级非遗项目2个，国家国家级检测中心挂牌。
与江夏区、蔡甸区共建劳务市场3个。
赴江夏区、蔡甸区、东西湖区学习考察。
开展“健步走走进新时代”活动1场。
二〇二三年度工作圆满完成。
全年为企业送岗位1.2万个，实现就业4200人。
PM2.5平均浓度38微克/立方米，优良天数比率83.6%。
系统升级到V5.0.2版本，7*24小时运行。
项目代码42011623010T000000123。
落实“四不摘”要求，一户一策、一人一档。
应急响应由4小时缩短至2.5小时。
档案扫描2100卷，合格率99.5％以上的占95%。
12月31日24:00前完成年终结转。
培训 1200 人，采购设备 5 台，区 委、区政府统一部署。
问题待解决3项，待补助对象86户已公示。
处理某市民反映的噪音扰民问题，按某项业务流程办结。
救助救助对象356人次，帮扶帮扶对象126户。
负责负责人培训，调解调解员、研究研究生培养方案各1项。
获2021年度、2022年度先进集体。
2022年度部门决算已公开，2022年版课程标准落实到位。
2022年遗留问题全部解决，2022年欠缴保费全部追缴。
延续2022年做法，总结2022年经验，在2022年基础上改进服务。
2024年春季学期教材征订完成。
50年一遇、200年一遇防洪标准全部达到。
13月龄以上儿童接种，9月31场招聘会，2020年2月29日挂牌。
转发武汉市洪山区经验材料，来自武汉市江岸区的务工人员300人。
省、市、区人力资源和社会保障信息中心联网，各区人力资源和社会保障信息中心参训。
年人均收入2.6万，贷款编号15012345678。
满意度为1，占总数的1.5倍，同比增长3倍。
与2023年度目标相比，超额完成200件。
测试用的编号一律为0000000000000000。
当年未安排：预算为0万元，执行数为0万元，执行率为0%。
自我校准仪器12台，我校正不良作风。
累计投入使用“十四五”（2021年—2025年）规划项目6个。
""",
    "projects": """
绩效指标体系有待完善，个别指标不够细化
系统功能有待完善，共享数据尚待补充
制度建设待完善，下一步健全管理办法
2022年度项目尾款未支付，影响当年执行率
2022年采购的设备质保期未满，质保金未付
在2024年预算编制中优化指标值
2024年预算已按压减后的规模编制
一是科学编制2024年预算；二是加快2024年项目进度
该项目为跨年项目，2023年完成60%，2024年完成40%
得分情况（产出：40，效益：28，满意度：10）
绩效等级划分：[90，100)为优，[80，90)为良
完成率在[80%,100%)区间的指标2个
压减一般性支出5%以上
预算执行率未达到90%，主要是部分项目跨年度实施
针对2022年度绩效评价发现的问题，已全部整改
结合2024年项目申报，完善绩效目标
指标1：培训人次；指标2：培训合格率
测试环境与生产环境尚未分离
每低1%扣0.5分，扣完为止
无偏差
""",
    "duties": """
负责区直部门部门预算、部门决算的审核批复。
协助区政府政府采购监管部门处理投诉。
负责县人民政府政府网站的运行维护。
负责单位固定资产增加、减少、处置的登记。
负责人员增加、减少等工资变动审核。
承担机构编制增加/减少事项的初审工作。
负责全区行政事业单位离退休人员的管理服务工作。
组织实施行政事业单位离退休经费保障工作。
负责基本单位名录库更新和样本单位核实。
负责成本单位和资本单位的统计调查。
（一）拟订政策；（二）监督检查；（三）承办上级交办的其他任务。
1、贯彻执行教育方针；2、承办区委、区政府交办的事项。
统一社会信用代码12420116MB1A12345X，法定代表人由主任担任。
明确采购标的的验收标准并组织验收。
负责反映社情民意，指导基层群众自治。
""",
    "organisation": """
二〇〇九年经区编委批准成立。
二〇〇〇年由区编办批复设立。
单位人员情况（在编：12，聘用：5）。
在职人员36人（行政：12，事业：24），退休18人。
内设机构包括1）综合科、2）业务科、3）信息科。
a）综合科；b）业务科。
根据陂办文〔2019〕23号文件设置，正科级。
学校创建于1912年，至今已有110余年历史。
2021年机构改革，与原区就业局合并组建。
前身为武汉市黄陂区人力资源和社会保障信息所，2019年更名。
所属单位：1.区福利院；2.区救助站。
二〇〇〇年至二〇〇九年隶属原区劳动局。
""",
    "glossary": """
指区级财政当年拨付的资金。
由省级财政和区级财政按比例分担的补助。
指中央和省级财政安排用于乡村振兴的资金。
指县级财政按规定上缴市级财政的款项。
指中央财政、省级财政、市级财政拨付的资金。
指严格执行中央八项规定中有关费用开支的规定。
指法人单位和产业活动单位，即基本单位的统称。
""",
    "subjects": """
反映中央财政补助地方的支出。
反映县级财政对乡镇的补助。
反映用于行政事业单位离退休方面的支出。
反映行政事业单位开支的离退休经费。
反映城市社区卫生服务机构的支出。
反映未单独设置项级科目的其他支出。
""",
}
# Reasons of an increase and of a decrease that speak for it.
UP = """
受疫情影响，前三年业务活动减少，本年恢复正常开展
上一年度因疫情停诊，收入下降，本年诊疗恢复
加快预算执行进度，减少资金结转
为减少安全隐患，实施消防改造
为降低能耗，更换老旧空调
其他收入减少，由财政拨款统筹保障
其他项目压减后统筹用于本项目
压减其他项目资金，调剂用于本项目
落实节约型机关要求更换节能灯具
以往年度减少的项目本年恢复实施
年中追加退休人员一次性生活补助
人员增加，同时压减公用经费
住房公积金缴存基数上调
2022年压减支出基数较小
与上年基本持平，略有变化，主要是物价上涨
政策性增资
"""
DOWN = """
加强经费管理，提高资金使用效益
提高公务用车使用效率，合并出车
提高站位，带头过紧日子
严格控制新增项目支出
严控新增资产配置
停止新增购置类项目
追加预算下达较晚，当年未形成支出
年末追加的资金未及时支付，结转下年使用
新增人员年底到岗，工资于次年发放
扩大视频会议范围，外出参会人次少
因增加编制未获批复
原计划新增的设备未采购
上期新增项目完工
2022年有一次性追加的疫情防控资金，本年无此项
按规定不得新增编外人员
推行线上培训，扩大了网络授课覆盖面
厉行节约，压减一般性支出
根据实际情况压减会议费
项目与上年持平，人员减少2人
"""
# Slips that no rule about texts notices: the sentence and the rule; ``key_work`` unless a place is
# named.  The others stand in ``checks/words/rules.toml``.
SLIPS = """
反映医疗卫生与计划生育支出。|C04|subjects
行政事业单位离退休支出保障到位。|C04
项目预算为200万元，执行数为100万元，执行率为49%。|W33
"""
# Reasons that speak against the change of their way, or say nothing.
AGAINST = """
up|项目支出减少|R04
up|压减公用经费|R04
up|项目支出减少（受疫情影响）|R04
up|上年结转较多，项目支出减少|R04
up|与上年持平|R04
up|事业收入减少|R04
up|因为减少编外人员|R04
down|人员增加，工资提高|R04
down|提高工资标准|R04
down|提高公积金缴存比率|R04
down|扩大招生规模|R04
down|上年结转较多，人员经费增加|R04
down|新增项目支出|R04
down|无变化|R04
down|按实际情况支出|R05
down|情况正常|R05
down|数据变动|R05
down|因工作需要|R05
down|不涉及|R05
down|见说明|R05
down|增减原因|R05
down|因支出减少而减少|R05
down|主要原因是：|W01
"""
# Unit names whose district or office is called like something else: the unit and its superior,
# what it may write, and, after !, what it may not.
UNITS = """
武汉市新洲区教育局|武汉市教育局
完成区教育局交办的其他事项，按规定报送区教育局。
新校区建成投用，新增学位1200个。
推进新城区学校布局调整，新厂区安全教育全覆盖。
经新洲区教育局研究决定，新洲区教育局牵头实施。
!新州区63所学校参与。
!武汉市黄陂区教师培训覆盖率100%。
长沙市开福区卫生健康局|长沙市卫生健康委员会
金霞经济开发区医疗点建成。
长沙市各区县协同处置。
大连市中山区民政局|大连市民政局
市中心区养老设施建成。
北京市西城区教育委员会|北京市教育委员会
东、西校区同步搬迁，西部区县来访。
济南市市中区财政局|济南市财政局
市辖区财政体制改革，全市各区排名第二。
湖北省大冶市第一中学|大冶市教育局
湖北省黄石市教育局组织统考。
大城市与乡村学校结对，与大冶市第六中学合并考点。
武汉市江汉区司法局|武汉市司法局
与江岸区、江夏区建立联动机制。
赴江岸区司法局学习。
武汉市黄陂区第一中学|武汉市黄陂区教育局
与武汉市黄陂区第六中学开展教研联动。
武汉市黄陂区第三中学、武汉市黄陂区第四中学参加联考。
武汉市黄陂区第一高级中学为本校前身。
!武汉市黄坡区第一中学综合楼改造。
!江夏区第一中学录取486人。
!湖北黄陂区第一中学录取512人，江夏区第一中学录取486人。
江澜市云溪区人民医院|江澜市云溪区卫生健康局
配合区人民医院做好院感督导，支援区人民医院急救。
与江澜市云溪区第二人民医院开展双向转诊。
江澜市人民医院专家坐诊。
!江澜市云谷区人民医院门诊量增长。
!江澜市云溪区人民医医院门诊量增长。
江澜市云溪区民政局|江澜市云溪区人民政府
会同江澜市云溪区财政局发放补贴。
江澜市云溪区审计局|江澜市云溪区人民政府
会同江澜市云溪区统计局开展检查。
!江澜市云西区审计局完成12个项目。
丹江口市自然保护区管理局|丹江口市林业局
丹江口市库区水质达标，丹江口市各景区巡护。
安徽省临泉县城关街道办事处|临泉县人民政府
承办县城关街道办事处交办的事项。
安徽省阜阳市临泉县城关街道办事处辖12个社区。
安徽省贫困县摘帽后续帮扶，安徽省文明县城创建。
四川省成都市武侯区文化馆|成都市武侯区文化体育和旅游局
联系区文化体育和旅游局开展展演，服从区文化馆统一安排。
成都市青羊区文化馆联合承办。
!成都市青羊区文化馆开放300天。
桂林市灵川县农业农村局|桂林市农业农村局
桂林市产粮大县经验交流，桂林市各县区比武。
桂林市阳朔县、龙胜县来访。
武汉市黄陂区前川街社区卫生服务中心|武汉市黄陂区卫生健康局
黄陂区各社区巡诊，黄陂区城区居民签约。
!黄坡区居民签约1.2万人。
"""

# The column of each list that takes the sentences of a place.
COLUMNS = {"key_work": "result", "projects": "deviation"}
COLUMNS |= {"duties": "paragraph", "organisation": "paragraph"}
COLUMNS |= {"glossary": "meaning", "subjects": "meaning"}
WAYS: dict[str, tuple[Edit, ...]] = {"up": (Put("prior.total.prior", wan("200")),), "down": ()}

Said = dict[str, list[Finding]]


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


def said_of(sentences: Iterable[tuple[str, str]], edits: Sequence[Edit] = ()) -> Said:
    """What is found in each sentence when all stand in the workbook, each in its place."""
    placed = list(sentences)
    rows = [Add(place, **{COLUMNS[place]: text}) for place, text in placed]
    facts = changed(real(), [*edits, *rows])
    said: Said = {text: [] for _, text in placed}
    cells = {
        row[column].cell: row[column].text for p, column in COLUMNS.items() for row in facts[p].rows
    }
    for finding in report_on(facts, real()).findings:
        for text in {cells.get(cell, "") for cell in finding.cells} & said.keys():
            said[text].append(finding)
    return said


def reason(way: str, text: str) -> list[Finding]:
    """What is found in the reason of a change of the 收、支总计."""
    facts = changed(real(), [*WAYS[way], Put("prior.total.reason", text)])
    cell = facts["prior"]["total"]["reason"].cell
    return [f for f in report_on(facts, real()).findings if cell in f.cells]


def serious(findings: Iterable[Finding]) -> list[str]:
    return [finding_text(f) for f in findings if f.severity is not Severity.HINT]


@cache
def in_order() -> Said:
    return said_of((place, text) for place, block in GOOD.items() for text in lines(block))


@cache
def with_slips() -> Said:
    slips = (line.split("|") for line in lines(SLIPS))
    return said_of((place[0] if place else "key_work", text) for text, _, *place in slips)


def of_units() -> list[tuple[str, str, str]]:
    """A unit's name, its superior's, a sentence; one that is wrong begins with !."""
    found, name, superior = list[tuple[str, str, str]](), "", ""
    for line in lines(UNITS):
        if "|" in line:
            name, superior = line.split("|")
        else:
            found.append((name, superior, line))
    return found


@cache
def in_unit(name: str, superior: str) -> Said:
    edits = (Put("profile.name.value", name), Put("profile.supervisor.value", superior))
    texts = (text.removeprefix("!") for n, _, text in of_units() if n == name)
    return said_of((("key_work", text) for text in texts), edits)


@pytest.mark.parametrize("text", [text for block in GOOD.values() for text in lines(block)])
def test_prose_in_order_is_let_stand(text: str) -> None:
    assert not serious(in_order()[text])


@pytest.mark.parametrize("line", lines(SLIPS))
def test_a_slip_in_prose_is_noticed(line: str) -> None:
    text, rule, *_ = line.split("|")
    assert rule in {finding.rule for finding in with_slips()[text]}


@pytest.mark.parametrize(
    ("way", "text"), [*(("up", t) for t in lines(UP)), *(("down", t) for t in lines(DOWN))]
)
def test_a_reason_for_its_change_is_let_stand(way: str, text: str) -> None:
    assert not serious(reason(way, text))


@pytest.mark.parametrize("line", lines(AGAINST))
def test_a_reason_against_its_change_is_noticed(line: str) -> None:
    way, text, rule = line.split("|")
    assert rule in {finding.rule for finding in reason(way, text)}


@pytest.mark.parametrize(("name", "superior", "text"), of_units())
def test_names_of_other_places_in_many_units(name: str, superior: str, text: str) -> None:
    found = in_unit(name, superior)[text.removeprefix("!")]
    names = [f for f in found if f.rule in ("W11", "W12")]
    assert bool(serious(names)) is text.startswith("!"), list(map(finding_text, found))


def test_a_wrong_name_in_the_profile_is_told_there_and_once() -> None:
    texts = "区教育局党组决定，武汉市新洲区教育局牵头实施。", "经武汉市新洲区教育局批准成立。"
    edits: list[Edit] = [
        Put("profile.name.value", "武汉市新洲区邾城街小学"),
        Put("profile.supervisor.value", "武汉市新州区教育局"),
        *(Add("key_work", result=text) for text in texts),
    ]
    facts = changed(real(), edits)
    found = [f for f in report_on(facts, real()).findings if f.rule == "W11"]
    assert [f.cells[0] for f in found] == [facts["profile"]["supervisor"]["value"].cell]
    assert "2 处写的是「武汉市新洲区教育局」" in found[0].message


def test_the_corpora_are_large_enough() -> None:
    assert len(in_order()) + len(lines(UP)) + len(lines(DOWN)) >= 180
    beside_rules = sum(len(said(wrong=True, seam=seam)) for seam in (True, False))
    assert beside_rules + len(lines(SLIPS)) + len(lines(AGAINST)) >= 150
