"""Looking at texts again when the words that stop them have changed, and deciding on what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.workstreams.exchange.actions.rows import change, change_many, create_many, locked, refuse_unless
from bangfu.workstreams.exchange.models import Appeal, Claim, Donation, Need, PublicWords, Purse, TextHit
from bangfu.workstreams.exchange.permissions import NEED_REVIEW
from bangfu.workstreams.exchange.wording import FAMILIES, found_in, refuse_revealing, telling_of

RESCAN = "exchange.rescan"
CHUNK = 500
State = TextHit.State
PUBLIC_STATES = ("published", "offline", "claimed", "under_way", "delivered", "confirmed", "closed", "questioned")
APPEAL_STATES = ("open", "reached", "closed", "failed")


class Text(NamedTuple):
    """One text that others read: where it stands, whose family it may reveal, itself, whether nobody reviewed it.

    ``families``: it may speak of families though none in particular is helped.
    """

    of: str
    object_id: int
    field: str
    area_code: str
    about: int | None
    text: str
    unseen: bool = False
    families: bool = False


def rescan_later(words: PublicWords) -> None:
    """Ask for a scan of all that is public, after words have changed."""
    enqueue(None, RESCAN, key=f"{RESCAN}:{words.pk}:{words.version}")


def rescan(progress: Progress) -> dict[str, int]:
    """Look at every text that others read, in chunks; go on after a crash where it stopped."""
    done, found = 0, 0
    state = progress.cursor or {"of": "need", "after": 0}
    for of in [name for name in SOURCES if list(SOURCES).index(name) >= list(SOURCES).index(state["of"])]:
        after = state["after"] if of == state["of"] else 0
        while True:
            with transaction.atomic():
                ids, texts = SOURCES[of](after)
                found += record_hits(of, ids, texts)
                done += len(ids)
                after = ids[-1] if ids else after
                progress.checkpoint(done, cursor={"of": of, "after": after})
            if len(ids) < CHUNK:
                break
    return {"looked_at": done, "found": found}


def rescan_if_words_turn(_actor: User, on: date) -> int:
    """Ask for a scan on a day on which words begin or have ended; return nothing left to do. For the daily job."""
    if PublicWords.objects.filter(Q(valid_from=on) | Q(valid_to=on - timedelta(days=1))).exists():
        enqueue(None, RESCAN, key=f"{RESCAN}:{on}")
    return 0


def record_hits(of: str, ids: Sequence[int], texts: Iterable[Text]) -> int:
    """Put what is found in texts on the reviewers' list, once; settle what is found no more. Return what is new."""
    texts = list(texts)
    about = telling_of([text.about for text in texts if text.about is not None])
    known = TextHit.objects.filter(of=of, object_id__in=ids)
    seen = {(hit.object_id, hit.field, hit.digest): hit for hit in known}
    fresh, still = [], set()
    for text in texts:
        telling = FAMILIES if text.families else about[text.about or 0]
        told = found_in(telling, text.text, doubts=text.unseen)
        key = (text.object_id, text.field, digest_of(text.text))
        if told:
            still.add(key)
            if key not in seen:
                fresh.append((text, told))
    created = create_hits(fresh)
    mended = [hit for key, hit in seen.items() if hit.state == State.OPEN and key not in still]
    for hit in mended:
        hit.state, hit.settled_on = State.GONE, timezone.localdate()
    change_many(operator(), "mend_text", mended, ["state", "settled_on"])
    for county in {hit.area_code[:6] for hit in created}:
        notify_role(
            "county",
            county,
            title=saying("公开内容里发现应复核的词语，已先隐藏"),
            url="/exchange/text_hit/?state=open",
            key=f"{RESCAN}:{county}:{timezone.localdate()}",
        )
    return len(created)


def create_hits(found: Sequence[tuple[Text, list[str]]]) -> list[TextHit]:
    """Put texts with what they tell on the reviewers' list."""
    return create_many(operator(), "find_text", [_hit(text, told) for text, told in found])


def _hit(text: Text, told: list[str]) -> TextHit:
    return TextHit(
        of=text.of,
        object_id=text.object_id,
        field=text.field,
        area_code=text.area_code,
        told="；".join(told)[:400],
        digest=digest_of(text.text),
        found_on=timezone.localdate(),
    )


