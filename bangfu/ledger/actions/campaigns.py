"""Campaigns and events that entries are tagged with."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.models import Campaign


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
    """Register a campaign or event in a place."""
    require(actor, "ledger.campaign.change", area_code)
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
    campaign.version += 1
    campaign.full_clean()
    campaign.save()
    record_change(actor, "change_campaign", campaign, before=before, after=snapshot(campaign))
    return campaign
