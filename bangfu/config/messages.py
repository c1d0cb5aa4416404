"""Message catalogues without GNU gettext: ``python -m bangfu.config.messages extract | missing | derive | compile``.

Message ids are the clerk's Chinese words, so simplified Chinese needs no catalogue. English is written by people, one
``locale/en/LC_MESSAGES/django.po`` in each app, complete and tested. Traditional Chinese is derived from the ids when
the catalogues are compiled, and so are the few sentences of libraries that an app says in words of its own
(``locale/zh_Hans``). Compiled catalogues are products: they are not committed.
"""

import argparse
import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bangfu.kernel.traditional import traditional

PACKAGE = Path(__file__).resolve().parent.parent
WORKSTREAMS = PACKAGE / "workstreams"
ENGLISH = "en"
SIMPLIFIED = "zh_Hans"  # only for sentences of libraries, whose ids are English: our own ids are simplified Chinese
TRADITIONAL = "zh_Hant"

SEED_WORDS = {"schemes": ("title", "helper_title", "recipient_title")}  # folder of shipped data → its words on pages
JINJA2_OPTIONS = {"extensions": "jinja2.ext.i18n,jinja2.ext.loopcontrols", "silent": "false"}
WITHOUT_MESSAGES = {"tests", "migrations", "locale", "static"}
Places = tuple[int | tuple[int, str], ...]
"""Numbers of the arguments that hold words; ``(n, "c")`` holds the context."""

LOOKUPS: dict[str, Places] = {
    "gettext": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {"_": (1,), "saying": (1,), **LOOKUPS, **{f"{name}_lazy": places for name, places in LOOKUPS.items()}}
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[sdf]|%[sdf]|\{\w*\}")
CHANGES_EVERY_TIME = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By).*\n',
    re.MULTILINE,
)
HEADER = "# {app}: the pages' words in English. Ids and places are written by `messages extract`."

Words = str | tuple[str, ...]
"""One text, or the singular and the plural."""


@dataclass(frozen=True, order=True)
class Key:
    """What a translation is looked up by; ``context`` is empty but for ``pgettext``."""

    words: Words
    context: str = ""


def apps() -> list[Path]:
    """Folders that have a catalogue of their own: every layer, and every workstream."""
    parents = [path for path in PACKAGE.iterdir() if path != WORKSTREAMS]
    return sorted(path for path in [*parents, *WORKSTREAMS.iterdir()] if (path / "__init__.py").exists())


def catalogue_path(app: Path, language: str, ending: str = ".po") -> Path:
    """Where an app keeps its words in a language."""
    return app / "locale" / language / "LC_MESSAGES" / f"django{ending}"


def sources_of(app: Path) -> Iterator[Path]:
    """Files of an app that may hold messages, in a fixed order."""
    for path in sorted(app.rglob("*")):
        if path.suffix in READERS and not WITHOUT_MESSAGES.intersection(path.relative_to(app).parts):
            yield path


def messages_of(app: Path) -> dict[Key, list[str]]:
    """Every message of an app with the files it stands in.

    Raises ``SyntaxError`` or Jinja2's ``TemplateSyntaxError`` for a file that does not parse.
    """
    found: dict[Key, list[str]] = {}
    for path in sources_of(app):
        place = path.relative_to(PACKAGE.parent).as_posix()
        for key in READERS[path.suffix](path):
            places = found.setdefault(key, [])
            if place not in places:
                places.append(place)
    return found


def page_messages(path: Path) -> Iterator[Key]:
    """Messages of a Jinja2 template."""
    for _line, words, _comments, context in extract_from_file("jinja2", path, KEYWORDS, options=JINJA2_OPTIONS):
        yield Key(_as_words(words), context or "")


def code_messages(path: Path) -> Iterator[Key]:
    """Messages of a Python file, in the order they stand in.

    Read from the syntax tree: Babel reads tokens, in which Python 3.11 hides what stands inside an f-string, so the
    catalogues would depend on the version of Python.
    """
    calls = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in KEYWORDS:
            texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            yield from _key_of_call(KEYWORDS[name], [text for text in texts if isinstance(text, str)])


def seed_messages(path: Path) -> Iterator[Key]:
    """Words of data that ships with an app, which its model looks up when it shows them."""
    names = SEED_WORDS.get(path.parent.name, ())
    for entries in tomllib.loads(path.read_text(encoding="utf-8")).values() if names else ():
        for entry in entries:
            yield from (Key(entry[name]) for name in names if name in entry)


READERS = {".py": code_messages, ".html": page_messages, ".toml": seed_messages}


def _key_of_call(places: Places, texts: list[str]) -> Iterator[Key]:
    if len(texts) < len(places):
        return  # the argument is a variable: its words are marked where they are written
    contexts = [texts[place[0] - 1] for place in places if isinstance(place, tuple)]
    words = tuple(texts[place - 1] for place in places if isinstance(place, int))
    yield Key(words[0] if len(words) == 1 else words, *contexts)


def _as_words(words: str | list[str] | tuple[str, ...] | None) -> Words:
    return words if isinstance(words, str) else tuple(words or ())


def read_catalogue(path: Path, language: str = ENGLISH) -> Catalog:
    """A catalogue from its file; an empty one if there is no file."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def translations_in(catalogue: Catalog) -> dict[Key, Words]:
    """What a catalogue holds, translated or not, without its header."""
    return {key_of(message): _as_words(message.string) for message in catalogue if message.id}


def key_of(message: Message) -> Key:
    """The key of a catalogue's message."""
    return Key(_as_words(message.id), message.context or "")


