"""Bank statements: lines taken in, matched to pledges where that is certain, and by a person where it is not."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.exchange.actions.donations import pledge, received
from bangfu.workstreams.exchange.actions.rows import change, create_many, locked, refuse_unless
from bangfu.workstreams.exchange.models import Donation, Purse, StatementLine
from bangfu.workstreams.exchange.permissions import LINE_MATCH
from bangfu.workstreams.exchange.queries.statements import candidates_for, pledges_at

State = StatementLine.State


@action(LINE_MATCH)
def take_lines(actor: User, rows: Sequence[StatementLine]) -> dict[str, int]:
    """Take in new lines of a statement; what names its pledge and has its amount is received at once.

    Return how many are ``matched`` and how many wait (``open``) for somebody. All or none.
    """
    for place in {row.area_code for row in rows}:
        require(actor, LINE_MATCH, place)
    made = create_many(actor, "take_line", rows)
    pledges = {place: pledges_at(place) for place in {row.area_code for row in made}}
    matched = 0
    for line in made:
        certain = [one for one in candidates_for(line, pledges[line.area_code]) if one.certain]
        if len(certain) == 1:
            _match(actor, line, certain[0].donation)
            pledges[line.area_code].remove(certain[0].donation)
            matched += 1
    return {"matched": matched, "open": len(made) - matched}


def _match(actor: User, line: StatementLine, donation: Donation, *, by_hand: bool = False) -> None:
    row = locked(donation)
    if row.amount != line.amount:
        change(actor, "change_pledge", row, amount=line.amount)
    received(actor, row, line.booked_on, line.serial or f"LINE-{line.pk}")
    change(actor, "match_line", line, state=State.MATCHED, donation=row, by_hand=by_hand)


@action(LINE_MATCH)
def match_line(actor: User, line: StatementLine, *, donation: int) -> StatementLine:
    """Say that a line is the money of a pledge. Where the amounts differ, what came counts."""
    row = _open(actor, line)
    pledged = Donation.objects.filter(pk=donation, area_code__startswith=row.area_code[:6]).first()
    if pledged is None or pledged.state != Donation.State.PLEDGED:
        raise Conflict(_("这笔认捐已登记到账或已取消，请刷新后再看。"))
    _match(actor, row, pledged, by_hand=True)
    return row


@action(LINE_MATCH)
def line_to_purse(
    actor: User, line: StatementLine, *, purse: int, donor: int | None = None, anonymous: bool = False
) -> StatementLine:
    """Say that a line is a gift nobody pledged: to which purse, by whom (else the payer as the bank names them)."""
    row = _open(actor, line)
    held = Purse.objects.select_related("fund", "appeal").filter(pk=purse).first()
    if held is None or not held.area_code.startswith(row.area_code[:6]):
        raise Refused(_("请选择本县的资金账。"), field="purse")
    name = "" if donor else (row.payer or _("未具名"))
    made = pledge(actor, held, amount=row.amount, donor=donor, donor_name=name, anonymous=anonymous)
    _match(actor, row, made, by_hand=True)
    return row


@action(LINE_MATCH)
def put_line_aside(actor: User, line: StatementLine, *, reason: str) -> StatementLine:
    """Say that a line is no gift, and why: interest, a fee returned."""
    row = _open(actor, line)
    if not reason.strip():
        raise Refused(_("请写明原因。"), field="reason")
    row.reason = reason.strip()
    return change(actor, "put_line_aside", row, reason=reason, state=State.ASIDE, by_hand=True)


@action(LINE_MATCH)
def reopen_line(actor: User, line: StatementLine) -> StatementLine:
    """Take back that a line is no gift. A matched line is taken back by refunding its donation."""
    row = locked(line)
    require(actor, LINE_MATCH, row.area_code)
    refuse_unless(row.state == State.ASIDE, _("只有标为与捐赠无关的流水可以恢复；已核对的请办理退款。"))
    row.reason = ""
    return change(actor, "reopen_line", row, state=State.OPEN)


@action(LINE_MATCH)
def drop_lines(actor: User, *, batch: int) -> int:
    """Take an import back; return how many lines. Refused when one of them was matched or decided."""
    rows = StatementLine.objects.select_for_update().filter(batch=batch)
    for place in set(rows.values_list("area_code", flat=True)):
        require(actor, LINE_MATCH, place)
    if rows.exclude(state=State.OPEN).exists():
        raise Refused(_("其中有的流水已核对，不能整批撤销；请逐条办理。"))
    return rows.delete()[0]


def _open(actor: User, line: StatementLine) -> StatementLine:
    row = locked(line)
    require(actor, LINE_MATCH, row.area_code)
    refuse_unless(row.state == State.OPEN, _("这条流水已核对过。"))
    return row
