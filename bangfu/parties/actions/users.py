"""On whose behalf a user acts."""

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Household, Organisation, Person, UserParty
from bangfu.parties.queries.names import noun_of

GIVE = "parties.user.link"


@action(GIVE)
def let_act_for(actor: User, user: User, *, party: Person | Organisation | Household, reason: str = "") -> UserParty:
    """Let a user act for a party: a helper for their own person, a clerk for the firm. Replaces an earlier one."""
    require(actor, GIVE, party.area_code)
    if not user.is_active:
        raise Refused(_("用户已停用。"), field="user")
    before = UserParty.objects.filter(user=user).values_list("party_id", flat=True).first()
    if before is not None and before != party.pk:
        require(actor, GIVE, noun_of(before).area_code)
    link, _made = UserParty.objects.update_or_create(user=user, defaults={"party_id": party.pk})
    record_change(
        actor,
        "let_act_for",
        user,
        before={"party": before} if before else None,
        after={"party": party.pk},
        reason=reason,
    )
    return link
