"""What the language ties: moments, targets, steps, lists, patterns; each beside a near sentence that ties nothing."""

import pytest

from bangfu.reports.checker.check import CheckResult, check_text


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    result = check_text(text)
    words = {claim.id: claim.text for claim in result.claims}
    return [(found.kind, found.verdict, tuple(words[claim] for claim in found.claims)) for found in result.relations]


def conflicts(text: str) -> list[tuple[str, ...]]:
    return [claims for _, verdict, claims in told(text) if verdict == "conflict"]


def verdicts(text: str, kind: str) -> list[str]:
    return [verdict for found, verdict, _ in told(text) if found == kind]


def claims_of(result: CheckResult) -> list[tuple[str, float, str]]:
    return [(claim.text, float(claim.value), claim.unit) for claim in result.claims]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            "2020年销售额110万元，2019年销售额100万元，增长15%。",
            "2020年销售额110万元，2019年销售额100万元，增长10%。",
        ),
        ("今年入学80人，去年100人，增长25%。", "今年入学80人，去年100人，下降20%。"),
        ("2023年销售额120万元，上年为100万元，增长25%。", "2023年销售额125万元，上年为100万元，增长25%。"),
        ("今年卖了11.7万元，比去年的9万元增加13%。", "今年卖了11.7万元，比去年的9万元增加30%。"),
        ("由100万元增加到80万元。", "由80万元增加到100万元。"),
        ("完成计划的120%，计划100人，实际130人。", "完成计划的130%，计划100人，实际130人。"),
        ("甲村20户，乙村30户，丙村40户，合计100户。", "甲村20户，乙村30户，丙村40户，合计90户。"),
        ("全县投入100万元，其中县级60万元、乡级50万元。", "全县投入110万元，其中县级60万元、乡级50万元。"),
        ("开通专线11条，比去年多4条（去年8条）。", "开通专线12条，比去年多4条（去年8条）。"),
        ("村均54万元，比2022年村均的45万元多出12万元。", "村均57万元，比2022年村均的45万元多出12万元。"),
        ("增加床位1900张，床位总数由7600张增加到9400张。", "增加床位1900张，床位总数由7600张增加到9500张。"),
        ("受损的14户已修缮9户，尚有4户在建。", "受损的14户已修缮9户，尚有5户在建。"),
        (
            "没有确权的27项，闲置的11项，租金偏低的8项，三类问题合计47项。",
            "没有确权的27项，闲置的11项，租金偏低的8项，三类问题合计46项。",
        ),
        (
            "监测户73户，其中已消除风险的39户，占53.4%，尚有44户未消除风险。",
            "监测户73户，其中已消除风险的39户，占53.4%，尚有34户未消除风险。",
        ),
        (
            "甲镇2184人、目标2080人，105.0%；乙乡1326人、目标1300人，102.0%；丙镇1653人、目标1740人，96.0%。",
            "甲镇2184人、目标2080人，105.0%；乙乡1326人、目标1300人，102.0%；丙镇1653人、目标1740人，95.0%。",
        ),
        (
            "援助资金8764万元。\n报告显示，援助资金8674万元用于民生。",
            "援助资金8764万元。\n报告显示，援助资金8764万元用于民生。",
        ),
        ("订单86万件，已经交货63.5万件，完成了订单的78.3%。", "订单86万件，已经交货63.5万件，完成了订单的73.8%。"),
        ("开办培训班186期，培训7812人次，平均每期45人次。", "开办培训班186期，培训7812人次，平均每期42人次。"),
        ("结对行政村121个，占全县174个行政村的62.5%。", "结对行政村121个，占全县174个行政村的69.5%。"),
        (
            "访谈1180人，认识第一书记的1097人，知晓率93.0%，对工作满意的1136人，满意率92.6%。",
            "访谈1180人，认识第一书记的1097人，知晓率93.0%，对工作满意的1136人，满意率96.3%。",
        ),
    ],
)
def test_what_is_tied_is_held_to_its_digits(wrong: str, right: str) -> None:
    assert len(conflicts(wrong)) == 1
    assert conflicts(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "2020年生产总值110亿元，2019年100亿元，增长2.3%。",  # at comparable prices
        "今年销售额80万元，利润去年100万元，增长25%。",  # two measures
        "二〇二〇年全年是4.6万件，去年是21.9万件，增长了376%。",
        "同期，对东盟进出口3.08万亿元，增长5.4%；对欧盟进出口2.75万亿元，增长1.9%。",
        "单位均投入60万元，较2020年的3200万元多投640万元，增长20%。",  # a mean beside a total
        "主要分布在甲村20户，乙村30户，丙村40户，全县合计100户。",
        "队员126人，其中大专以上76人，35岁以下49人。",  # education and age divide the same people twice
        "花了1.02亿元；修冷库36座，总投资5400万元；其余8400万元给了合作社。",
        "完成计划的120%，计划100人，培训130人次，覆盖20个村。",
        "资金3.86亿元，其中省级3.31亿元、县级5500万元，比上年的3.54亿元增加3200万元。",  # of the whole again
        "捐款8764万元。\n修路用水泥8674吨，投入8647万元。",  # two subjects
        "举办驻村干部培训班28期、4650人次，每期平均166人次。",  # a mean is rounded
        "派驻专家36人，比上年增加12人，带教学员108名，平均每名专家带教3名。",
        "铁路运送1420万人次。\n次日运送1240万人次。",  # three digits
    ],
)
def test_what_is_not_tied_is_not_accused(text: str) -> None:
    assert conflicts(text) == []


