"""Units that relations lend, and those that the words before a figure give it."""

from bangfu.reports.checker.check import check_text


def units(text: str) -> list[tuple[str, str]]:
    return [(claim.text, claim.unit) for claim in check_text(text).claims]


def test_parts_of_named_things_are_such_things() -> None:
    told = dict(units("全县帮扶车间39个。从行业看，服装箱包15个，食品加工13个，电子组装6个，手工编织5个。"))
    assert {told[text] for text in ("39个", "15个", "13个", "6个", "5个")} == {"facility"}


def test_what_is_named_keeps_its_own_unit() -> None:
    told = dict(units("建成专馆3个、车间14个，合计17个。"))
    assert (told["3个"], told["14个"]) == ("point", "facility")


def test_what_grows_is_named_before_it() -> None:
    assert units("帮扶车间由去年底的42个增加到51个。") == [("42个", "facility"), ("51个", "facility")]


def test_who_runs_a_place_is_counted_with_家() -> None:
    assert units("补贴爱心食堂28家，带动车间12家。") == [("28家", "organisation"), ("12家", "organisation")]


def test_kinds_are_counted_by_themselves() -> None:
    assert units("项目分为产业19个、公共服务5个三类。")[:2] == [("19个", "project"), ("5个", "project")]
