"""Writing rules: a new one, another version, a wording of one's own, stopping."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.conditions.engines.database import DatabaseEngine
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.monitoring.permissions import RULE_CHANGE
from bangfu.workstreams.monitoring.policy_keys import EVERYBODY
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.rules import question_of, touches_sensitive
from bangfu.workstreams.monitoring.screening.vocabulary import assuming, vocabulary


class HitsEverybody(Refused):
    """A rule would hit more than the county thinks sensible: it is asked for once more."""


@action(RULE_CHANGE)
def write_rule(
    actor: User,
    *,
    code: str,
    title: str,
    area_code: str,
    replaces: Rule | None = None,
    sure: bool = False,
    **said: Any,
) -> Rule:
    """Add a rule of a place with its first version; with ``replaces`` it takes the place of a wider one there.

    Raises Faulty for a text that means nothing, HitsEverybody unless ``sure`` where it hits too many.
    """
    require(actor, RULE_CHANGE, area_code)
    rule = Rule(code=code, title=title, area_code=area_code, replaces=replaces)
    _clean(rule)
    rule.save()
    _add(actor, rule, sure, said)
    record_change(actor, "write_rule", rule, after=snapshot(rule))
    return rule


@action(RULE_CHANGE)
def revise_rule(actor: User, rule: Rule, *, sure: bool = False, **said: Any) -> RuleVersion:
    """Let a rule say something else from a day on; what it said stays readable, runs under way are not touched."""
    row = Rule.objects.select_for_update().get(pk=rule.pk)
    require(actor, RULE_CHANGE, row.area_code)
    last = row.versions.order_by("-number").first()
    since: date = said.get("valid_from") or timezone.localdate()
    if last is not None and last.valid_to is None:
        if since <= last.valid_from:
            raise Conflict(_("新版本要在 %(day)s 之后起用。") % {"day": last.valid_from}, field="valid_from")
        last.valid_to = since - timedelta(days=1)
        last.save(update_fields=["valid_to"])
    version = _add(actor, row, sure, {**said, "valid_from": since})
    before = snapshot(row)
    row.version, row.example, row.stopped_on = row.version + 1, False, None
    row.save()
    record_change(actor, "revise_rule", row, before=before, after={**snapshot(row), "number": version.number})
    return version


@action(RULE_CHANGE)
def stop_rule(actor: User, rule: Rule, *, reason: str) -> Rule:
    """Ask a rule no more from today on, saying why."""
    row = Rule.objects.select_for_update().get(pk=rule.pk)
    require(actor, RULE_CHANGE, row.area_code)
    if row.stopped_on is not None:
        raise Conflict(_("这条规则已经停用。"))
    before = snapshot(row)
    row.stopped_on, row.version = timezone.localdate(), row.version + 1
    row.save()
    record_change(actor, "stop_rule", row, before=before, after=snapshot(row), reason=reason)
    return row


def _add(actor: User, rule: Rule, sure: bool, said: dict[str, Any]) -> RuleVersion:
    number = (rule.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    said.setdefault("valid_from", timezone.localdate())
    version = RuleVersion(rule=rule, number=number, written_by=actor, **said)
    _clean(version)
    today = timezone.localdate()
    words = vocabulary(today, rule.area_code)
    question = question_of(version, assuming(words), rule.area_code, today)
    version.sensitive = touches_sensitive(question)
    engine = DatabaseEngine(Population(rule.area_code, today).sql)
    hits, everybody = engine.count(words.table(version.subject), question)
    version.share = hits / everybody if everybody else None
    _ask_first(rule, hits, everybody, sure)
    version.save()
    return version


def _ask_first(rule: Rule, hits: int, everybody: int, sure: bool) -> None:
    most = policy_or_none(EVERYBODY, rule.area_code)
    if most is None or sure or not everybody or hits * 100 <= most * everybody:
        return
    told = {"everybody": everybody, "hits": hits, "share": hits * 100 / everybody, "most": most}
    message = _("规则会命中 %(everybody)s 中的 %(hits)s（%(share).0f%%），超过 %(most)s%%。仍要保存请勾选“命中较多”。")
    raise HitsEverybody(message % told, field="sure")


def _clean(row: Rule | RuleVersion) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        [name, *_others] = error.message_dict
        raise Refused(error.messages[0], field=name, problems=tuple(error.messages)) from error