def is_translated(words: Words) -> bool:
    """Whether every form has words."""
    return all(words) if isinstance(words, tuple) else bool(words)


def known_translations() -> dict[Key, Words]:
    """The English words of every message that some app has translated."""
    known: dict[Key, Words] = {}
    for app in apps():
        entries = translations_in(read_catalogue(catalogue_path(app, ENGLISH)))
        known.update({key: words for key, words in entries.items() if is_translated(words)})
    return known


def updated(app: Path, known: dict[Key, Words]) -> Catalog:
    """An app's English catalogue with exactly the messages of its sources.

    Keeps its own translations, and takes those that another app already has for the same words.
    """
    own = translations_in(read_catalogue(catalogue_path(app, ENGLISH)))
    catalogue = Catalog(locale=ENGLISH, project="Bangfu", header_comment=HEADER.format(app=app.name), fuzzy=False)
    for key, places in messages_of(app).items():
        words = own.get(key, "")
        if not is_translated(words):
            words = known.get(key, ("", "") if isinstance(key.words, tuple) else "")
        catalogue.add(key.words, words, locations=[(place, 0) for place in places], context=key.context or None)
    return catalogue


def extract() -> int:
    """Bring every English catalogue up to date with the sources. Returns how many messages still lack words."""
    known = known_translations()
    lacking = 0
    for app in apps():
        catalogue, path = updated(app, known), catalogue_path(app, ENGLISH)
        if not len(catalogue) and not path.exists():
            continue
        lacking += sum(not is_translated(words) for words in translations_in(catalogue).values())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(catalogue), encoding="utf-8")
    return lacking


def text_of(catalogue: Catalog) -> str:
    """A catalogue as its file has it: no dates and no line numbers, so that only changed words change the file."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False, sort_by_file=True)
    return CHANGES_EVERY_TIME.sub("", buffer.getvalue().decode())


def faults_of(app: Path) -> list[str]:
    """What is wrong with an app's English catalogue, compared with its sources; empty when it is complete."""
    written = translations_in(read_catalogue(catalogue_path(app, ENGLISH)))
    used = messages_of(app)
    faults = [f"{places[0]}: no English for {key.words!r}" for key, places in used.items() if key not in written]
    faults += [f"{app.name}: not used any more: {key.words!r}" for key in written if key not in used]
    for key, words in written.items():
        if key in used and (fault := fault_of(key.words, words)):
            faults.append(f"{used[key][0]}: {fault}: {key.words!r} → {words!r}")
    return faults


def fault_of(chinese: Words, english: Words) -> str:
    """What is wrong with one translation; empty if nothing is."""
    if not is_translated(english):
        return "no English"
    forms = english if isinstance(english, tuple) else (english,)
    originals = chinese if isinstance(chinese, tuple) else (chinese,)
    if any(placeholders(form) != placeholders(original) for form, original in zip(forms, originals, strict=True)):
        return "other placeholders"
    return ""


def placeholders(text: str) -> Counter[str] | list[str]:
    """What is filled in: named ones may change places, unnamed ones keep their order."""
    found = [place for place in PLACEHOLDER.findall(text) if place != "%%"]
    return Counter(found) if all("(" in place or len(place) > 2 for place in found) else found


def derived(messages: Iterable[Key], simplified: Catalog | None = None) -> Catalog:
    """The traditional forms of those messages whose characters differ; the others fall back to their ids.

    ``simplified`` holds sentences of libraries in our words, which are converted as well.
    """
    catalogue = Catalog(locale=TRADITIONAL, project="Bangfu", fuzzy=False)
    for key in messages:
        form = key.words if isinstance(key.words, str) else key.words[0]
        converted = traditional(form)
        if converted != form:
            words = converted if isinstance(key.words, str) else (converted,)
            catalogue.add(key.words, words, context=key.context or None)
    for key, words in translations_in(simplified).items() if simplified else ():
        told = traditional(words) if isinstance(words, str) else tuple(map(traditional, words))
        catalogue.add(key.words, told)
    return catalogue


def compile_all() -> int:
    """Write the .mo files of every language. Returns the number of messages."""
    total = 0
    for app in apps():
        if not (path := catalogue_path(app, ENGLISH)).exists():
            continue
        english = read_catalogue(path)
        total += len(english)
        _write_mo(catalogue_path(app, ENGLISH, ".mo"), english)
        simplified = read_catalogue(catalogue_path(app, SIMPLIFIED), SIMPLIFIED)
        if len(simplified):
            _write_mo(catalogue_path(app, SIMPLIFIED, ".mo"), simplified)
        _write_mo(catalogue_path(app, TRADITIONAL, ".mo"), derived(translations_in(english), simplified))
    return total


def _write_mo(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")  # a server that starts meanwhile reads the old file or the new one
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(path)


def main() -> int:
    """Run one of the commands; status 1 when words are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["extract", "missing", "compile", "derive"])
    command = parser.parse_args().command
    if command == "compile":
        compile_all()
        return 0
    if command == "extract":
        return min(extract(), 1)
    if command == "derive":
        lines = [f"{m.id}\t{m.string}" for app in apps() for m in derived(messages_of(app)) if m.id]
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    faults = [fault for app in apps() for fault in faults_of(app)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
