"""Maps: which step a value takes, what is drawn as what, and that words stay inside their shapes."""

from xml.etree import ElementTree

import pytest
from django.template import engines

from bangfu.kernel.maps import MapItem, amounts, classes, draw, shares
from bangfu.kernel.maps.drawing import Drawing
from bangfu.kernel.maps.geometry import frame_of, widest_place

SQUARE = [[(110.0, 32.0), (110.1, 32.0), (110.1, 32.1), (110.0, 32.1)]]


def item(key: str, value: float | str | None = 1.0, **fields: object) -> MapItem:
    return MapItem(key, f"村{key}", value, str(value), url=f"/v/{key}/", **fields)  # type: ignore[arg-type]


def rendered(drawing: Drawing) -> ElementTree.Element:
    text = '{% from "kernel/macros.html" import map_figure %}{{ map_figure(d, table=false) }}'
    template = engines["jinja2"].from_string(text)
    return ElementTree.fromstring(template.render({"d": drawing}))


def test_only_what_is_whole_takes_the_last_step_of_shares() -> None:
    scale = shares()
    assert [scale.step_of(value) for value in (0, 0.5, 0.7999, 0.95, 0.9999, 1, None)] == [0, 1, 1, 3, 3, 4, None]


def test_amounts_set_zero_apart_and_reach_from_the_least_to_the_most() -> None:
    values = [0, 0, 3, 4, 7, 12, 40, 41, 260]
    scale = amounts(values, unit="户")
    steps = [scale.step_of(value) for value in values]
    assert steps[:2] == [0, 0]
    assert steps == sorted(steps)
    assert steps[-1] == len(scale.steps) - 1
    assert steps[2] == 1
    assert str(scale.steps[0].title) == "0 户"


@pytest.mark.parametrize("values", [[], [5], [5, 5, 5], [0], [0.2, 0.4], [1, 2, 3, 4, 5, 6]])
def test_every_amount_has_a_step_with_words(values: list[float]) -> None:
    scale = amounts(values)
    for value in values:
        step = scale.step_of(value)
        assert step is not None
        assert scale.steps[step].title


def test_a_class_nobody_declared_is_no_data_and_a_tone_nobody_knows_is_a_mistake() -> None:
    scale = classes({"late": ("逾期", "bad"), "done": ("完成", "good")})
    assert [scale.step_of(value) for value in ("done", "other")] == [1, None]
    with pytest.raises(ValueError, match="purple"):
        classes({"late": ("逾期", "purple")})


def test_outlines_become_shapes_coordinates_dots_and_the_rest_tiles_of_their_group() -> None:
    drawing = draw(
        "图",
        [
            item("1", outline=SQUARE),
            item("2", point=(110.05, 32.2)),
            item("3", group="甲镇"),
            item("4", None, group="甲镇"),
            item("5", group="乙镇"),
        ],
        shares(),
    )
    root = rendered(drawing)
    assert len(root.findall(".//path")) == 1
    assert len(root.findall(".//circle")) == 1
    assert [group.text for group in root.findall(".//p[@class='map-group']")] == ["甲镇", "乙镇"]
    links = [link.get("href") for link in root.iter("a")]
    assert {f"/v/{n}/" for n in range(1, 6)} <= set(links)
    assert [count for _title, look, count in drawing.legend if look == "none"] == [1]


def test_everything_drawn_lies_inside_the_frame_with_north_up() -> None:
    frame = frame_of([(110.0, 32.0), (110.4, 32.1)])
    west, east = frame.at((110.0, 32.0)), frame.at((110.4, 32.1))
    assert 0 <= west[0] < east[0] <= frame.width
    assert 0 <= east[1] < west[1] <= frame.height
    alone = frame_of([(110.0, 32.0)])
    assert 0 < alone.at((110.0, 32.0))[0] < alone.width
    assert 0 < alone.at((110.0, 32.0))[1] < alone.height


def test_words_lie_in_the_broad_part_of_a_shape_and_never_in_a_hole() -> None:
    stem_and_head = [[(0, 0), (200, 0), (200, 60), (20, 60), (20, 200), (0, 200)]]
    (x, y), room = widest_place(stem_and_head)
    assert 15 < y < 60
    assert room > 150
    with_hole = [[(0, 0), (300, 0), (300, 100), (0, 100)], [(20, 10), (160, 10), (160, 90), (20, 90)]]
    (x, y), room = widest_place(with_hole)
    assert 160 < x < 300
    assert room > 100


def test_a_name_with_markup_is_shown_as_text() -> None:
    drawing = draw("图", [MapItem("1", "<b>村</b>", 1.0, "<i>", outline=SQUARE)], shares())
    root = rendered(drawing)
    assert root.find(".//b") is None
    assert "<b>村</b>" in "".join(root.itertext())
