"""Whether a scheme may be used, and whether two parties meet what it demands."""

from __future__ import annotations

from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.pairing.conditions import CONDITIONS
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.narrowing import allowed, has_pair_conditions
from bangfu.pairing.queries.sides import existing, in_force
from bangfu.parties.models import Party
from bangfu.parties.queries import places_of


def require_usable(scheme: Scheme, area_code: str, day: date) -> None:
    """Raise Refused for a scheme of another county, or one not in force on the day."""
    if scheme.area_code and not area_code.startswith(scheme.area_code):
        raise Refused(_("“%(scheme)s”是别的县（区）的方案，不能用在这里。") % {"scheme": scheme.words}, field="scheme")
    if scheme.valid_from and day < scheme.valid_from:
        raise Refused(
            _("“%(scheme)s”从 %(day)s 起才实行。") % {"scheme": scheme.words, "day": scheme.valid_from}, field="scheme"
        )
    if scheme.valid_to and day > scheme.valid_to:
        raise Refused(
            _("“%(scheme)s”已于 %(day)s 停用。") % {"scheme": scheme.words, "day": scheme.valid_to}, field="scheme"
        )


def require_automatic(scheme: Scheme) -> None:
    """Raise Refused for a scheme whose pairs are made by hand, saying why."""
    if not scheme.automatic:
        raise Refused(
            _("“%(scheme)s”不由系统提出建议：%(why)s。请逐对登记。")
            % {"scheme": scheme.words, "why": scheme.by_hand_reason},
            field="scheme",
        )


def require_eligible(scheme: Scheme, helper: Party, recipient: Party, day: date, reason: str) -> None:
    """Raise Refused, naming every condition that two parties do not meet, unless a reason says why they are paired all
    the same. The reason stays with the pair.
    """
    if reason.strip():
        return
    missing = unmet(scheme, helper, recipient, day)
    if missing:
        raise Refused(
            _("按“%(scheme)s”，这两方不符合：%(what)s。确需结对的，请写明结对原因。")
            % {"scheme": scheme.words, "what": "、".join(missing)},
            field="reason",
        )


def unmet(scheme: Scheme, helper: Party, recipient: Party, day: date) -> list[str]:
    """Return the titles of the conditions that two parties do not meet on a day, in the scheme's order."""
    found = []
    for name in scheme.eligible or {}:
        condition = CONDITIONS[name]
        party = helper if condition.side == "helper" else recipient
        if condition.side == "pair" or condition.q is None or not condition.fits(party.kind):
            continue
        rows = existing(party.kind, day).filter(condition.q(party.kind, "", scheme.eligible[name], day), pk=party.pk)
        if not rows.exists():
            who = scheme.helper_words if condition.side == "helper" else scheme.recipient_words
            found.append(_("%(who)s的%(what)s") % {"who": who, "what": condition.title})
    if has_pair_conditions(scheme):
        found += _unmet_together(scheme, helper, recipient, day)
    return found


def _unmet_together(scheme: Scheme, helper: Party, recipient: Party, day: date) -> list[str]:
    places = places_of([helper.pk, recipient.pk])
    sides = np.array([helper.pk], dtype=np.int64), np.array([recipient.pk], dtype=np.int64)
    seats = np.array([places.get(helper.pk, "")]), np.array([places.get(recipient.pk, "")])
    at = np.zeros(1, dtype=np.int32)
    found = []
    for name, value in scheme.eligible.items():
        if CONDITIONS[name].side != "pair":
            continue
        alone = Scheme(helper_kind=scheme.helper_kind, recipient_kind=scheme.recipient_kind, eligible={name: value})
        if not allowed(alone, *sides, seats, (at, at), day)[0]:
            found.append(str(CONDITIONS[name].title))
    return found


def checked_subject(scheme: Scheme, recipient: Party, subject: str, day: date) -> str:
    """Return what a pair is for; raise Refused when it is missing, unknown or already taken."""
    subject = subject.strip()
    if not scheme.subject_title:
        if subject:
            raise Refused(_("“%(scheme)s”不分事项。") % {"scheme": scheme.words}, field="subject")
        return ""
    if not subject:
        raise Refused(_("请写明%(what)s。") % {"what": scheme.subject_title}, field="subject")
    if scheme.subjects and subject not in scheme.subjects:
        words = {"what": scheme.subject_title, "list": "、".join(scheme.subjects)}
        raise Refused(_("%(what)s应为：%(list)s。") % words, field="subject")
    taken = Pairing.objects.filter(in_force(day), scheme=scheme, recipient=recipient, subject=subject)
    if scheme.subjects and taken.exists():
        raise Refused(_("“%(what)s”已经有人担任，请先解除或更换。") % {"what": subject}, field="subject")
    return subject
