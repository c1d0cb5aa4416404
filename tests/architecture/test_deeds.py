"""History never shows the name of a function: every deed that an action records has words."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import bangfu
from bangfu.kernel.flows.declarations import flows
from bangfu.kernel.history.deeds import deed_title
from bangfu.kernel.resources import resources
from bangfu.kernel.rows.history import action_title, action_titles, kinds_of_rows

ROOT = Path(bangfu.__file__).parent
NAMED = {"deed", "action", "action_name", "verb"}  # parameters by which a deed is handed on to history
ELSEWHERE = {"tests", "migrations", "pages", "assigner", "checker", "demo"}


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if not ELSEWHERE & set(parts):
            yield parts[1] if parts[0] == "workstreams" else parts[0], ast.parse(path.read_text("utf-8"))


def _takers(trees: list[tuple[str, ast.Module]]) -> dict[str, set[tuple[int, str]]]:
    """Function name → where it takes a deed."""
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for _app, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                found[node.name] |= {(i, arg.arg) for i, arg in enumerate(node.args.args) if arg.arg in NAMED}
    found["Change"].add((99, "action"))
    return found


def _words(node: ast.expr | None, app: str) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value.isascii():
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _words(node.body, app)
        yield from _words(node.orelse, app)
    elif isinstance(node, ast.JoinedStr):  # f"{transition}_need": every step of the app's flow of that name
        before, after = _around(node)
        noun = (before or after).strip("_")
        for flow in flows:
            if flow.name == f"{app}.{noun}":
                yield from (f"{before}{step.name}{after}" for step in flow.transitions)


def _around(node: ast.JoinedStr) -> tuple[str, str]:
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    place = parts.index(None)
    return "".join(map(str, parts[:place])), "".join(map(str, parts[place + 1 :]))


def recorded() -> list[tuple[str, str]]:
    """Every (app, deed) that the source hands to history."""
    trees = list(_trees())
    takers = _takers(trees)
    found = set()
    for app, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                for place, name in takers.get(called, ()):
                    by_name = next((k.value for k in node.keywords if k.arg == name), None)
                    given = node.args[place] if len(node.args) > place else by_name
                    found |= {(app, word) for word in _words(given, app)}
    return sorted(found)


def test_the_source_is_read() -> None:
    deeds = set(recorded())
    assert len(deeds) > 250
    assert {
        ("exchange", "match_line"),
        ("exchange", "release_claim"),
        ("monitoring", "case_decide"),
        ("parties", "split_area"),
    } <= deeds


@pytest.mark.parametrize(("app", "deed"), recorded(), ids=lambda one: str(one))
def test_every_deed_has_words(app: str, deed: str) -> None:
    own = [one for one in resources if one.model._meta.app_label == app]
    titles = {action_title(one, deed) for one in own} | {deed_title(deed, app)}
    assert titles - {deed, ""}, f"{app}: name {deed!r} in the app's deeds.py"


def test_the_list_of_all_changes_speaks_in_words() -> None:
    titles = action_titles()
    assert {deed for _app, deed in recorded()} <= titles.keys()
    assert all(title and title != name for name, title in titles.items())
    kinds = kinds_of_rows()
    assert all(kinds[model._meta.label_lower] for model in apps.get_models())
