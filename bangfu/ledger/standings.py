"""The words and tones of an entry's standing."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.models import EntryStanding

STATES = {
    EntryStanding.State.RECORDED: (_("已记录"), "neutral"),
    EntryStanding.State.WAITING: (_("待确认"), "waiting"),
    EntryStanding.State.CONFIRMED: (_("已确认"), "good"),
    EntryStanding.State.DISPUTED: (_("有异议"), "bad"),
    EntryStanding.State.REVERSED: (_("已冲销"), "neutral"),
}
