"""Pictures for an appeal's page: offered by one person, looked at by another, then shown."""

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence.actions import attach
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.models import Appeal, AppealPhoto
from bangfu.workstreams.exchange.permissions import APPEAL_CHANGE, APPEAL_REVIEW
from bangfu.workstreams.exchange.wording import refuse_revealing, telling_of

State = AppealPhoto.State


@action(APPEAL_CHANGE)
def offer_photo(actor: User, appeal: Appeal, *, photo: File, caption: str) -> AppealPhoto:
    """Offer a picture for an appeal's page; it waits for somebody to look at it. The caption names nobody."""
    row = locked(appeal)
    require(actor, APPEAL_CHANGE, row.area_code)
    refuse_revealing(telling_of([row.beneficiary_id])[row.beneficiary_id], caption=caption)
    kept = attach(actor, row, photo, "photo", note=caption).evidence
    fresh = AppealPhoto(
        appeal=row,
        area_code=row.area_code,
        file=kept,
        caption=caption.strip(),
        offered_on=timezone.localdate(),
        offered_by=actor,
    )
    return create(actor, "offer_photo", fresh)


@action(APPEAL_REVIEW)
def show_photo(actor: User, photo: AppealPhoto, *, no_faces: bool) -> AppealPhoto:
    """Say that nobody can be recognised on a picture and show it. Never by whoever offered it."""
    row = locked(photo)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state == State.WAITING, _("这张照片已经查看过。"))
    if row.offered_by_id == actor.pk and not actor.is_operator:
        raise Denied(_("不能查看自己上传的照片，请由另一位经办人查看。"))
    if not no_faces:
        raise Refused(_("请先确认照片里没有能认出的人、门牌和证件；有的请选“不公开”。"), field="no_faces")
    return change(actor, "show_photo", row, state=State.SHOWN, checked_on=timezone.localdate(), checked_by=actor)


@action(APPEAL_REVIEW)
def hide_photo(actor: User, photo: AppealPhoto, *, reason: str) -> AppealPhoto:
    """Do not show a picture, or no longer, saying why."""
    row = locked(photo)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state != State.HIDDEN, _("这张照片已经不公开。"))
    checked = {"checked_on": timezone.localdate(), "checked_by": actor}
    row.reason = reason.strip()
    return change(actor, "hide_photo", row, reason=reason, state=State.HIDDEN, **checked)
