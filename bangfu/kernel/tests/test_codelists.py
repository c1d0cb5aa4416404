"""Code lists: labels by date, words of workbooks, seeds that never overwrite."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from bangfu.kernel.codelists import seeds
from bangfu.kernel.codelists.actions import add_code, change_code
from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.codelists.queries import choices, codes, label, labels, words
from bangfu.kernel.codelists.resources import _list_words
from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.errors import Conflict, Denied
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import alice, carol

pytestmark = pytest.mark.django_db
LAST_OF_2020, FIRST_OF_2021 = date(2020, 12, 31), date(2021, 1, 1)


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> dict:  # type: ignore[type-arg]
    """A seed file with a code that changes its name in 2021 and one that ends in 2020."""
    content = {
        "list": [
            {
                "name": "colour",
                "title": "颜色",
                "status": "background",
                "codes": [
                    {"code": "r", "label": "红", "en": "Red", "synonyms": ["朱", "赤"]},
                    {"code": "b", "label": "青", "to": LAST_OF_2020},
                    {"code": "b", "label": "蓝", "from": FIRST_OF_2021, "synonyms": ["青"]},
                    {"code": "g", "label": "灰", "to": LAST_OF_2020},
                ],
            }
        ]
    }
    monkeypatch.setattr(seeds, "seed_files", lambda _folder: [(Path("colour.toml"), content)])
    load_codelists()
    return content


def test_choices_are_those_of_the_day(colours: dict) -> None:  # type: ignore[type-arg]
    assert choices("colour", date(2020, 6, 1)) == [("r", "红"), ("b", "青"), ("g", "灰")]
    assert choices("colour", FIRST_OF_2021) == [("r", "红"), ("b", "蓝")]


def test_label_of_the_day_and_of_the_past(colours: dict) -> None:  # type: ignore[type-arg]
    assert label("colour", "b", LAST_OF_2020) == "青"
    assert label("colour", "b") == "蓝"
    assert label("colour", "g") == "灰"  # no longer valid, still readable
    assert label("colour", "?") == "?"
    assert labels("colour") == {"r": "红", "b": "蓝", "g": "灰"}


def test_words_of_workbooks(colours: dict) -> None:  # type: ignore[type-arg]
    assert words("colour")["青"] == words("colour")["蓝"] == "b"
    assert words("colour")["赤"] == words("colour")["Red"] == words("colour")["r"] == "r"
    assert "灰" not in words("colour")


def test_english_label_on_english_pages(colours: dict) -> None:  # type: ignore[type-arg]
    with translation.override("en"):
        assert choices("colour")[0] == ("r", "Red")
        assert choices("colour")[1] == ("b", "蓝")


def test_unknown_list_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        codes("no-such-list")


def test_loading_again_changes_nothing_and_keeps_edits(colours: dict) -> None:  # type: ignore[type-arg]
    assert load_codelists() == 0
    red = Code.objects.get(code_list="colour", code="r")
    change_code(carol(), red, label="大红", reason="本县叫法")
    colours["list"][0]["codes"][0]["label"] = "赤红"
    colours["list"][0]["codes"][3]["note"] = "已停用"
    assert load_codelists() == 1
    assert label("colour", "r") == "大红"
    assert Code.objects.get(code_list="colour", code="g").note == "已停用"


def test_a_code_given_twice_is_refused(colours: dict) -> None:  # type: ignore[type-arg]
    colours["list"][0]["codes"].append({"code": "r", "label": "又红"})
    with pytest.raises(ImproperlyConfigured, match="r twice"):
        load_codelists()


def test_adding_a_code(colours: dict) -> None:  # type: ignore[type-arg]
    code_list = CodeList.objects.get(name="colour")
    user = carol()
    add_code(user, code_list=code_list, code="w", label="白")
    assert label("colour", "w") == "白"
    with pytest.raises(Conflict):
        add_code(user, code_list=code_list, code="w", label="雪白")
    with pytest.raises(Denied):
        add_code(alice(), code_list=code_list, code="k", label="黑")


def test_labels_of_many_cost_one_read(colours: dict, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def,type-arg]
    with django_assert_num_queries(2):  # lists and codes
        assert [label("colour", "r") for _ in range(100)] == ["红"] * 100


def test_every_shipped_list_is_complete() -> None:
    for code_list in CodeList.objects.all():
        assert code_list.title_en, code_list.name
        assert code_list.source, code_list.name
        for code in code_list.codes.all():
            assert code.label_en, (code_list.name, code.code)
            assert len(code.code) <= 20, (code_list.name, code.code)


@pytest.mark.parametrize("day", [date(2018, 1, 1), date(2020, 6, 1), date(2023, 1, 1), date(2026, 6, 1)])
def test_no_word_stands_for_two_codes_of_one_day(day: date) -> None:
    for code_list in CodeList.objects.all():
        seen: dict[str, str] = {}
        for row in codes(code_list.name, day):
            for word in {row.code, row.label, *row.synonyms}:
                assert seen.setdefault(word, row.code) == row.code, (code_list.name, word)


def test_operator_may_edit_codes() -> None:
    operator = User.objects.create(username="op", name="Op", is_operator=True)
    code_list = CodeList.objects.create(name="x", title="某表", status="confirmed")
    assert add_code(operator, code_list=code_list, code="1", label="一").edited_by == operator


def test_lists_are_called_in_the_readers_language(db: None) -> None:
    CodeList.objects.create(name="rooms", title="房间", title_en="Rooms", status="background")
    CodeList.objects.create(name="own", title="本县自定", title_en="", status="background")
    with translation.override("en"):
        assert (_list_words()["房间"], _list_words()["本县自定"]) == ("Rooms", "本县自定")
    with translation.override("zh-hans"):
        assert _list_words()["房间"] == "房间"
