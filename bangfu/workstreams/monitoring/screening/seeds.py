"""Loading the example lists and rules that ship as data (``seeds/*.toml``), never over a county's own edits."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from bangfu.workstreams.monitoring.lists.models import ListType
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion
from bangfu.workstreams.monitoring.screening.rules import question_of, touches_sensitive
from bangfu.workstreams.monitoring.screening.vocabulary import assuming, vocabulary

FOLDER = Path(__file__).parent.parent / "seeds"


def load() -> int:
    """Add the example lists and rules that are not there yet; return how many."""
    with transaction.atomic():
        return _load_lists() + _load_rules()


def _load_lists() -> int:
    known = set(ListType.objects.values_list("code", flat=True))
    fresh = [ListType(example=True, **entry) for entry in _entries("lists.toml", "list") if entry["code"] not in known]
    for kind in fresh:
        kind.full_clean()
    return len(ListType.objects.bulk_create(fresh))


def _load_rules() -> int:
    known = set(Rule.objects.values_list("code", flat=True))
    fresh = [entry for entry in _entries("rules.toml", "rule") if entry["code"] not in known]
    if not fresh:
        return 0
    today = date.today()  # noqa: DTZ011 - only to read the texts; the day of a run is given
    words = assuming(vocabulary(today))
    for entry in fresh:
        rule = Rule(
            code=entry.pop("code"), title=entry.pop("title"), area_code=entry.pop("area_code", ""), example=True
        )
        rule.full_clean()
        rule.save()
        version = RuleVersion(rule=rule, number=1, **entry)
        version.sensitive = entry.get("sensitive", False) or _is_sensitive(version, words, today)
        version.save()
    return len(fresh)


def _is_sensitive(version: RuleVersion, words: Any, today: date) -> bool:
    return touches_sensitive(question_of(version, words, version.rule.area_code, today))


def _entries(name: str, key: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))[key])
