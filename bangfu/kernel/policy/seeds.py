"""Loading the values that come with the software: ``<app>/policies/*.toml``.

A file holds documents and values::

    [[document]]
    id = "plan-2021"                  # names the document inside this file
    title = "…"
    issuer = "…"
    document_no = "…"
    issued_on = 2021-05-14
    url = "…"
    status = "in_force"               # or example, superseded

    [[value]]
    key = "monitoring.income_line"
    area_code = ""                    # everywhere
    valid_from = 2021-01-01
    valid_to = 2021-12-31             # optional
    value = "6000"                    # text, or a TOML table or array for type table
    document = "plan-2021"
    note = "…"

Loading again changes nothing; a changed file changes only values that nobody has touched here.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from bangfu.kernel.policy.keys import policy_keys
from bangfu.kernel.policy.models import PolicyDocument, PolicyValue
from bangfu.kernel.policy.queries import forget_policies
from bangfu.kernel.seeds import only, seed_files

DOCUMENT_FIELDS = ("issuer", "issued_on", "url", "status", "note")
VALUE_FIELDS = ("key", "area_code", "valid_from", "valid_to", "value", "document", "note")


@transaction.atomic
def load_policies() -> int:
    """Load all policy seeds; return how many values were added or changed."""
    changed = 0
    rows = {(r.key, r.area_code, r.valid_from): r for r in PolicyValue.objects.all()}
    for path, content in seed_files("policies"):
        only(path, content, "document", "value")
        documents = {entry["id"]: _document(path, entry) for entry in content.get("document", ())}
        for entry in content.get("value", ()):
            only(path, entry, *VALUE_FIELDS)
            changed += _load_value(path, entry, documents, rows)
    if changed:
        forget_policies()
    return changed


def _document(path: Path, entry: dict[str, Any]) -> PolicyDocument:
    only(path, entry, "id", "title", "document_no", *DOCUMENT_FIELDS)
    document, _created = PolicyDocument.objects.get_or_create(
        title=entry["title"],
        document_no=entry.get("document_no", ""),
        defaults={name: entry[name] for name in DOCUMENT_FIELDS if name in entry},
    )
    return document


Rows = dict[tuple[str, str, date], PolicyValue]


def _load_value(path: Path, entry: dict[str, Any], documents: dict[str, PolicyDocument], rows: Rows) -> bool:
    key = policy_keys.get(entry["key"])
    if key is None:
        raise ImproperlyConfigured(f"{path}: nobody declares the parameter {entry['key']}")
    text = entry["value"]
    if not isinstance(text, str):
        text = json.dumps(text, ensure_ascii=False, cls=DjangoJSONEncoder)
    key.parse(text)
    place, start, end = entry.get("area_code", ""), entry["valid_from"], entry.get("valid_to")
    wanted = {"valid_to": end, "value": text, "document": documents[entry["document"]], "note": entry.get("note", "")}
    row = rows.get((key.name, place, start))
    if row is None:
        if _taken(rows, key.name, place, start, end):
            return False  # the county has set this period itself
        row = PolicyValue(key=key.name, area_code=place, valid_from=start, **wanted)
    elif row.set_by_id is not None or all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    else:
        for name, value in wanted.items():
            setattr(row, name, value)
    row.save()
    rows[key.name, place, start] = row
    return True


def _taken(rows: Rows, key: str, place: str, start: date, end: date | None) -> bool:
    return any(
        (row.key, row.area_code) == (key, place)
        and row.set_by_id is not None
        and (row.valid_to is None or row.valid_to >= start)
        and (end is None or row.valid_from <= end)
        for row in rows.values()
    )
