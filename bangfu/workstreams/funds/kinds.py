"""What can be recorded about public money and projects."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

CATEGORY = Detail(
    name="category",
    title=_("资金类别"),
    kind="choice",
    choices=(
        ("industry", _("产业")),
        ("infrastructure", _("基础设施")),
        ("water", _("安全饮水")),
        ("housing", _("住房安全")),
        ("public_service", _("公共服务")),
        ("jobs", _("就业")),
        ("other", _("其他")),
    ),
    required=True,
    synonyms=("类别", "投向"),
)
ROUTE = Detail(
    name="route",
    title=_("拨付方式"),
    kind="choice",
    choices=(("direct", _("直接拨付")), ("remitted", _("上解"))),
    required=True,
)
PURPOSE = Detail(name="purpose", title=_("专门用途"), required=True, synonyms=("用途",))
PROJECT = Detail(name="project", title=_("项目名称"), synonyms=("项目",))
RESPONSIBLE = Detail(name="responsible", title=_("责任单位"), synonyms=("实施单位", "建设单位"))
ENDS = Detail(name="ends", title=_("完工日期"), kind="date", after=True, synonyms=("计划完工日期", "竣工日期"))
LOAN_USE = Detail(name="use", title=_("贷款用途"), required=True, synonyms=("用途", "发展产业"))
LARGE = "ledger.large_amount"

SPECIAL = EntryKind(
    name="funds.special",
    title=_("财政专项资金安排"),
    workstream="funds",
    giver_title=_("安排单位"),
    receiver=("area",),
    receiver_title=_("使用地区"),
    quantity="none",
    details=(CATEGORY,),
    evidence=(_("资金下达文件"),),
    large_amount=LARGE,
)
INVESTMENT = EntryKind(
    name="funds.investment",
    follows=("funds.special", "funds.fiscal", "funds.region_fund", "funds.dedicated"),
    title=_("建设投入"),
    workstream="funds",
    giver_title=_("投入单位"),
    receiver=("area",),
    receiver_title=_("受益地区"),
    quantity="none",
    details=(CATEGORY, PROJECT),
    people=True,
    large_amount=LARGE,
    help=_("已经投入建设的资金；年度安排请记“财政专项资金安排”。"),
)
RESETTLEMENT = EntryKind(
    name="funds.resettlement",
    title=_("易地搬迁安置"),
    workstream="funds",
    giver_title=_("筹集单位"),
    receiver=("area",),
    receiver_title=_("安置乡镇（村）"),
    quantity="none",
    needs=("households", "persons"),
    large_amount=LARGE,
)
REGION = EntryKind(
    name="funds.region_fund",
    title=_("区域协作年度资金"),
    workstream="funds",
    giver=("area", "organisation"),
    giver_title=_("帮扶地区"),
    receiver=("area",),
    receiver_title=_("受援地区"),
    quantity="none",
    details=(PROJECT,),
    confirmed_by="receiver",
    evidence=(_("到账凭证"),),
)
FISCAL = EntryKind(
    name="funds.fiscal",
    title=_("财政帮扶资金"),
    workstream="funds",
    giver=("area", "organisation"),
    giver_title=_("帮扶地区财政"),
    receiver=("area",),
    receiver_title=_("受援地区（上解的为市）"),
    quantity="none",
    details=(ROUTE,),
    evidence=(_("拨付凭证"),),
    large_amount=LARGE,
)
DEDICATED = EntryKind(
    name="funds.dedicated",
    title=_("专门用途资金"),
    workstream="funds",
    giver=("area", "organisation"),
    giver_title=_("安排单位"),
    receiver=("area", "organisation"),
    receiver_title=_("使用方"),
    quantity="none",
    details=(PURPOSE,),
    large_amount=LARGE,
    help=_("劳务协作、价格补贴、共建等；不并入财政帮扶资金。"),
)
LISTED = EntryKind(
    name="funds.project_listed",
    title=_("项目入库"),
    workstream="funds",
    unit="project",
    giver_title=_("申报单位"),
    receiver=("area",),
    receiver_title=_("项目地点"),
    amount="none",
    quantity="required",
    units=(("project", _("个项目")),),
    details=(PROJECT,),
)
STARTED = EntryKind(
    name="funds.project",
    follows=("funds.project_listed",),
    title=_("项目实施"),
    workstream="funds",
    unit="project",
    giver=("area", "organisation"),
    giver_title=_("出资方"),
    receiver=("area",),
    receiver_title=_("项目地点"),
    amount="optional",
    quantity="required",
    units=(("project", _("个项目")),),
    details=(PROJECT, RESPONSIBLE, ENDS),
    evidence=(_("开工或验收材料"),),
    people=True,
)
LOAN = EntryKind(
    name="funds.loan",
    title=_("小额信贷发放"),
    workstream="funds",
    giver_title=_("放贷银行"),
    receiver=("household",),
    receiver_title=_("贷款农户"),
    quantity="none",
    details=(LOAN_USE,),
    evidence=(_("借款合同"),),
    large_amount=LARGE,
    help=_("贷款要还，不并入帮扶资金。"),
)

KINDS = (SPECIAL, INVESTMENT, RESETTLEMENT, REGION, FISCAL, DEDICATED, LISTED, STARTED, LOAN)