@pytest.mark.parametrize(
    "text", ["2020年销售额110万元，2019年销售额100万元，增长15%。", "今年80人，去年100人，增长25%。"]
)
def test_a_stated_base_is_never_implied_and_a_wrong_direction_never_agrees(text: str) -> None:
    assert not {"consistent", "unstated"} & set(verdicts(text, "growth"))


def test_a_base_that_is_not_stated_leaves_nothing_to_check() -> None:
    assert verdicts("销售额3408万元，同比增长5.12%。", "growth") == ["unstated"]
    assert verdicts("务工3408人，同比增长5.12%。", "growth") == ["consistent"]  # only 3242 gives these digits
    assert verdicts("务工13408人，同比增长5.1%。", "growth") == ["unstated"]  # some whole number always does


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("安排项目64个，已开工60个。\n一是项目慢，还有4个没开工。", ("64个", "60个", "4个")),
        ("未消除的703户中，因病325户、因残169户、其他209户，前两项占七成。", ("七成", "325户", "169户", "703户")),
        ("因病81户、因灾67户、因残38户，共186户。因病、因残两项合占64%。", ("64%", "81户", "38户", "186户")),
        ("全年援助资金8764万元，比上年增加524万元。\n上年援助资金8240万元。", ("524万元", "8764万元", "8240万元")),
        ("拨付率72%。\n资金拨付率要到95%，比现在提高23个百分点。", ("23个百分点", "95%", "72%")),
        ("安排项目64个，完工32个，正好一半。", ("一半", "32个", "64个")),
        ("去年产值12.6亿元，是五年前4.2亿元的三倍。", ("三倍", "12.6亿元", "4.2亿元")),
        (
            "诉求8640件，其中饮水、出行、就医分别有2160件、1728件和1296件，各占25%、20%和15%。",
            ("20%", "1728件", "8640件"),
        ),
        (
            "2022年1064万元，2023年1372万元，2024年1832万元；分别比上一年增长28.9%和33.5%。",
            ("33.5%", "1832万元", "1372万元"),
        ),
        ("各占25%、20%和15%，加在一起正好是六成。", ("六成", "25%", "20%", "15%")),
        ("学生1.29万人，每名学生每天补助4元，供餐200天，支出1032万元。", ("1032万元", "4元", "1.29万人", "200天")),
        ("卖出1.68亿元山货。\n累计销售额16843.2万元。", ("1.68亿元", "16843.2万元")),
        ("改造96所村小。\n新增项目学校32所，使总数达到128所。", ("128所", "96所", "32所")),
        (
            "交通补贴1162.7万元，稳岗补贴412万元。\n支出交通和稳岗补贴1574.7万元。",
            ("1574.7万元", "1162.7万元", "412万元"),
        ),
        ("销售16843.2万元。线下7579.44万元，占45%。线上9263.76万元。", ("16843.2万元", "7579.44万元", "9263.76万元")),
        ("配镜14004人次，已免费配12884副，还有1120人在等。", ("14004人次", "12884副", "1120人")),
        ("由5640元提到6120元，提高了480元，幅度是8.5%。", ("8.5%", "6120元", "5640元")),
        ("今年派来医生46名，比去年多15名，去年是31名，增长接近五成。", ("接近五成", "46名", "31名")),
        (
            "资金8125万元。\n产业4875万元，占60%；乡村1625万元，占20%；其他1625万元，占20%。",
            ("60%", "4875万元", "8125万元"),
        ),
    ],
)
def test_figures_that_go_together_by_their_sense(text: str, claims: tuple[str, ...]) -> None:
    assert claims in [found for _, verdict, found in told(text) if verdict != "conflict"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("安排项目64个，已验收50个。\n还有4个没开工。", ("64个", "50个", "4个")),
        ("因病325户、因残169户，占七成。\n共703户。", ("七成", "325户", "169户", "703户")),
        ("产业4875万元，占60%；就业1625万元，占20%；其他1625万元，占20%。", ("60%", "1625万元", "4875万元")),
        ("卖出1.68亿元山货。\n捐款1.68万元。", ("1.68亿元", "1.68万元")),
    ],
)
def test_figures_that_do_not_go_together(text: str, claims: tuple[str, ...]) -> None:
    assert claims not in [found for _, _, found in told(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("日均两万一，月收入三千五。", [("两万一", 21_000, "CNY"), ("三千五", 3500, "CNY")]),
        ("拨了38万元，去年是30万。", [("38万元", 380_000, "CNY"), ("30万", 300_000, "CNY")]),
        ("来了百八十户人家。", [("百八十户", 100, "household")]),
        ("一块五一块，收了336元。", [("一块五", 1.5, "CNY"), ("336元", 336, "CNY")]),
        ("岷川得92.4分。", [("92.4分", 92.4, "point")]),
        ("平均每名干部联系3.3户。", [("3.3户", 3.3, "household")]),
        ("课时不足16个。", [("16个", 16, "item")]),
    ],
)
def test_figures_as_people_say_them(text: str, figures: list[tuple[str, float, str]]) -> None:
    assert claims_of(check_text(text)) == figures