def digest_of(text: str) -> str:
    """Return what tells one text from another without keeping it."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _needs(after: int) -> tuple[list[int], list[Text]]:
    rows = list(Need.objects.filter(pk__gt=after, state__in=PUBLIC_STATES).order_by("pk")[:CHUNK])
    return [r.pk for r in rows], [text for row in rows for text in need_texts(row)]


def need_texts(row: Need) -> list[Text]:
    """Return what the public reads of a need."""
    return _texts("need", row, row.area_code, row.asker_id, ("title", "text"))


def _claims(after: int) -> tuple[list[int], list[Text]]:
    worded = ~Q(message="") | ~Q(proof="") | ~Q(thanks="")
    rows = list(Claim.objects.filter(worded, pk__gt=after).select_related("need").order_by("pk")[:CHUNK])
    return [r.pk for r in rows], [text for row in rows for text in claim_texts(row)]


def claim_texts(row: Claim) -> list[Text]:
    """Return what the two sides of a claim write to each other; with consent, a delivery may name the house."""
    asker = row.need.asker_id
    found = _texts("claim", row, row.area_code, asker, ("message", "thanks"))
    found += _texts("claim", row, row.area_code, None if row.consented_on else asker, ("proof",))
    return [text._replace(unseen=True) for text in found]


def _appeals(after: int) -> tuple[list[int], list[Text]]:
    rows = list(Appeal.objects.filter(pk__gt=after, state__in=APPEAL_STATES).order_by("pk")[:CHUNK])
    names = ("title", "text", "result")
    found = [text for row in rows for text in _texts("appeal", row, row.area_code, row.beneficiary_id, names)]
    return [r.pk for r in rows], found


def _donations(after: int) -> tuple[list[int], list[Text]]:
    worded = Donation.objects.exclude(message="").filter(pk__gt=after)
    rows = list(worded.select_related("purse__appeal").order_by("pk")[:CHUNK])
    return [r.pk for r in rows], [text for row in rows for text in donation_texts(row)]


def donation_texts(row: Donation) -> list[Text]:
    """Return what a donor writes with money; given to an appeal, it may reveal whom that helps."""
    appeal = row.purse.appeal
    about = None if appeal is None else appeal.beneficiary_id
    found = _texts("donation", row, row.area_code, about, ("message",))
    return [text._replace(unseen=True, families=appeal is None) for text in found]


def _texts(of: str, row: Any, area_code: str, about: int | None, names: tuple[str, ...]) -> list[Text]:
    return [Text(of, row.pk, name, area_code, about, text) for name in names if (text := getattr(row, name))]


def refuse_telling(asker: int, **words: str) -> None:
    """Raise Refused where words that the other side will read would reveal who asks, or how to reach anybody."""
    if any(words.values()):
        refuse_revealing(telling_of([asker])[asker], **words)


def refuse_telling_with_money(purse: Purse, message: str) -> None:
    """Raise Refused where what a donor writes would reveal whom an appeal helps, or a family that a fund may help."""
    appeal = purse.appeal
    if appeal is not None:
        refuse_telling(appeal.beneficiary_id, message=message)
    else:
        refuse_revealing(FAMILIES, message=message)


def look_at_words(claim: Claim, field: str) -> None:
    """Hide a word from the other side until a reviewer has seen it, where it may tell too much."""
    if getattr(claim, field):
        record_hits("claim", [claim.pk], claim_texts(claim))


def look_at_message(donation: Donation) -> None:
    """Hide what a donor wrote until a reviewer has seen it, where it may tell too much."""
    if donation.message:
        record_hits("donation", [donation.pk], donation_texts(donation))


SOURCES = {"need": _needs, "claim": _claims, "appeal": _appeals, "donation": _donations}
MODELS: dict[str, type[Need] | type[Claim] | type[Appeal] | type[Donation]] = {
    "need": Need,
    "claim": Claim,
    "appeal": Appeal,
    "donation": Donation,
}


def text_of(hit: TextHit) -> str:
    """Return the text as it stands now, for the reviewer."""
    row = MODELS[hit.of].objects.filter(pk=hit.object_id).values_list(hit.field, flat=True).first()
    return row or ""


@action(NEED_REVIEW)
def allow_text(actor: User, hit: TextHit, *, note: str = "") -> TextHit:
    """A reviewer has looked: the text tells nobody anything it should not, and is shown again."""
    return _settle(actor, hit, "allow_text", State.ALLOWED, note)


@action(NEED_REVIEW)
def allow_texts(actor: User, ids: Sequence[int], *, note: str = "") -> int:
    """A reviewer has looked at many, all of them or none; return how many."""
    rows = TextHit.objects.filter(pk__in=list(ids)).order_by("pk")
    return len([allow_text(actor, row, note=note) for row in rows])


@action(NEED_REVIEW)
def remove_text(actor: User, hit: TextHit, *, note: str = "") -> TextHit:
    """A reviewer takes the words out for good. A title stays needed: that one is mended or the need withdrawn."""
    if hit.field == "title":
        raise Refused(_("名称不能删空：请修改需求或项目的名称，或把它撤下。"))
    settled = _settle(actor, hit, "remove_text", State.REMOVED, note)
    row = locked(MODELS[hit.of].objects.get(pk=hit.object_id))
    change(actor, "remove_text", row, **{hit.field: ""})
    return settled


def _settle(actor: User, hit: TextHit, deed: str, state: str, note: str) -> TextHit:
    row = locked(hit)
    require(actor, NEED_REVIEW, row.area_code)
    refuse_unless(row.state == State.OPEN, _("这一条已经复核过。"))
    fields = {"state": state, "settled_by": actor, "settled_on": timezone.localdate(), "note": note.strip()}
    return change(actor, deed, row, **fields)
