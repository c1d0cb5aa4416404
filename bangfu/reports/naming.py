"""What writers call figures, their dimensions and the values of these; Chinese, whatever language the pages are in."""

from __future__ import annotations

from django.utils.translation import override

from bangfu.figures.computing import dimensions_of
from bangfu.figures.declared import figures
from bangfu.figures.dimension_words import detail_of, dimension_title, narrowed_by
from bangfu.figures.scoping import sources_of
from bangfu.reports.template.naming import FigureNames

PLACES = {"partner": "对方地区", "county": "县区", "township": "乡镇", "village": "村"}


def figure_names() -> FigureNames:
    """Return the names of all figures."""
    with override("zh-hans"):
        titles = {figure.name: str(figure.title) for figure in figures}
    return FigureNames(titles, dimension_titles, value_titles)


def dimension_titles(code: str) -> dict[str, str]:
    """Return what the dimensions of a figure are called; of an unknown figure, nothing."""
    figure = figures.get(code)
    if figure is None:
        return {}
    with override("zh-hans"):
        own = {name: str(dimension_title(figure, name)) for name in (*dimensions_of(figure), *narrowed_by(figure))}
    return PLACES | own


def value_titles(code: str, dimension: str) -> dict[str, str]:
    """Return what the values of a dimension are called where they are chosen from a list; else nothing."""
    figure = figures.get(code)
    if figure is None:
        return {}
    source = sources_of(figure)[0]
    detail = detail_of(source, dimension, figure.expression) if source.dimension(dimension) is None else None
    if detail is None:
        return {}
    with override("zh-hans"):
        return {value: str(title) for value, title in detail.choices}
