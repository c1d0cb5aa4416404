"""Reading a number in full: for a purpose, and on record."""

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import CipherField, decrypt
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Household, Organisation, Person, Unmasking

UNMASK = "parties.unmask"
SHORTEST_PURPOSE = 4  # characters: enough for a word that means something, such as 核对身份


@action(UNMASK)
def unmask(actor: User, party: Person | Household | Organisation, *, field: str, purpose: str) -> str:
    """Return a number in full, and record who read it and what for. Raises Denied outside the actor's reach."""
    require_on(actor, UNMASK, party)
    purpose = _stated(purpose)
    row = type(party)._default_manager.get(pk=party.pk)
    column = next((f for f in row._meta.concrete_fields if f.name == field and isinstance(f, CipherField)), None)
    if column is None:
        raise Denied(_("没有可查看明文的字段“%s”。") % field)
    plain = decrypt(getattr(row, field))
    if not plain:
        raise Refused(_("“%s”没有填写。") % column.verbose_name)
    Unmasking.objects.create(actor=actor, party_id=row.pk, field=field, purpose=purpose, area_code=row.area_code)
    record_change(actor, "unmask", row, after={"field": field}, reason=purpose)
    return plain


@action(UNMASK)
def record_unmasking(actor: User, *, field: str, area_code: str, rows: int, purpose: str) -> Unmasking:
    """Put on record that a file with numbers in full was taken out: of which place, and how many rows."""
    require(actor, UNMASK, area_code)
    return Unmasking.objects.create(actor=actor, field=field, purpose=_stated(purpose), area_code=area_code, rows=rows)


def _stated(purpose: str) -> str:
    purpose = purpose.strip()
    if len(purpose) < SHORTEST_PURPOSE:
        raise Refused(_("请写明用途，至少 %d 个字。") % SHORTEST_PURPOSE, field="purpose")
    return purpose[:200]
