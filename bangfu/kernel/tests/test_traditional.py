"""Shipped words stand in the script of the page; names stay as they are written."""

import pytest
from django.utils.translation import override

from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.codelists.queries import choices, forget_codes, label, words
from bangfu.kernel.traditional import in_script, in_script_around


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
