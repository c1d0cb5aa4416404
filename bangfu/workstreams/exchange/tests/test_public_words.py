"""Health, address and school told in free words are stopped or shown to the reviewer; ordinary texts pass."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Denied, Refused
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.public_words import add_public_words, change_public_words
from bangfu.workstreams.exchange.models import Need, PublicWords
from bangfu.workstreams.exchange.public_words_seed import load_public_words
from bangfu.workstreams.exchange.sensitive import hints_in, rules_today
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place

TELLING = (
    "母亲患有糖尿病，需要血糖仪",
    "父亲癌症晚期",
    "孩子确诊白 血 病",
    "老人瘫痪在床，要护理床",
    "残-疾人轮椅一辆",
    "家中有精神障碍的儿子",
    "因 病 返贫，缺生活费",
    "透析路费",
    "聋哑老人的助听器",
    "王奶奶的棉被",
    "给李大爷一台收音机",
    "户主张某，需要电视",
    "第3组村民要水管",
    "住三组，要烤火炉",
    "村东头2号楼",
    "幸福街12号的老人要米",
    "5栋2单元门口接货",
)
DOUBTFUL = (
    "降压药",
    "行动不便，要轮椅",
    "读三年级，要书包",
    "村小学的书桌",
    "家住半山，要水桶",
    "刚做完手术",
    "小明今年8岁，要画笔",
    "东西到了加微信",
)
ORDINARY = (
    "健康体检", "卫生院义诊", "上门义诊", "量血压做检查", "轮椅一辆", "助听器", "血压计", "护理床", "病床一张",
    "棉被两床", "书包和文具", "课外书一套", "高中学费", "大学生活费", "小学生书包", "学习桌一张", "小书桌", "一组书架",
    "三组沙发", "5号电池两板", "42号胶鞋", "XL号棉衣", "烤火炉", "大米和食用油", "上门理发", "周末作业辅导", "学电工",
    "养蜂培训", "附近工厂的岗位", "防治猪病的技术", "果树病虫害防治", "种中药材", "农药喷雾器", "大病保险缴费",
    "水渠修补", "和奶奶一起过年的新衣", "给爷爷的收音机", "孩子和爷爷的棉鞋", "帮卖土鸡蛋300个", "滞销脐橙2000斤",
    "一周岁奶粉", "马铃薯种子", "江南牌缝纫机", "白衬衣两件", "石磨一台", "黄牛一头", "高压锅", "金银花苗", "田园工具",
    "2025年春耕化肥", "身高130厘米的棉衣", "电视机一台", "过冬蜂窝煤100个", "老花镜200度", "消毒碗柜", "两个单人床",
    "第二批鸡苗",
)  # fmt: skip


@pytest.fixture
def words(place: Place) -> Place:
    """The words that come with the exchange hold."""
    load_public_words()
    return place


def test_ordinary_texts_pass_without_a_word(words: Place) -> None:
    told = {text: found for text in ORDINARY if (found := hints_in(text, rules_today()))}
    assert told == {}


@pytest.mark.parametrize(
    "text",
    [
        "微信号 zhang_san888",
        "微信：zhangsan88",
        "QQ 123456789",
        "扣扣号是１２３４５６",
        "vx:abc_def12",
        "写信到 lisi@example.cn",
    ],
)
def test_an_account_by_which_somebody_is_reached_is_refused(words: Place, text: str) -> None:
    for asker in (words.home, words.school):
        with pytest.raises(Refused, match="账号或邮箱"):
            words.need(asker=asker.pk, text=text)


@pytest.mark.parametrize("text", ["关注微信公众号“爱心茅箭”", "教老人用微信视频", "会用抖音卖货的老师", "QQ牌糖果两箱"])
def test_services_may_be_named(words: Place, text: str) -> None:
    assert words.need(asker=words.school.pk, text=text).text == text


@pytest.mark.parametrize("text", TELLING)
def test_a_family_is_not_told_of(words: Place, text: str) -> None:
    for field in ("title", "text"):
        with pytest.raises(Refused) as refused:
            words.need(**{field: text})
        assert refused.value.field == field
    assert words.need(private_text=text).private_text == text


def test_the_reviewer_looks_at_what_is_doubtful(words: Place) -> None:
    needs = [words.need(title=text) for text in DOUBTFUL]
    needs.append(words.need(title="大米"))
    with pytest.raises(Refused) as refused:
        actions.publish_needs(words.township, [need.pk for need in needs])
    assert [any(need.title in problem for problem in refused.value.problems) for need in needs] == [True] * len(
        DOUBTFUL
    ) + [False]
    assert actions.publish_needs(words.township, [need.pk for need in needs], seen=True) == len(needs)


def test_having_looked_does_not_let_a_name_pass(words: Place) -> None:
    need = words.need()
    Need.objects.filter(pk=need.pk).update(title="王建国的药")
    with pytest.raises(Refused):
        actions.publish_needs(words.township, [need.pk], seen=True)


def test_the_village_and_the_schools_around_are_not_named(words: Place) -> None:
    for text in ("卡子村的老人要米", "卡子小学的书包"):
        with pytest.raises(Refused):
            words.need(title=text)
    assert words.need(title="阅览室书架", asker=words.school.pk, text="卡子小学，三年级一班").pk  # asks for itself
    assert words.need(title="学校旁的路灯").pk


def test_offers_may_speak_of_illness(words: Place) -> None:
    for title in ("白内障手术二十例", "残疾人轮椅十辆", "慢性病义诊", "糖尿病筛查"):
        offer = actions.make_offer(
            words.donor, kind="service", title=title, quantity=20, unit="service", valid_from=timezone.localdate()
        )
        assert offer.pk
    with pytest.raises(Refused):
        actions.make_offer(
            words.donor, kind="service", title="义诊，电话15412345678", quantity=1, valid_from=timezone.localdate()
        )


def test_a_county_adds_words_for_a_time(words: Place) -> None:
    assert words.need(title="豆腐坊旁边的棉被").pk
    with pytest.raises(Denied):
        add_public_words(words.village, tells="place", words="豆腐坊")
    row = add_public_words(words.county, tells="place", words="豆腐坊，#里坡", allowed="豆腐坊设备")
    for text in ("豆腐坊旁边的棉被", "三里坡上的棉被"):
        with pytest.raises(Refused):
            words.need(title=text)
    assert words.need(title="豆腐坊设备").pk
    change_public_words(words.county, row, valid_to=timezone.localdate() - timedelta(days=1))
    assert words.need(title="豆腐坊旁边的棉被").pk


@pytest.mark.parametrize("given", [{"words": "#"}, {"words": " 、"}, {"words": "甲", "valid_to": date(2000, 1, 1)}])
def test_words_that_would_stop_everything_are_refused(words: Place, given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        add_public_words(words.county, **({"tells": "place", "valid_from": date(2020, 1, 1)} | given))


def test_what_came_with_the_software_is_loaded_once_and_then_the_countys(words: Place) -> None:
    row = PublicWords.objects.get(seed="illness")
    change_public_words(words.county, row, words="患有")
    assert load_public_words() == 0
    assert PublicWords.objects.get(seed="illness").words == "患有"
    assert words.need(title="透析路费").pk


def test_the_desk_shows_the_hints_and_publishes_what_was_looked_at(words: Place, visit: Any) -> None:
    need = words.need(title="降压药")
    said = visit(words.township, "/exchange/desk/?show=reviewing").said
    assert "公开用语提示" in said
    refused = visit(words.township, "/exchange/desk/publish/", post={"ids": [need.pk]})
    assert refused.status_code == 422
    assert "降压药" in refused.said
    visit(words.township, "/exchange/desk/publish/", post={"ids": [need.pk], "seen": "1"})
    assert Need.objects.get(pk=need.pk).state == "published"
    assert COUNTY in need.area_code
