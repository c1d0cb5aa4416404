"""The macros draw what pages give them, escape it, and refuse what they do not know."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.utils import translation
from jinja2 import FileSystemLoader, UndefinedError
from lxml import html

from bangfu.kernel.jinja_environment import control, environment

TEMPLATES = Path(__file__).parent.parent / "jinja2"
ENV = environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)


def draw(call: str, **given):
    """Draw one macro call and parse it."""
    name = call.partition("(")[0]
    template = ENV.from_string(f'{{% from "kernel/macros.html" import {name} %}}<div>{{{{ {call} }}}}</div>')
    return html.fromstring(template.render(**given))


def test_money_shows_its_exact_yuan_and_opens_to_its_records():
    drawn = draw("money(value, url='/f/1/')", value=Decimal("67519100"))
    assert drawn.xpath("string(.//a[@href='/f/1/'])") == "6,751.91万元"
    assert drawn.xpath(".//span/@title") == ["67,519,100.00 元"]


def test_a_table_escapes_its_cells_and_labels_them_for_the_phone():
    columns = [{"key": "a", "title": "户主"}, {"key": "b", "title": "人口", "align": "right"}]
    drawn = draw("table(columns, rows)", columns=columns, rows=[("<script>", 4)])
    assert drawn.xpath("string(.//tbody/tr/td[1])") == "<script>"
    assert drawn.xpath(".//tbody/tr/td/@data-label") == ["户主", "人口"]
    assert drawn.xpath(".//td[2]/@class") == ["right"]


def test_a_table_says_which_way_it_is_sorted():
    columns = [{"key": "a", "title": "户主", "sort_url": "?sort=-a", "sorted": "ascending"}]
    drawn = draw("table(columns, [])", columns=columns)
    assert drawn.xpath("string(.//th[@aria-sort='ascending']/a[@href='?sort=-a'])") == "户主"
    assert drawn.xpath("string(.//td)") == "没有记录"


def test_rows_chosen_in_a_table_belong_to_the_bulk_form():
    rows = [{"cells": ("柯满仓",), "row_id": 7}]
    drawn = draw("table([{'key': 'a', 'title': '户主'}], rows, select='ids')", rows=rows)
    assert drawn.xpath(".//input[@name='ids' and @form='bulk']/@value") == ["7"]


def test_the_pager_names_the_current_page_and_skips_the_far_ones():
    drawn = draw("pager(10, 49, 2402, url_for)", url_for=lambda n: f"?page={n}")
    assert drawn.xpath("string(.//*[@aria-current='page'])") == "10"
    assert drawn.xpath(".//li[@class='page']/a/@href") == [f"?page={n}" for n in (1, 8, 9, 11, 12, 49)]


class HouseholdForm(forms.Form):
    head = forms.CharField(label="户主", help_text="户口簿上的户主")
    moved = forms.BooleanField(label="搬迁户", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_help_and_error_to_its_control():
    form = HouseholdForm({"head": ""})
    drawn = draw("field(form['head'])", form=form)
    control = drawn.xpath(".//input")[0]
    assert drawn.xpath(f"string(.//label[@for='{control.get('id')}'])").startswith("户主")
    assert control.get("aria-invalid") == "true"
    described = control.get("aria-describedby").split()
    texts = [drawn.xpath(f"string(.//*[@id='{one}'])") for one in described]
    assert texts == ["户口簿上的户主", form.errors["head"][0]]


def test_fields_keep_hidden_ones_and_dress_check_boxes():
    drawn = draw("fields(form)", form=HouseholdForm())
    assert drawn.xpath(".//input[@type='hidden']/@name") == ["secret"]
    assert drawn.xpath("string(.//label[.//input[@type='checkbox']])").strip() == "搬迁户"


def test_an_error_tells_row_column_value_and_remedy():
    error = {"row": 128, "column": "证件号码", "value": "4203X", "message": "位数不对", "remedy": "填 18 位"}
    drawn = draw("error_table([error], more=3)", error=error)
    cells = [" ".join(td.text_content().split()) for td in drawn.xpath(".//tbody/tr/td")]
    assert cells == ["128", "证件号码", "4203X", "错误 位数不对", "填 18 位"]
    assert "3 条" in drawn.text_content()


def test_a_masked_number_offers_its_unmasking_only_with_an_address():
    assert draw("masked('4203****1234', '/u/1/', '证件号')").xpath(".//a/@href") == ["/u/1/"]
    assert not draw("masked('4203****1234')").xpath(".//a")


def test_a_chart_carries_data_and_no_script():
    drawn = draw("chart({'series': [{'name': '</script><b>'}]}, '按月')")
    assert drawn.xpath(".//script/@type") == ["application/json"]
    assert not drawn.xpath(".//b")


def test_a_state_is_a_word_before_it_is_a_colour():
    assert draw("state('逾期', 'bad')").xpath("string(.//span[@class='state state-bad'])") == "逾期"


def test_a_posting_macro_without_its_token_is_refused():
    with pytest.raises(UndefinedError):
        draw("confirm_button(csrf_input, '/x/', '撤销', '确定？')")


def test_the_layout_stands_with_nothing_known():
    page = html.fromstring(ENV.get_template("kernel/error.html").render(status=500))
    assert page.xpath("string(//h1)") == "系统出错了"
    assert page.get("lang") == "zh-Hans"
    assert not page.xpath("//nav | //form")


def test_no_template_holds_what_the_content_policy_refuses():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        inline = r"\s(style|on[a-z]+)=|<style|<script(?![^>]*(src=|type=\"application/json\"))"
        assert not re.search(inline, text), path.name


def test_the_gallery_shows_every_macro():
    page = ENV.get_template("kernel/gallery.html").render(shown_at=datetime.now(UTC), url_for=str)
    assert html.fromstring(page).xpath("//h1/text()") == ["组件样张"]
    used = set(re.findall(r"\b([a-z_]+)\(", (TEMPLATES / "kernel/gallery.html").read_text("utf-8")))
    facade = ENV.get_template("kernel/macros.html").module
    macros = {name for name, value in vars(facade).items() if type(value).__name__ == "Macro"}
    assert macros - used == {"field", "fields"}, "all but those that need a Django form"


class Dated(forms.Form):
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_day_is_filled_in_as_browsers_read_it(language):
    with translation.override(language):
        assert 'value="2020-11-03"' in control(Dated(initial={"on": date(2020, 11, 3)})["on"])
