"""What time does by itself, once a day: silent claims, wishes nobody took, offers that ended, words never said."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.flows.actions import advance_many
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.notices.actions import notify, notify_role
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.saying import saying
from bangfu.pairing.queries import pairings_on
from bangfu.workstreams.exchange.actions.accounts import restate_accounts
from bangfu.workstreams.exchange.actions.appeals import end_appeals
from bangfu.workstreams.exchange.actions.claims import let_go
from bangfu.workstreams.exchange.actions.delivery import close_claim
from bangfu.workstreams.exchange.actions.duplicates import suspect_lately
from bangfu.workstreams.exchange.actions.offers import expire_offers, renew_offers
from bangfu.workstreams.exchange.actions.rows import change_many, locked
from bangfu.workstreams.exchange.actions.text_hits import rescan_if_words_turn
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.models import Claim, Need, Wave

CHUNK = 200


def run_daily(progress: Progress) -> dict[str, int]:
    """Do the day's work in chunks, each in its own transaction; doing it twice on a day changes nothing more."""
    actor, today = operator(), timezone.localdate()
    tasks: tuple[tuple[str, Callable[[User, date], int]], ...] = (
        ("released", release_silent),
        ("handed_over", hand_over_unclaimed),
        ("closed", close_unrated),
        ("expired", expire_offers),
        ("renewed", renew_offers),
        ("rounds", close_waves),
        ("appeals", end_appeals),
        ("duplicates", suspect_lately),
        ("words", rescan_if_words_turn),
        ("accounts", restate_accounts),
    )
    done = dict.fromkeys((name for name, _task in tasks), 0)
    for name, task in tasks:
        while True:
            with transaction.atomic():
                count = task(actor, today)
                done[name] += count
                progress.checkpoint(sum(done.values()))
            if count < CHUNK:
                break
    return done


def release_silent(actor: User, on: date) -> int:
    """Release claims whose donor has not been in touch in the days of the policy; return how many."""
    late = _late(CLAIM.name, "claimed", on)
    rows = Claim.objects.filter(pk__in=late, state="claimed", contacted_on=None).order_by("pk")[:CHUNK]
    reason = _("认领后未按期对接，自动释放。")
    return len([let_go(actor, locked(row), "release", "released", reason) for row in rows])


def close_unrated(actor: User, on: date) -> int:
    """Close confirmed claims for whose rating the time is over; return how many."""
    rows = Claim.objects.filter(pk__in=_late(CLAIM.name, "confirmed", on), state="confirmed").order_by("pk")[:CHUNK]
    return len([close_claim(actor, locked(row)) for row in rows])


def _late(flow: str, state: str, on: date) -> list[int]:
    steps = FlowStep.objects.filter(flow=flow, state=state, left_at=None, due_on__lt=on)
    return list(steps.order_by("due_on").values_list("object_id", flat=True)[:CHUNK])


def hand_over_unclaimed(actor: User, on: date) -> int:
    """Give needs that nobody took to the asker's helpers and to the village point; return how many."""
    late = Need.objects.select_for_update().filter(state="published", unclaimed_until__lt=on)
    rows = list(late.order_by("unclaimed_until", "pk")[:CHUNK])
    advance_many(actor, rows, "hand_over", _("超期无人认领。"), flow=NEED.name)
    for row in rows:
        row.state = "offline"
    change_many(actor, "hand_over_need", rows, ["state"])
    _tell_helpers(rows)
    return len(rows)


def _tell_helpers(rows: list[Need]) -> None:
    helpers: dict[int, set[int]] = {}
    for recipient, helper in (
        pairings_on().filter(recipient__in=[r.asker_id for r in rows]).values_list("recipient_id", "helper_id")
    ):
        helpers.setdefault(recipient, set()).add(helper)
    users: dict[int, list[User]] = {}
    wanted = {pk for ids in helpers.values() for pk in ids}
    for user in User.objects.filter(acts_for__party_id__in=wanted).select_related("acts_for"):
        users.setdefault(user.acts_for.party_id, []).append(user)  # type: ignore[attr-defined]
    for row in rows:
        told = [user for pk in helpers.get(row.asker_id, ()) for user in users.get(pk, ())]
        address = reverse("exchange-board-need", args=[row.pk])
        title = saying("结对户的需求无人认领，请想办法")
        notify(told, title=title, text=row.title, url=address, key=f"exchange.offline:{row.pk}")
    for village in {row.area_code[:12] for row in rows}:
        notify_role(
            "village",
            village,
            title=saying("有需求超期无人认领，已转线下帮扶"),
            url=reverse("exchange-desk"),
            key=f"exchange.offline:{village}:{timezone.localdate()}",
        )


def close_waves(actor: User, on: date) -> int:
    """End the rounds whose last day is over; return how many."""
    rows = list(Wave.objects.select_for_update().filter(state=Wave.State.OPEN, closes_on__lt=on)[:CHUNK])
    for row in rows:
        row.state = Wave.State.CLOSED
    change_many(actor, "close_wave", rows, ["state"])
    return len(rows)
