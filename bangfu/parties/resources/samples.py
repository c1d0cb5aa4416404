"""One row of each register, made by its actions, for the tests that every resource undergoes."""

from datetime import timedelta
from secrets import token_hex

from django.utils import timezone

from bangfu.kernel.areas_of import LEVELS, VILLAGE
from bangfu.kernel.codelists.queries import codes
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import (
    merge_areas,
    register_area,
    register_household,
    register_organisation,
    register_person,
    set_area_class,
    unmask,
)
from bangfu.parties.models import (
    Area,
    AreaClass,
    AreaSuccession,
    Household,
    Organisation,
    Person,
    Unmasking,
)

SERIAL = {2: "42", 4: "03", 6: "02", 9: "101", 12: "201"}


def sample_area(actor: User, area_code: str) -> Area:
    """Register a new village below a place."""
    township = sample_place(actor, area_code)[:9]
    taken = set(Area.objects.filter(code__startswith=township).values_list("code", flat=True))
    code = next(c for n in range(201, 1000) if (c := f"{township}{n}") not in taken)
    return register_area(actor, code=code, name=f"示例村{code[-3:]}")


def sample_place(actor: User, area_code: str) -> str:
    """Return the code of a village at, above or below a place, registering what is missing on the way."""
    code = area_code[:VILLAGE]
    for level in LEVELS[: LEVELS.index(VILLAGE) + 1]:
        here = code[:level] if len(code) >= level else code + SERIAL[level][-(level - len(code)) :]
        code = max(code, here, key=len)
        if level > 4 and not Area.objects.filter(code=here).exists():
            register_area(actor, code=here, name=f"示例{here[-3:]}")
    return code


def sample_class(actor: User, area_code: str) -> AreaClass:
    """Give a new village a class."""
    value = codes("area_class")[0].code
    return set_area_class(actor, sample_area(actor, area_code), value=value, valid_from=timezone.localdate())


def sample_succession(actor: User, area_code: str) -> AreaSuccession:
    """Merge one new village into another."""
    old, new = sample_area(actor, area_code), sample_area(actor, area_code)
    merge_areas(actor, [old], new, on=timezone.localdate())
    return old.successions.get()


def sample_organisation(actor: User, area_code: str) -> Organisation:
    """Register an organisation."""
    place = sample_place(actor, area_code)
    kind = codes("organisation_kind")[0].code
    return register_organisation(
        actor, area_code=place, name=f"示例单位 {token_hex(3)}", kind=kind, phone="13900000000"
    )


def sample_household(actor: User, area_code: str) -> Household:
    """Register a household with its head."""
    day = timezone.localdate() - timedelta(days=30)
    return register_household(
        actor, area_code=sample_place(actor, area_code), head_name="示例户主", head_sex="1", opened_on=day
    )


def sample_person(actor: User, area_code: str) -> Person:
    """Register a person outside any household."""
    return register_person(actor, area_code=sample_place(actor, area_code), name="示例人员", phone="13900000000")


def sample_unmasking(actor: User, area_code: str) -> Unmasking:
    """Look at a number in full."""
    person = sample_person(actor, area_code)
    unmask(actor, person, field="phone", purpose="核对身份")
    return Unmasking.objects.filter(party=person.pk).get()
