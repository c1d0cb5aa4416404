"""What is typed about work teams."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, CodeField, PartyField
from bangfu.pairing.teams import ROLE_LIST
from bangfu.parties.forms.reasoned import DayField

TODAY = {"initial": timezone.localdate}
USUAL_TERM = _("不填则按政策参数中的任期。")


class TeamForm(ActorForm):
    """The village and the term; units and members are added on the team's page."""

    village = PartyField(label=_("驻点村"), kinds=("area",))
    starts_on = DayField(label=_("进驻日期"), **TODAY)
    term_until = DayField(label=_("任期至"), required=False, help_text=USUAL_TERM)


class UnitForm(ActorForm):
    """One more organisation that sends the team."""

    unit = PartyField(label=_("派出单位"), kinds=("organisation",))


class DissolveForm(ActorForm):
    """The last day, and why."""

    ended_on = DayField(label=_("撤出日期"), **TODAY)
    reason = forms.CharField(label=_("撤出原因"), max_length=200)


class JoinForm(ActorForm):
    """Who joins, in which role, since when."""

    person = PartyField(label=_("队员"), kinds=("person",))
    role = CodeField(ROLE_LIST, label=_("角色"))
    unit = PartyField(
        label=_("派出单位"), kinds=("organisation",), required=False, help_text=_("不填即本人的工作单位。")
    )
    starts_on = DayField(label=_("到任日期"), **TODAY)
    term_until = DayField(label=_("任期至"), required=False, help_text=USUAL_TERM)


class LeaveForm(ActorForm):
    """The last day, and why."""

    ended_on = DayField(label=_("离任日期"), **TODAY)
    reason = forms.CharField(label=_("离任原因"), max_length=200)


class RotateForm(ActorForm):
    """Who takes the role over, since when, and why."""

    person = PartyField(label=_("接任人"), kinds=("person",))
    on = DayField(label=_("接任日期"), **TODAY)
    reason = forms.CharField(label=_("轮换原因"), max_length=200)


class ExtendForm(ActorForm):
    """A later end of the term, and why."""

    term_until = DayField(label=_("任期延至"))
    reason = forms.CharField(label=_("延期原因"), max_length=200)
