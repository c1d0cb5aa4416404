"""Pages find the built front end, and stand without it."""

import json
import re
from pathlib import Path

import pytest

from bangfu.kernel import assets


@pytest.fixture
def dist(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "DIST", tmp_path)
    return tmp_path


def test_before_the_first_build_pages_stand_without_styles(dist):
    assert "not built" in assets.asset_tags()
    assert assets.icon("bell") == ""


def test_an_entry_brings_its_styles_and_its_script(dist):
    chunks = {"src/main.ts": {"file": "main.ab12.js", "css": ["main.cd34.css"]}, "icons.svg": {"file": "i.svg"}}
    (dist / "manifest.json").write_text(json.dumps(chunks), "utf-8")
    tags = assets.asset_tags()
    assert '<link rel="stylesheet" href="/static/dist/main.cd34.css">' in tags
    assert '<script type="module" src="/static/dist/main.ab12.js"></script>' in tags
    assert 'href="/static/dist/i.svg#bell"' in assets.icon("bell")


def test_an_icon_that_is_not_listed_is_left_out(dist):
    (dist / "manifest.json").write_text(json.dumps({"icons.svg": {"file": "i.svg"}}), "utf-8")
    assert assets.icon("no-such-icon") == ""


def test_every_icon_that_the_source_names_is_listed():
    package = Path(assets.__file__).parent.parent
    named = re.compile(r"""\bicon(?:_name)?["']?(?:=|:\s*|\()["']([a-z0-9-]+)["']""")
    files = [path for kind in ("*.py", "*.html") for path in package.rglob(kind) if "tests" not in path.parts]
    used = {name: path.name for path in files for name in named.findall(path.read_text("utf-8"))}
    assert {name: used[name] for name in used.keys() - assets.icon_names()} == {}
