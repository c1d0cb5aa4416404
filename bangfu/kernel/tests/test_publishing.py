"""Of a row only its declared columns leave the house, and none that identifies somebody."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from bangfu.kernel.publishing.declared import Asked, Found, PublicColumn, PublicListing
from bangfu.kernel.publishing.releasing import Withheld, masked_name, released
from bangfu.kernel.scanning import Sensitive

COLUMNS = (
    PublicColumn(name="title", title="需要什么", role="heading"),
    PublicColumn(name="text", title="说明", role="text"),
    PublicColumn(name="place", title="地区", kind="area"),
    PublicColumn(name="asker", title="求助方", kind="name"),
)
ROW = {"id": 7, "area_code": "430525101201", "title": "棉被两床", "text": "过冬用", "place": "430525101201"}


def test_what_is_not_declared_does_not_pass() -> None:
    public = released(COLUMNS, ROW | {"private_text": "患病", "head_name": "王建国", "asker": "王建国"})
    assert set(public) == {"id", "area_code", "title", "text", "place", "asker"}
    assert (public["area_code"], public["place"], public["asker"]) == ("430525101", "430525101", "王**")


@pytest.mark.parametrize(
    "number",
    [
        "15412345678",
        "１５４ １２３４ ５６７８",
        "幺五四 一二三四 五六七八",
        "430525197001011232",
        "6228 4804 0256 4890 018",
        "<b>154</b>12345678",
        "1\u200b5\u200b4\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7\u200b8",
    ],
)
def test_a_text_with_an_identifying_number_is_withheld(number: str) -> None:
    with pytest.raises(Withheld) as caught:
        released(COLUMNS, ROW | {"text": f"请联系{number}谢谢"})
    assert caught.value.columns == ("text",)
    assert number not in str(caught.value)


def test_a_number_split_over_two_columns_is_one_number() -> None:
    with pytest.raises(Withheld) as caught:
        released(COLUMNS, ROW | {"title": "请打154", "text": "12345678"})
    assert caught.value.kinds == (Sensitive.PHONE,)


def test_names_keep_the_family_name_only() -> None:
    assert [masked_name(name) for name in ("王建国", "李四", "欧阳小明", "王", "欧阳", "")] == [
        "王**", "李*", "欧阳**", "王*", "欧*", "",
    ]  # fmt: skip


def test_a_listing_has_one_heading_and_no_names() -> None:
    def listing(*columns: PublicColumn) -> PublicListing:
        return PublicListing(
            name="x", title="x", address="x", columns=columns, find=nothing, one=lambda _id, _places: None
        )

    def nothing(_asked: Asked) -> Found:
        return Found(rows=())

    with pytest.raises(ImproperlyConfigured):
        listing(PublicColumn(name="a", title="甲"))
    with pytest.raises(ImproperlyConfigured):
        listing(COLUMNS[0], COLUMNS[3])
