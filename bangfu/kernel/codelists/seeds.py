"""Loading the lists that come with the software: ``<app>/codelists/*.toml``.

A file holds lists with their codes::

    [[list]]
    name = "sex"
    title = "性别"
    title_en = "Sex"
    source = "GB/T 2261.1"
    status = "background"             # or confirmed: a public page shows the values
    codes = [
      { code = "1", label = "男", en = "Male", std = "1", synonyms = ["男性"] },
    ]

A code may carry ``from`` and ``to`` (days, both included) and a ``note``. Loading again changes nothing; a changed
file changes only codes that nobody has touched here; a code that left its file stays.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from bangfu.kernel.codelists.models import Code, CodeList, ListStatus
from bangfu.kernel.codelists.queries import forget_codes
from bangfu.kernel.seeds import only, seed_files

Key = tuple[str, str, date | None]
SEEDED = ("label", "label_en", "std", "synonyms", "valid_to", "order", "note")


@transaction.atomic
def load_codelists() -> int:
    """Load all code list seeds; return how many codes were added or changed."""
    rows: dict[Key, Code] = {(c.code_list_id, c.code, c.valid_from): c for c in Code.objects.all()}
    fresh: list[Code] = []
    changed: list[Code] = []
    seen: set[str] = set()
    for path, content in seed_files("codelists"):
        only(path, content, "list")
        for entry in content.get("list", ()):
            _load_list(path, entry, seen)
            for code in _codes(path, entry):
                _sort_in(code, rows, fresh, changed)
    Code.objects.bulk_create(fresh)
    Code.objects.bulk_update(changed, SEEDED)
    if fresh or changed:
        forget_codes()
    return len(fresh) + len(changed)


def _load_list(path: Path, entry: dict[str, Any], seen: set[str]) -> None:
    only(path, entry, "name", "title", "title_en", "source", "status", "codes")
    if entry["name"] in seen:
        raise ImproperlyConfigured(f"{path}: the list {entry['name']} is given twice")
    if entry["status"] not in ListStatus.values:
        raise ImproperlyConfigured(f"{path}: {entry['name']} has no status {entry['status']}")
    seen.add(entry["name"])
    CodeList.objects.update_or_create(
        name=entry["name"],
        defaults={name: entry.get(name, "") for name in ("title", "title_en", "source", "status")},
    )


def _codes(path: Path, entry: dict[str, Any]) -> list[Code]:
    codes = []
    for order, item in enumerate(entry["codes"]):
        only(path, item, "code", "label", "en", "std", "synonyms", "from", "to", "note")
        codes.append(
            Code(
                code_list_id=entry["name"],
                code=item["code"],
                label=item["label"],
                label_en=item.get("en", ""),
                std=item.get("std", ""),
                synonyms=item.get("synonyms", []),
                valid_from=item.get("from"),
                valid_to=item.get("to"),
                order=order,
                note=item.get("note", ""),
            )
        )
    twice = [key for key, count in Counter((c.code, c.valid_from) for c in codes).items() if count > 1]
    if twice:
        raise ImproperlyConfigured(f"{path}: {entry['name']} gives {twice[0][0]} twice")
    return codes


def _sort_in(code: Code, rows: dict[Key, Code], fresh: list[Code], changed: list[Code]) -> None:
    stored = rows.get((code.code_list_id, code.code, code.valid_from))
    if stored is None:
        fresh.append(code)
    elif stored.edited_by_id is None and any(getattr(stored, n) != getattr(code, n) for n in SEEDED):
        for name in SEEDED:
            setattr(stored, name, getattr(code, name))
        changed.append(stored)
