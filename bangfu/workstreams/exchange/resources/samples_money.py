"""One row of each table of money, made by calling actions: for the shared tests."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Organisation, Party
from bangfu.workstreams.exchange.actions import appeals, donations, funds, payouts, photos, statements
from bangfu.workstreams.exchange.models import Appeal, AppealPhoto, Donation, Fund, Payout, Receipt, StatementLine


def _organisation(area_code: str, name: str, kind: str) -> Organisation:
    party = Party.objects.create(kind="organisation")
    return Organisation.objects.create(party=party, name=name, kind=kind, area_code=area_code)


def sample_fund(actor: User, area_code: str) -> Fund:
    """A fund for pupils."""
    load_policies()
    keeper = _organisation(area_code, str(_("示例慈善会")), "foundation")
    name = f"{_('示例助学基金')}{Fund.objects.count() + 1}"
    return funds.open_fund(actor, name=name, area_code=area_code, keeper=keeper.pk, purpose=str(_("资助困难学生")))


def sample_appeal(actor: User, area_code: str) -> Appeal:
    """An appeal of a school for a library, still a draft."""
    load_policies()
    return appeals.draft_appeal(
        actor,
        title=str(_("乡村小学阅览室")),
        text=str(_("为学校添置书架和图书。")),
        beneficiary=_organisation(area_code, str(_("示例小学")), "school").pk,
        keeper=_organisation(area_code, str(_("示例慈善会")), "foundation").pk,
        target=Decimal(20000),
        mode=Appeal.Mode.KEEP,
        closes_on=timezone.localdate() + timedelta(days=60),
        plan=[(str(_("书架")), Decimal(8000)), (str(_("图书")), Decimal(12000))],
    )


def sample_photo(actor: User, area_code: str) -> AppealPhoto:
    """A picture of the empty room, waiting to be looked at."""
    picture = BytesIO()
    Image.new("RGB", (64, 48), "white").save(picture, "JPEG")
    photo = ContentFile(picture.getvalue(), name="room.jpg")
    return photos.offer_photo(actor, sample_appeal(actor, area_code), photo=photo, caption=str(_("待改造的教室")))


def sample_donation(actor: User, area_code: str) -> Donation:
    """A firm's gift to the fund, received."""
    firm = _organisation(area_code, str(_("示例企业")), "private_enterprise")
    purse = sample_fund(actor, area_code).purses.get()
    return donations.record_donation(actor, purse=purse.pk, amount=Decimal(5000), donor=firm.pk, voucher="0001")


def sample_receipt(actor: User, area_code: str) -> Receipt:
    """Its receipt."""
    return sample_donation(actor, area_code).receipts.get()


def sample_payout(actor: User, area_code: str) -> Payout:
    """Some of it asked for."""
    purse = sample_donation(actor, area_code).purse
    school = _organisation(area_code, str(_("示例小学")), "school")
    return payouts.ask_payout(
        actor, purse=purse.pk, beneficiary=school.pk, amount=Decimal(800), purpose=str(_("校服两套"))
    )


def sample_line(actor: User, area_code: str) -> StatementLine:
    """A line that nobody has matched yet."""
    load_policies()
    line = StatementLine(
        area_code=area_code,
        key=f"sample:{StatementLine.objects.count() + 1}",
        booked_on=timezone.localdate(),
        amount=Decimal(200),
        payer=str(_("示例汇款人")),
        batch=0,
    )
    statements.take_lines(actor, [line])
    return line
