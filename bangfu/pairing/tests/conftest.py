"""Two villages with households, helpers ready for them, and the officers who pair them."""

from dataclasses import dataclass
from datetime import date

import pytest

from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.pairing.actions import enrol
from bangfu.pairing.models import Scheme
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import register_area, register_household, register_organisation, register_person
from bangfu.parties.models import Household, Organisation, Person

COUNTY, TOWNSHIP, STRANGE_COUNTY = "420302", "420302100", "420303"
VILLAGE, NEXT_VILLAGE = "420302100201", "420302100202"
START = date(2020, 1, 1)


def employ(username: str, role: str, area_code: str) -> User:
    """Return a user with one role over one place."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=START)
    return user


@dataclass(kw_only=True)
class Villages:
    """Who is to be helped, who may help, and who decides."""

    operator: User
    county: User
    stranger: User
    scheme: Scheme
    unit: Organisation
    households: list[Household]
    helpers: list[Person]

    def helper(self, village: str, capacity: int | None = None) -> Person:
        """Enrol one more helper meant for a village."""
        number = len(self.helpers) + 1
        person = register_person(
            self.operator, area_code=COUNTY, name=f"干部{number}", works_for=self.unit, phone=f"154{number:08d}"
        )
        enrol(
            self.operator,
            scheme=self.scheme,
            party=person.party,
            county_code=COUNTY,
            area_code=village,
            capacity=capacity,
            valid_from=START,
        )
        self.helpers.append(person)
        return person

    def household(self, village: str, **fields: object) -> Household:
        """Register one more household on the register."""
        home = register_household(
            self.operator,
            area_code=village,
            head_name=f"户主{len(self.households) + 1}",
            opened_on=START,
            standing="registered",
            **fields,
        )
        self.households.append(home)
        return home


@pytest.fixture
def villages(db: None) -> Villages:
    actor = operator()
    load_schemes()
    for code, name in (
        (COUNTY, "茅箭区"),
        (TOWNSHIP, "大川镇"),
        (VILLAGE, "卡子村"),
        (NEXT_VILLAGE, "松坪村"),
        (STRANGE_COUNTY, "张湾区"),
    ):
        register_area(actor, code=code, name=name)
    unit = register_organisation(actor, area_code=COUNTY, name="区教育局", kind="authority")
    return Villages(
        operator=actor,
        county=employ("county", "county", COUNTY),
        stranger=employ("stranger", "county", STRANGE_COUNTY),
        scheme=Scheme.objects.get(name="cadre-household"),
        unit=unit,
        households=[],
        helpers=[],
    )
