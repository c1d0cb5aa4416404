"""What the framework's form fields refuse is said in the words of our pages, in every language."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

FIELDS = [
    (forms.CharField(max_length=3), "一二三四", "最多写 3 个字，现在是 4 个。", "最多寫 3 個字，現在是 4 個。"),
    (forms.CharField(), "", "请填写这一项。", "請填寫這一項。"),
    (forms.DecimalField(), "3万", "请填数字，例如 1234.5，不带单位和符号。", "請填數字，例如 1234.5，不帶單位和符號。"),
    (forms.DecimalField(min_value=Decimal("0.01")), "-2", "不能小于 0.01。", "不能小於 0.01。"),
    (forms.DecimalField(max_digits=4), "12345", "数字太大，最多 4 位。", "數字太大，最多 4 位。"),
    (
        forms.DateField(),
        "2026-09-32",
        "没有这个日期，请填成 2026-09-30 这样。",
        "沒有這個日期，請填成 2026-09-30 這樣。",
    ),
]


@pytest.mark.parametrize(("field", "typed", "simplified", "traditional"), FIELDS)
def test_a_refusal_reads_as_our_own(field: forms.Field, typed: str, simplified: str, traditional: str) -> None:
    for language, words in (("zh-hans", simplified), ("zh-hant", traditional)):
        with translation.override(language), pytest.raises(forms.ValidationError) as refused:
            field.clean(typed)
        with translation.override(language):
            assert refused.value.messages == [words]


def test_english_keeps_the_framework_s_own_words() -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError) as refused:
        forms.DecimalField().clean("x")
    with translation.override("en"):
        assert refused.value.messages == ["Enter a number."]
