"""Shipped words stand in the script of the page; names stay as they are written."""

import pytest
from django.utils.translation import override

from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.codelists.queries import choices, forget_codes, label, words
from bangfu.kernel.traditional import KeptNames, in_script, in_script_around, kept_names, titles_in_script


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-hant", "監測戶（風險已消除）"), ("zh-hans", "监测户（风险已消除）"), ("en", "监测户（风险已消除）")],
)
def test_words_follow_the_language(language: str, text: str) -> None:
    with override(language):
        assert in_script("监测户（风险已消除）") == text


def test_a_name_inside_words_stays() -> None:
    with override("zh-hant"):
        assert in_script_around("茅箭区", "茅箭区社会扶贫工作综述") == "茅箭区社會扶貧工作綜述"
        assert in_script_around("", "综述") == "綜述"
    assert in_script_around("茅箭区", "茅箭区综述") == "茅箭区综述"


def test_names_inside_titles_stay_the_longer_before_the_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = KeptNames(name="test", read=lambda: ["于都县", "于都", "云县", ""])
    monkeypatch.setattr(type(kept_names), "__iter__", lambda _registry: iter([declared]))
    titles = ["于都县关于防止返贫的通知", "云县、于都两地协议", "国务院关于帮扶的通知"]
    with override("zh-hant"):
        assert list(titles_in_script(titles).values()) == [
            "于都县關於防止返貧的通知", "云县、于都兩地協議", "國務院關於幫扶的通知",
        ]  # fmt: skip
    assert titles_in_script(titles) == {title: title for title in titles}


def test_code_lists_are_shown_and_read_in_both_scripts(db: None) -> None:
    rows = CodeList.objects.create(name="standing_words", title="身份", title_en="Standing")
    Code.objects.create(code_list=rows, code="out", label="脱贫户", label_en="Out of poverty")
    forget_codes()
    try:
        with override("zh-hant"):
            assert label("standing_words", "out") == "脫貧戶"
            assert choices("standing_words") == [("out", "脫貧戶")]
            assert words("standing_words")["脫貧戶"] == words("standing_words")["脱贫户"] == "out"
        with override("en"):
            assert label("standing_words", "out") == "Out of poverty"
        assert label("standing_words", "out") == "脱贫户"
    finally:
        rows.codes.all().delete()
        rows.delete()
        forget_codes()
