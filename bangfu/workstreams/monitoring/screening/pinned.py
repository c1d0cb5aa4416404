"""What a run ran with beside what holds now: thresholds and versions changed since count for the next one."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.kernel.policy.keys import policy_keys
from bangfu.workstreams.monitoring.screening.models import RuleVersion, ScreeningRun
from bangfu.workstreams.monitoring.screening.rules import versions_in_force
from bangfu.workstreams.monitoring.screening.vocabulary import pinning, vocabulary


@dataclass(frozen=True)
class Pinned:
    """A threshold of a run: its values then and now by place (``""``: everywhere)."""

    title: str
    unit: str
    then: list[list[str]]
    now: list[list[str]]

    @property
    def changed(self) -> bool:
        """Whether somebody set it anew since."""
        return self.then != self.now


def thresholds_of(run: ScreeningRun) -> list[Pinned]:
    """Return the thresholds that a run used, with what they are for the same day now."""
    now = {p.name: pinning(p) for p in vocabulary(run.on, run.area_code).parameters.values()}
    return [
        Pinned(str(policy_keys[name].title), str(policy_keys[name].unit), then, now.get(name, []))
        for name, then in run.pinned.get("parameters", {}).items()
        if name in policy_keys.names()
    ]


def rules_changed_since(run: ScreeningRun) -> list[str]:
    """Return the titles of the rules that say something else by now, or are no longer asked."""
    now = {version.pk for version in versions_in_force(run.area_code, run.on)}
    gone = [pk for pk in run.pinned.get("versions", []) if pk not in now]
    rows = RuleVersion.objects.filter(pk__in=gone).select_related("rule")
    return sorted({row.rule.title for row in rows})
