"""洞口县's charity funds and appeals as they could stand today: money that came, was used, and waits for somebody.

The report names 慈善救助基金, 助学基金 and 爱心帮扶基金 and gives only their sum, which stays a fact of its time.
What is invented here carries today's dates, so that no figure of the report changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from bangfu.config.demo.places import Place
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import register_organisation
from bangfu.parties.models import Household, Organisation
from bangfu.workstreams.exchange.actions import appeals, donations, funds, payouts, statements
from bangfu.workstreams.exchange.models import Appeal, Purse, StatementLine

COUNTY = "430525"
FUNDS = (
    ("慈善救助基金", "救助因病因灾一时困难的家庭。", ("大病救助",)),
    ("助学基金", "资助困难家庭的学生。", ("高中助学", "大学新生")),
    ("爱心帮扶基金", "实现微心愿，改善困难老人的生活。", ()),
)
Plan = Sequence[tuple[str, int]]
APPEALS: tuple[tuple[str, str, str, int, Plan, int], ...] = (
    (
        "乡村小学阅览室", "为村小添置书架、桌椅和图书，放学后向全村孩子开放。", "keep", 60,
        (("书架和桌椅", 16000), ("图书", 24000)), 0,
    ),
    ("老人日间照料点取暖", "给三个照料点装取暖设备，入冬前完工。", "all_or_nothing", 25, (("取暖设备", 30000),), 0),
    ("山塘清淤和水渠修补", "修好后两个组的水田能按时灌溉。", "keep", 45, (("清淤", 20000), ("水渠修补", 15000)), 35000),
    ("村口便民桥", "老桥汛期不能走，先筹设计和材料。", "all_or_nothing", 40, (("设计", 10000), ("材料", 70000)), 6000),
)  # fmt: skip


def build_giving(actor: User, place: Place) -> dict[str, int]:
    """Set up funds and appeals, let money come and be used, and leave some for the desk to do."""
    clerk, approver = (User.objects.get(username=name) for name in ("dongkou", "dongkou-station"))
    village = User.objects.get(username="dongkou-village")
    keeper = register_organisation(actor, area_code=COUNTY, name="洞口县慈善会（示例）", kind="foundation")
    donors = list(Organisation.objects.filter(pk__in=place.groups["enterprises"]).order_by("pk"))[10:60]
    homes = list(Household.objects.filter(area_code__startswith=COUNTY).order_by("pk")[:40])
    _funds(clerk, approver, keeper, donors, homes)
    made = _appeals(clerk, approver, keeper, donors, homes[0].area_code)
    _waiting(clerk, village, made[0].purse, homes)
    return {"appeals": len(made), "purses": Purse.objects.count()}


def _funds(
    clerk: User, approver: User, keeper: Organisation, donors: list[Organisation], homes: list[Household]
) -> None:
    today = timezone.localdate()
    for number, (name, purpose, earmarks) in enumerate(FUNDS):
        fund = funds.open_fund(clerk, name=f"{name}（示例）", area_code=COUNTY, keeper=keeper.pk, purpose=purpose)
        purses = [fund.purses.get(), *(funds.add_earmark(clerk, fund, earmark=word) for word in earmarks)]
        for turn, purse in enumerate(purses):
            for gift in range(4):
                donations.record_donation(
                    clerk,
                    purse=purse.pk,
                    amount=Decimal(2000 + 1500 * ((number + turn + gift) % 4)),
                    donor=donors[(number * 12 + turn * 4 + gift) % len(donors)].pk,
                    on=today - timedelta(days=gift * 3 + turn),
                    voucher=f"收{number}{turn}{gift}",
                )
            asked = payouts.ask_payout(
                clerk,
                purse=purse.pk,
                beneficiary=homes[number * 5 + turn].pk,
                amount=Decimal(1800),
                purpose=purse.earmark or "临时困难救助",
            )
            payouts.approve_payout(approver, asked)
            if turn < 2:
                payouts.pay_payout(clerk, asked, voucher=f"付{number}{turn}")


def _appeals(
    clerk: User, approver: User, keeper: Organisation, donors: list[Organisation], village: str
) -> list[Appeal]:
    today, made = timezone.localdate(), []
    school = register_organisation(clerk, area_code=village, name="村小（示例）", kind="school")
    for number, (title, text, mode, days, plan, raised) in enumerate(APPEALS):
        target = sum(amount for _title, amount in plan)
        row = appeals.draft_appeal(
            clerk,
            title=title,
            text=text,
            beneficiary=school.pk,
            keeper=keeper.pk,
            target=Decimal(target),
            mode=mode,
            closes_on=today + timedelta(days=days),
            plan=[(words, Decimal(amount)) for words, amount in plan],
        )
        appeals.submit_appeal(clerk, row)
        row = appeals.publish_appeal(approver, row)
        made.append(row)
        part = Decimal(raised or target * 3 // 5) / 5
        for gift in range(5):
            donor = donors[(40 + number * 5 + gift) % len(donors)]
            donations.record_donation(
                clerk, purse=row.purse.pk, amount=part, donor=donor.pk, voucher=f"众{number}{gift}"
            )
        if raised:
            row = appeals.end_appeal(clerk, row)
        if row.state == Appeal.State.REACHED:
            _use(clerk, approver, row, school)
    return made


def _use(clerk: User, approver: User, appeal: Appeal, school: Organisation) -> None:
    for number, line in enumerate(appeal.purse.lines.order_by("id")):
        asked = payouts.ask_payout(
            clerk,
            purse=appeal.purse.pk,
            line=line.pk,
            beneficiary=school.pk,
            payee="施工队",
            amount=line.amount / (number + 1),
            purpose=f"{line.title}工程款",
        )
        payouts.approve_payout(approver, asked)
        payouts.pay_payout(clerk, asked, voucher=f"工{number}")


def _waiting(clerk: User, village: User, purse: Purse, homes: list[Household]) -> None:
    """Pledges, a statement of which one line names its pledge and two do not, and a payout to approve."""
    donor, today = User.objects.get(username="donor"), timezone.localdate()
    first = donations.pledge(donor, purse, amount=Decimal(2000), message="给孩子们添点书")
    second = donations.pledge(donor, purse, amount=Decimal(500))
    lines = (
        (f"捐款{first.reference}", first.amount, "", "0001"),
        ("助学", second.amount, Organisation.objects.get(pk=second.donor_id or 0).name, "0002"),
        ("爱心", Decimal("66.00"), "李某某", "0003"),
    )
    rows = [
        StatementLine(
            area_code=COUNTY, key=f"serial:{serial}", serial=serial, booked_on=today, amount=amount, payer=payer,
            remark=remark, batch=0,
        )
        for remark, amount, payer, serial in lines
    ]  # fmt: skip
    statements.take_lines(clerk, rows)
    own = next(home for home in homes if home.area_code == village.grants.get().area_code)
    payouts.ask_payout(
        village,
        purse=Purse.objects.filter(fund__isnull=False).order_by("pk")[0].pk,
        beneficiary=own.pk,
        amount=Decimal(900),
        purpose="医药费补助",
    )
