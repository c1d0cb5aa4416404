"""What can be recorded about firms and villages."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

MODE = Detail(
    name="mode",
    title=_("带动方式"),
    kind="choice",
    choices=(
        ("project", _("项目投资")),
        ("land", _("流转土地")),
        ("jobs", _("雇佣务工")),
        ("cooperation", _("产业合作")),
        ("orders", _("订单收购")),
        ("other", _("其他")),
    ),
    synonyms=("方式",),
)

BENEFIT = EntryKind(
    name="enterprises.benefit",
    title=_("企业带动农户"),
    workstream="enterprises",
    giver_title=_("企业、合作社"),
    receiver=("area",),
    receiver_title=_("受益村（乡镇）"),
    amount="none",
    quantity="none",
    details=(MODE,),
    evidence=(_("带动名单"),),
    confirmed_by="receiver",
    needs=("households",),
    help=_("同一户由几家企业带动的，只记在主要一家。"),
)

KINDS = (BENEFIT,)
