"""Rows of any shape come out as the one shape that the table macro draws."""

import pytest
from markupsafe import Markup

from bangfu.kernel.grids import Column, columns_of, draw_cells, rows_of, totals_of

COLUMNS = columns_of([{"key": "name", "title": "户主"}, {"key": "people", "title": "人口", "align": "right"}])


def test_tuples_mappings_and_rows_with_cells_are_the_same_row():
    shapes = [("柯满仓", 4), {"name": "柯满仓", "people": 4}, {"cells": ("柯满仓", 4)}]
    assert [[cell.text for cell in row.cells] for row in rows_of(COLUMNS, shapes)] == [["柯满仓", 4]] * 3


def test_a_row_that_leads_somewhere_links_its_first_cell():
    (row,) = rows_of(COLUMNS, [{"name": "柯满仓", "people": 4, "row_url": "/h/1/", "row_id": 1}])
    assert (row.url, row.id, row.cells[0].url, row.cells[1].url) == ("/h/1/", 1, "/h/1/", "")


def test_missing_values_are_a_dash_but_missing_totals_are_empty():
    assert rows_of(COLUMNS, [("柯满仓", None)])[0].cells[1].text == "—"
    assert [cell.text for cell in totals_of(COLUMNS, ("合计", ""))] == ["合计", ""]


def test_zero_is_a_value():
    assert rows_of(COLUMNS, [("柯满仓", 0)])[0].cells[1].text == 0


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        rows_of(COLUMNS, [("柯满仓",)])


def test_unknown_keys_of_a_column_or_cell_are_refused():
    with pytest.raises(TypeError):
        columns_of([{"key": "name", "title": "户主", "colour": "red"}])
    with pytest.raises(TypeError):
        rows_of(COLUMNS, [({"text": "x", "href": "/"}, 1)])


def test_a_heading_cannot_break_out_of_its_attribute():
    assert Column("x", 'a" onclick="b').attributes.count('"') == 2


def test_a_sort_order_must_be_known():
    with pytest.raises(ValueError, match="sorted"):
        Column("x", "x", sorted="up")


def test_cells_are_drawn_escaped_with_link_tone_and_title():
    cells = rows_of(COLUMNS, [({"text": "<b>", "url": '/?a="&b=1'}, {"text": 4, "tone": "bad", "title": "多于 3"})])[
        0
    ].cells
    assert draw_cells(cells) == (
        '<td data-label="户主"><a href="/?a=&#34;&amp;b=1">&lt;b&gt;</a></td>'
        '<td class="right" data-label="人口"><span title="多于 3"><span class="state state-bad">4</span></span></td>'
    )


def test_markup_is_drawn_as_it_is():
    assert "<b>4</b>" in draw_cells(rows_of(COLUMNS, [("柯满仓", Markup("<b>4</b>"))])[0].cells)


def test_a_missing_value_is_marked_so_that_a_card_can_leave_it_out():
    cells = rows_of(COLUMNS, [(None, "")])[0].cells
    assert draw_cells(cells) == (
        '<td class="missing" data-label="户主">—</td><td class="right missing" data-label="人口">—</td>'
    )
