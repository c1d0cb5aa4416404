"""Campaigns and events that entries are tagged with."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.models import Campaign
from bangfu.ledger.queries.campaigns import campaigns_at, inside


@action("ledger.campaign.change")
def register_campaign(
    actor: User,
    *,
    name: str,
    area_code: str,
    starts_on: date,
    ends_on: date | None = None,
    theme: str = "",
    parent: Campaign | None = None,
) -> Campaign:
    """Register a campaign or event in a place, perhaps inside another; raise Refused where it does not fit there."""
    require(actor, "ledger.campaign.change", area_code)
    _fit_into(actor, None, parent, area_code)
    campaign = Campaign(
        name=name, area_code=area_code, starts_on=starts_on, ends_on=ends_on, theme=theme, parent=parent
    )
    campaign.full_clean()
    campaign.save()
    record_change(actor, "register_campaign", campaign, after=snapshot(campaign))
    return campaign


@action("ledger.campaign.change")
def change_campaign(actor: User, campaign: Campaign, *, version: int | None = None, **fields: object) -> Campaign:
    """Change a campaign; raise Conflict when somebody changed it since ``version``."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    require(actor, "ledger.campaign.change", campaign.area_code)
    if version is not None and version != campaign.version:
        raise Conflict(_("别人刚刚修改了这条活动，请刷新后再改。"))
    before = snapshot(campaign)
    for name, value in fields.items():
        setattr(campaign, name, value)
    require(actor, "ledger.campaign.change", campaign.area_code)
    _fit_into(actor, campaign, campaign.parent, campaign.area_code)
    campaign.version += 1
    campaign.full_clean()
    campaign.save()
    record_change(actor, "change_campaign", campaign, before=before, after=snapshot(campaign))
    return campaign


def _fit_into(actor: User, campaign: Campaign | None, parent: Campaign | None, area_code: str) -> None:
    """Refuse a parent elsewhere, one that lies inside the campaign itself, and one that the actor may not know."""
    if parent is None:
        return
    if not campaigns_at(actor).filter(pk=parent.pk).exists():
        raise Refused(_("没有这个上级活动，或它不在您的管辖范围内。"), field="parent")
    if not (area_code.startswith(parent.area_code) or parent.area_code.startswith(area_code)):
        raise Refused(_("上级活动在别的地区，不能把这个活动放进去。"), field="parent")
    if campaign is not None and parent.pk in inside(campaign):
        raise Refused(_("一个活动不能属于它自己，或属于它里面的活动。"), field="parent")
