"""Looking at who might apply."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Organisation
from bangfu.workstreams.market.actions.rows import create
from bangfu.workstreams.market.models import Screening
from bangfu.workstreams.market.permissions import SUPPLIER_CHANGE


@action(SUPPLIER_CHANGE)
def screen(actor: User, *, organisation: int, screened_on: date, result: str, note: str = "") -> Screening:
    """Record what came of looking at an organisation on a day."""
    row = Organisation.objects.get(pk=organisation)
    require(actor, SUPPLIER_CHANGE, row.area_code)
    found = Screening(
        organisation=row, area_code=row.area_code, screened_on=screened_on, result=result, note=note.strip()
    )
    return create(actor, "screen", found, twice=_("这一天已经排查过“%(who)s”。") % {"who": row})
