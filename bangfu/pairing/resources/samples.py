"""One row of each table, made by calling actions: for the shared tests."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.agreements import draft_agreement
from bangfu.pairing.actions.duties import add_duty
from bangfu.pairing.models import Agreement, Duty
from bangfu.parties.models import Organisation, Party


def _organisation(name: str, area_code: str) -> int:
    return Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=name, kind="private_enterprise", area_code=area_code
    ).party_id


def sample_agreement(actor: User, area_code: str) -> Agreement:
    """A draft between two organisations."""
    return draft_agreement(
        actor,
        kind="enterprise",
        title=_("示例村企协议"),
        helper=_organisation(_("示例企业"), area_code),
        recipient=_organisation(_("示例合作社"), area_code),
        valid_from=date(2020, 1, 1),
        valid_to=date(2020, 12, 31),
        amount=Decimal(100_000),
    )


def sample_duty(actor: User, area_code: str) -> Duty:
    """A duty in words."""
    return add_duty(actor, sample_agreement(actor, area_code), year=2020, text=_("示例任务"), side="helper")