@pytest.mark.parametrize("text", ["三分建、七分管。", "种植3万，养殖2万。", "三岔口社区来了人。"])
def test_words_that_are_no_such_figures(text: str) -> None:
    assert claims_of(check_text(text)) == []


def test_commas_out_of_place_are_told_unreadable() -> None:
    found = check_text("全村共有2,34,5人参加，比2,345人少。").as_json()
    assert [one["text"] for one in found["unreadable"]] == ["2,34,5"]
    assert [one["text"] for one in found["claims"]] == ["2,345人"]


def test_cells_with_spaced_thousands_and_shares_that_make_a_hundred() -> None:
    head = "县区\t识别（户）\t占比（%）\t消除（户）\t消除率（%）\t未消除（户）\n"
    rows = ["甲县\t1 200\t40.0\t900\t75.0\t300", "乙县\t1 050\t35.0\t735\t70.0\t315", "丙县\t750\t25.0\t600\t80.0\t150"]
    found = told(head + "\n".join([*rows, "合计\t3 000\t100.0\t2 235\t74.5\t765"]))
    assert ("sum", "consistent", ("3 000", "1 200", "1 050", "750")) in found
    assert ("sum", "consistent", ("100.0", "40.0", "35.0", "25.0")) in found
    assert ("sum", "consistent", ("1 200", "900", "300")) in found
    wrong = told(head + "\n".join([*rows, "合计\t3 000\t100.0\t2 235\t74.5\t765"]).replace("35.0", "32.0"))
    assert ("sum", "conflict", ("100.0", "40.0", "32.0", "25.0")) in wrong


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("全县共选派驻村干部340人。", []),
        ("全县农村脱贫人口2万人。", []),
        ("“万企兴万村”行动投入3万元。", []),
        ("由市乡村振兴局发放3万元。", []),
        ("鼓励乡村发展产业3项。", []),
        ("在柳坪村投入3万元。", ["柳坪村"]),
        ("与宝坻区协作，投入3万元。", ["宝坻区"]),
    ],
)
def test_what_is_a_place(text: str, named: list[str]) -> None:
    places = [about["place"] for about in check_text(text).about.values() if about["place"]]
    assert places == named


@pytest.mark.parametrize(
    "text",
    [
        "延伸调查23个村、入户走访312户，平均每村走访13.6户（2022年度为每村9.8户）。",
        "物流补贴450万元（按每单1.5元测算，可补300万单），消费券350万元，培训80万元。",
    ],
)
def test_what_the_sentence_itself_tells_is_held_against_nothing_else(text: str) -> None:
    assert [found.formula for found in check_text(text).relations if found.verdict == "conflict"] == []


@pytest.mark.parametrize(
    ("text", "conflicts"),
    [
        ("管理费用118.42万元，占全年总支出2,731.92万元的4.16%。", 1),
        ("总收入2,846.37万元；管理费用118.42万元，占全年总支出2,731.92万元的4.16%。", 1),  # the share of the income
        ("管理费用118.42万元，占全年总支出2,731.92万元的4.33%。", 0),
        ("甲县投入120万元、乙县投入80万元，占全市总额3000万元的6.7%。", 0),  # both together
        ("女性1200人，党员300人，占全部3000人的40%。", 0),
        ("就业120人，比上年增加20人，占全部3000人的4%。", 0),
        ("管理费用约118万元，占全年总支出2,731.92万元的4.16%。", 0),
    ],
)
def test_a_share_is_held_to_the_part_and_the_whole_right_before_it(text: str, conflicts: int) -> None:
    assert sum(found.verdict == "conflict" for found in check_text(text).relations) == conflicts


@pytest.mark.parametrize(
    ("text", "conflicts"),
    [
        ("危房改造完成率95%，应改造240户，已改造210户。", 1),
        ("今年参保率93%，应参保7129人，实际参保7092人。", 1),
        ("危房改造完成率87.5%，应改造240户，已改造210户。", 0),
        ("危房改造开工率100%，应改造240户，已改造210户。", 0),  # begun, not finished
        ("签约率98%，应急物资240件，已发放210件。", 0),
        ("完成率95%，应改造240户，已发补助210户次。", 0),
    ],
)
def test_a_rate_is_held_to_what_was_due_and_done(text: str, conflicts: int) -> None:
    assert sum(found.verdict == "conflict" for found in check_text(text).relations) == conflicts
