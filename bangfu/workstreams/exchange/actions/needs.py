"""A need's way to the board: entered, checked in the village, reviewed, published; changed, sent back, withdrawn."""

from collections.abc import Iterable
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.flows.actions import advance, advance_many, start
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.policy.queries import policy_lookup
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.saying import saying
from bangfu.parties.queries import noun_of, party_id_of
from bangfu.workstreams.exchange.actions.following import follow, standing_claims
from bangfu.workstreams.exchange.actions.rows import change, change_many, create, locked, refuse_unless
from bangfu.workstreams.exchange.actions.text_hits import need_texts, record_hits
from bangfu.workstreams.exchange.actions.wishing import refuse_above_cap, slot_for
from bangfu.workstreams.exchange.flows import NEED
from bangfu.workstreams.exchange.limits import OPEN_DAYS
from bangfu.workstreams.exchange.models import Kind, Need, Unit
from bangfu.workstreams.exchange.permissions import NEED_CHECK, NEED_ENTER, NEED_REVIEW
from bangfu.workstreams.exchange.wording import doubts_of, refuse_revealing, telling_of

FLOW = NEED.name
UNITS = {
    Kind.ARTICLE: (Unit.ITEM, Unit.SET, Unit.KG),
    Kind.MONEY: (Unit.CNY,),
    Kind.SERVICE: (Unit.SERVICE,),
    Kind.JOB: (Unit.PERSON,),
    Kind.SKILL: (Unit.PERSON,),
    Kind.SALE: (Unit.KG, Unit.ITEM),
    Kind.ADOPTION: (Unit.PROJECT,),
}
"""The units a kind may be counted in; the first is the usual one."""
PUBLIC = ("title", "text", "kind", "category", "band", "quantity", "unit", "value", "group", "needed_by")


@action(NEED_ENTER)
def enter_need(
    actor: User,
    *,
    asker: int,
    kind: str,
    title: str,
    quantity: Decimal = Decimal(1),
    unit: str = "",
    draft: bool = False,
    **details: Any,
) -> Need:
    """Enter a need and, unless it is to stay a draft, send it on its way.

    ``asker`` is the party of a household, an organisation or an area; ``details`` are further fields of ``Need``, with
    ``wave`` the id of a round. What a village point enters needs no other check of the village. Raises Refused for a
    revealing public wording, a unit that does not go with the kind or a wish above its cap, Conflict for one wish too
    many, Denied outside the actor's area.
    """
    noun = noun_of(asker)
    _require_asker(actor, asker, noun.area_code)
    row = Need(
        asker_id=asker,
        asker_kind=noun._meta.model_name,
        area_code=noun.area_code,
        kind=kind,
        title=title.strip(),
        quantity=quantity,
        unit=unit or UNITS[Kind(kind)][0],
        entered_on=timezone.localdate(),
        entered_by=actor,
        **slot_for(asker, noun.area_code, details.pop("wave", None), details.get("value")),
        **details,
    )
    _check(row)
    create(actor, "enter_need", row, twice=_("该户在本轮的心愿已满，不能再登记。"))
    start(actor, FLOW, row)
    return row if draft else submit_need(actor, row)


def _require_asker(actor: User, asker: int, area_code: str) -> None:
    """Households may ask for themselves, and offices for anybody in their area."""
    if party_id_of(actor) != asker:
        require(actor, NEED_ENTER, area_code)


def _check(row: Need) -> None:
    if row.unit not in UNITS[Kind(row.kind)]:
        words = "、".join(str(unit.label) for unit in UNITS[Kind(row.kind)])
        raise Refused(_("“%(kind)s”按%(units)s计。") % {"kind": Kind(row.kind).label, "units": words}, field="unit")
    if row.quantity <= 0:
        raise Refused(_("数量必须大于零。"), field="quantity")
    if row.needed_by and row.needed_by < row.entered_on:
        raise Refused(_("期望日期不能早于登记日期。"), field="needed_by")
    if row.kind == Kind.MONEY and row.value is None:
        row.value = row.quantity
    if row.wave_id and row.value is not None:
        refuse_above_cap(row.value, row.wave)
    refuse_revealing(telling_of([row.asker_id])[row.asker_id], title=row.title, text=row.text)


@action(NEED_ENTER)
def change_need(actor: User, need: Need, **fields: Any) -> Need:
    """Change a need. Once somebody has claimed it, what they claimed stays: only private wording and urgency change."""
    row = locked(need)
    require_on(actor, NEED_ENTER, row)
    for fixed in ("asker", "wave", "draft"):
        fields.pop(fixed, None)
    if any(getattr(row, name) != fields[name] for name in PUBLIC if name in fields):
        refuse_unless(
            row.state in ("draft", "checking", "reviewing", "published", "offline") and not standing_claims(row),
            _("已有人认领或已办结，公开内容不能再改；请与认领方商定，释放认领后再改。"),
        )
        refuse_unless(
            row.state not in ("published", "offline") or may(actor, NEED_REVIEW, row.area_code),
            _("已发布的需求由审核方修改；也可以撤回后重新登记。"),
        )
    after = copy(row)
    for name, value in fields.items():
        setattr(after, name, value)
    _check(after)
    changed = change(actor, "change_need", row, **fields)
    if row.published_on is not None:
        record_hits("need", [row.pk], need_texts(changed))  # what was hidden and is mended now shows again
    return changed


