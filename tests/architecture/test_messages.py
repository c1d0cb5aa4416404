"""The pages' words are complete in every language: nothing untranslated, nothing left over, nothing unreadable."""

import ast
import gettext
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from bangfu.config import messages

APPS = messages.apps()
CODE_LISTS = sorted(messages.PACKAGE.rglob("codelists/*.toml"))
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogues() -> dict[Path, dict[messages.Key, messages.Words]]:
    """What each app's English catalogue holds."""
    paths = {app: messages.catalogue_path(app, messages.ENGLISH) for app in APPS}
    return {app: messages.translations_in(messages.read_catalogue(path)) for app, path in paths.items()}


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_message_has_its_english(app):
    assert messages.faults_of(app) == [], "run `python -m bangfu.config.messages extract`, then write the English"


def test_one_message_has_one_translation(catalogues):
    """Django merges the apps' catalogues, so a second translation of the same words would win at random."""
    found = defaultdict(set)
    for entries in catalogues.values():
        for key, words in entries.items():
            found[key].add(words)
    assert {key.words: words for key, words in found.items() if len(words) > 1} == {}


def test_english_is_english(catalogues):
    chinese = [words for entries in catalogues.values() for words in entries.values() if HAN.search(str(words))]
    assert chinese == []


def test_messages_are_literals():
    """What is put together before it is looked up is never found."""
    found = []
    for path in (path for app in APPS for path in messages.sources_of(app) if path.suffix == ".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_lookup = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
            if is_lookup and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args):
                found.append(f"{path}:{node.lineno}")
    assert found == []


def test_catalogues_compile_and_are_read(tmp_path, monkeypatch):
    """Compile the kernel's words into a folder of their own and look some up, as Django does."""
    source = messages.catalogue_path(messages.PACKAGE / "kernel", messages.ENGLISH)
    copy = messages.catalogue_path(tmp_path, messages.ENGLISH)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(source.read_bytes())
    monkeypatch.setattr(messages, "apps", lambda: [tmp_path])
    assert messages.compile_all() > 400
    english = gettext.translation("django", tmp_path / "locale", ["en"])
    traditional = gettext.translation("django", tmp_path / "locale", ["zh_Hant"], fallback=True)
    assert english.gettext("保存") == "Save"
    assert english.gettext("没有这种语言。") == "There is no such language."
    assert traditional.gettext("没有这种语言。") == "沒有這種語言。"
    assert traditional.gettext("保存") == "保存"


def test_traditional_chinese_differs_only_in_characters():
    keys = [messages.Key("没有这条“%(what)s”记录。"), messages.Key("姓名"), messages.Key(("%(n)s 户", "%(n)s 户"))]
    catalogue = messages.derived(keys)
    assert catalogue["没有这条“%(what)s”记录。"].string == "沒有這條“%(what)s”記錄。"
    assert "姓名" not in catalogue
    assert catalogue["%(n)s 户"].string == ("%(n)s 戶",)


@pytest.mark.parametrize(
    ("chinese", "english", "fault"),
    [
        ("共 %(n)s 户", "%(n)s households", ""),
        ("%(a)s 和 %(b)s", "%(b)s after %(a)s", ""),
        ("%(what)s：%(n)s%%", "%(n)s%% of %(what)s", ""),
        ("第 {} 行，共 {} 行", "row {} of {}", ""),
        ("共 %(n)s 户", "households", "other placeholders"),
        ("共 %(n)s 户", "%(count)s households", "other placeholders"),
        ("%s 共 %d 户", "%d households of %s", "other placeholders"),
        ("第 {} 行", "row {row}", "other placeholders"),
        ("保存", "", "no English"),
        (("%(n)s 户", "%(n)s 户"), ("%(n)s household", "%(n)s households"), ""),
        (("%(n)s 户", "%(n)s 户"), ("%(n)s household", ""), "no English"),
    ],
)
def test_faulty_translations_are_found(chinese, english, fault):
    assert messages.fault_of(chinese, english) == fault


def test_messages_of_code_and_pages_are_extracted(tmp_path, monkeypatch):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "lists.py").write_text(
        "title = _(\"列表\")\ntold = f\"{_('嵌在里面')}：{ngettext('%(n)s 户', '%(n)s 户', n)}\"\n"
    )
    (tmp_path / "list.html").write_text("{% if n %}{{ _('共 %(n)s 户', n=n) }}{% endif %}{{ _('列表') }}")
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "ours.toml").write_text('[[scheme]]\nname = "x"\ntitle = "结对"\nsource = "文件"\n')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_lists.py").write_text('assert _("只在测试里")\n')
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "app")
    found = messages.messages_of(tmp_path)
    assert {key.words for key in found} == {"列表", "嵌在里面", "结对", "共 %(n)s 户", ("%(n)s 户", "%(n)s 户")}


@pytest.mark.parametrize("path", CODE_LISTS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_code_lists_have_english_labels(path):
    for codes in tomllib.loads(path.read_text()).get("list", []):
        assert codes.get("title_en"), codes["name"]
        assert [code["label"] for code in codes["codes"] if not code.get("en") or HAN.search(code["en"])] == []
