"""Plans of village–enterprise agreements in a list of their own; they are written on the agreement's page."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.pairing.actions.village_plans import name_plan_households, set_village_plan
from bangfu.pairing.agreements import CHANGE, STANDINGS, VIEW
from bangfu.pairing.forms.village_plans import PlanHouseholdsForm, VillagePlanForm
from bangfu.pairing.models import Agreement, VillagePlan
from bangfu.pairing.queries.agreements import own_duties
from bangfu.pairing.resources.samples import sample_village_plan
from bangfu.pairing.village_plans import MODE_LIST, may_have_plan

# History of an agreement and its workbook tell the plan by these columns; its page shows it as a block.
PLAN_COLUMNS = (
    Column(
        name="plan_modes",
        title=_("帮扶方式"),
        path="village_plan__modes",
        kind="code",
        code_list=MODE_LIST,
        in_list=False,
        in_detail=False,
    ),
    *(
        Column(
            name=f"plan_{name}", title=title, path=f"village_plan__{name}", kind=kind, in_list=False, in_detail=False
        )
        for name, title, kind in (
            ("goals", _("帮扶目标"), "text"),
            ("households_planned", _("计划受益户数"), "number"),
            ("persons_planned", _("计划受益人数"), "number"),
            ("note", _("计划说明"), "text"),
        )
    ),
)

PLAN_ACT = Act(
    name="set-village-plan",
    title=_("填写帮扶计划"),
    run=set_village_plan,
    permission=CHANGE,
    form=VillagePlanForm,
    when=may_have_plan,
)

HOUSEHOLDS_ACT = Act(
    name="plan-households",
    title=_("受益户名单"),
    run=name_plan_households,
    permission=CHANGE,
    form=PlanHouseholdsForm,
    when=lambda agreement: may_have_plan(agreement) and VillagePlan.objects.filter(agreement=agreement).exists(),
)

VILLAGE_PLANS = Resource(
    name="pairing.village_plan",
    title=_("村企帮扶计划"),
    model=VillagePlan,
    view_permission=VIEW,
    menu="pairing",
    menu_order=62,
    under="pairing.agreement",
    icon="list-details",
    scope_field="agreement__area_code",
    order=("agreement__area_code", "agreement_id"),
    own=own_duties,
    sides=("agreement__helper_area_code",),
    columns=(
        Column(name="agreement", title=_("所属协议"), path="agreement__title"),
        Column(name="area_code", title=_("受助方地区"), path="agreement__area_code", kind="area"),
        Column(name="modes", title=_("帮扶方式"), kind="code", code_list=MODE_LIST),
        Column(name="households_planned", title=_("计划受益户数"), kind="number"),
        Column(name="persons_planned", title=_("计划受益人数"), kind="number"),
        Column(
            name="state",
            title=_("协议状态"),
            path="agreement__state",
            kind="state",
            states={name: STANDINGS[name] for name in Agreement.State.values},
        ),
        Column(name="valid_from", title=_("生效日期"), path="agreement__valid_from", kind="date", in_list=False),
        Column(name="valid_to", title=_("有效期至"), path="agreement__valid_to", kind="date", in_list=False),
        Column(name="goals", title=_("帮扶目标"), in_list=False),
        Column(name="note", title=_("计划说明"), in_list=False),
    ),
    filters=(Filter(name="area_code", title=_("受助方地区"), path="agreement__area_code", kind="area"),),
    empty=_("还没有村企帮扶计划。在村企协议的页面里点“填写帮扶计划”。"),
    sample=sample_village_plan,
)