@action(NEED_ENTER)
def submit_need(actor: User, need: Need) -> Need:
    """Send a draft to the village check; past it, where the village point itself entered it."""
    row = locked(need)
    advance(actor, row, "submit", flow=FLOW)
    if may(actor, NEED_CHECK, row.area_code):
        advance(actor, row, "check", flow=FLOW)
        row = change(actor, "submit_need", row, state="reviewing")
        _tell_reviewers([row])
        return row
    return change(actor, "submit_need", row, state="checking")


@action(NEED_CHECK)
def check_needs(actor: User, ids: Iterable[int]) -> int:
    """The village point has seen that these needs are true; all of them or none. Return how many."""
    rows = list(Need.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))
    advance_many(actor, rows, "check", flow=FLOW)
    for row in rows:
        row.state = "reviewing"
    change_many(actor, "check_need", rows, ["state"])
    _tell_reviewers(rows)
    return len(rows)


def _tell_reviewers(rows: list[Need]) -> None:
    today = timezone.localdate()
    for township in {row.area_code[:9] for row in rows}:
        notify_role(
            "township",
            township,
            title=saying("有需求等待审核"),
            url="/exchange/desk/",
            key=f"exchange.review:{township}:{today}",
        )


@action(NEED_REVIEW)
def publish_needs(actor: User, ids: Iterable[int], *, on: date | None = None, seen: bool = False) -> int:
    """Put reviewed needs on the board, all of them or none; return how many.

    ``on`` is the day they were published (default today), for needs that stood on another board before. Public
    wording is read once more: what was changed since it was entered must not slip through. Words that may tell too
    much raise Refused with all of them, unless the reviewer says that they were ``seen``.
    """
    rows = list(Need.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))
    today = timezone.localdate()
    if on is not None and on > today:
        raise Refused(_("发布日期不能在今天之后。"), field="on")
    about = telling_of([row.asker_id for row in rows])
    if not seen:
        _refuse_doubts(rows)
    open_days = policy_lookup(OPEN_DAYS)
    for row in rows:
        refuse_revealing(about[row.asker_id], title=row.title, text=row.text)
        row.state, row.published_on = "published", on or today
        row.unclaimed_until = row.published_on + timedelta(days=open_days(row.area_code))
    advance_many(actor, rows, "publish", flow=FLOW)
    change_many(actor, "publish_need", rows, ["state", "published_on", "unclaimed_until"])
    return len(rows)


def _refuse_doubts(rows: list[Need]) -> None:
    found = [
        _("“%(title)s”：%(doubt)s") % {"title": row.title, "doubt": doubt} for row in rows for doubt in doubts_of(row)
    ]
    if found:
        told = _("请先看一看这些公开内容是否会让人认出求助方；确认可以公开的，勾选“已看过提示”再发布。")
        raise Refused(told, field="seen", problems=tuple(found))


@action(NEED_CHECK)
def return_need(actor: User, need: Need, *, reason: str) -> Need:
    """Send a need back to be mended, saying why."""
    return _step(actor, need, "return", "draft", reason)


@action(NEED_CHECK)
def refuse_need(actor: User, need: Need, *, reason: str) -> Need:
    """Do not pass a need, saying why."""
    return _step(actor, need, "refuse", "refused", reason)


@action(NEED_ENTER)
def withdraw_need(actor: User, need: Need, *, reason: str) -> Need:
    """Take a need back, saying why. Raises Conflict while somebody holds a claim on it."""
    refuse_unless(not standing_claims(need), _("已有人认领，请先与认领方商定并释放认领。"))
    return _step(actor, need, "withdraw", "withdrawn", reason)


@action(NEED_REVIEW)
def list_again(actor: User, need: Need) -> Need:
    """Put a need that went to offline help on the board once more."""
    days = policy_lookup(OPEN_DAYS)(need.area_code)
    until = timezone.localdate() + timedelta(days=days)
    return _step(actor, need, "list_again", "published", unclaimed_until=until)


@action(NEED_REVIEW)
def question_need(actor: User, need: Need) -> Need:
    """Take a need off the board while it is looked into; claims stand meanwhile."""
    return _step(actor, need, "question", "questioned")


@action(NEED_REVIEW)
def clear_need(actor: User, need: Need) -> Need:
    """The need was looked into and is true: back to where its claims stand."""
    row = _step(actor, need, "clear", "published")
    return follow(actor, locked(row), "clear_need")


@action(NEED_REVIEW)
def settle_for_less(actor: User, need: Need, *, reason: str) -> Need:
    """Let a need end with what was promised so far: the rest is no longer asked for."""
    row = locked(need)
    require_on(actor, NEED_REVIEW, row)
    refuse_unless(
        row.state in ("published", "offline") and row.taken > 0, _("还没有人认领其中的一部分，不能按部分办结。")
    )
    change(actor, "settle_for_less", row, quantity=row.taken, reason=reason)
    return follow(actor, locked(need), "settle_for_less")


def _step(actor: User, need: Need, transition: str, state: str, reason: str = "", **fields: Any) -> Need:
    row = locked(need)
    advance(actor, row, transition, reason, flow=FLOW)
    return change(actor, f"{transition}_need", row, reason=reason, state=state, **fields)
