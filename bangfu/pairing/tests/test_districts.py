"""Hospitals divide townships: connected, balanced, today's pairs kept where that costs no balance."""

import pytest

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.actions import accept, pair, propose_districts
from bangfu.pairing.districts import BORDERS, neighbours
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.tests.conftest import COUNTY, START, Villages
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Area

GRID = [f"{COUNTY}{500 + number}" for number in range(6)]
"""Six townships in two rows of three."""
AROUND = [(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5)]
LINKS = [(GRID[a], GRID[b]) for a, b in AROUND]


@pytest.fixture
def hospitals(villages: Villages) -> list[int]:
    """Two hospitals, the first of which has the far corners today, and six townships on a grid."""
    scheme = Scheme.objects.get(name="hospital-townships")
    Area.objects.filter(level=9).update(valid_to=START)
    places = [register_area(villages.operator, code=code, name=f"镇{n}") for n, code in enumerate(GRID)]
    made = [
        register_organisation(villages.operator, area_code=COUNTY, name=name, kind="hospital")
        for name in ("县医院", "中医院")
    ]
    for hospital, place in ((0, 0), (0, 5), (1, 1)):
        pair(
            villages.county,
            scheme=scheme,
            helper=made[hospital].party,
            recipient=places[place].party,
            valid_from=START,
        )
    return [one.pk for one in made]


def divided(v: Villages, **options: object) -> dict[int, set[int]]:
    """Townships of each hospital, by their number on the grid."""
    proposal = propose_districts(
        v.county, scheme=Scheme.objects.get(name="hospital-townships"), area_code=COUNTY, **options
    )
    number = {pk: GRID.index(code) for pk, code in Area.objects.filter(code__in=GRID).values_list("pk", "code")}
    found: dict[int, set[int]] = {}
    for helper, recipient in proposal.rows.values_list("helper_id", "recipient_id"):
        found.setdefault(helper, set()).add(number[recipient])
    return found


def connected(places: set[int]) -> bool:
    reached, stack = set(), [min(places)]
    while stack:
        place = stack.pop()
        reached.add(place)
        stack += [b for a, b in [*AROUND, *((b, a) for a, b in AROUND)] if a == place and b in places - reached]
    return reached == places


def test_each_hospital_takes_one_connected_half(villages: Villages, hospitals: list[int]) -> None:
    found = divided(villages, borders=LINKS)
    assert sorted(found) == sorted(hospitals)
    assert [len(places) for places in found.values()] == [3, 3]
    assert all(connected(places) for places in found.values())
    kept = ({0, 5} & found[hospitals[0]]) | ({1} & found[hospitals[1]])
    assert len(kept) == 2  # all three cannot stay: 0 and 5 are corners of opposite halves


def test_a_division_is_accepted_like_any_proposal(villages: Villages, hospitals: list[int]) -> None:
    scheme = Scheme.objects.get(name="hospital-townships")
    proposal = propose_districts(villages.county, scheme=scheme, area_code=COUNTY, borders=LINKS)
    assert proposal.summary["optimal"]
    assert proposal.summary["method"] == "districts"
    accept(villages.county, proposal)
    assert Pairing.objects.filter(scheme=scheme, valid_to=None).count() == len(GRID)


def test_coordinates_tell_who_borders_whom(villages: Villages, hospitals: list[int]) -> None:
    with pytest.raises(Refused, match="相邻"):
        divided(villages)
    for number, code in enumerate(GRID):
        Area.objects.filter(code=code).update(longitude=110 + number % 3 / 10, latitude=32 + number // 3 / 10)
    assert all(connected(places) for places in divided(villages).values())
    assert policy_or_none(BORDERS, COUNTY) is None


def test_a_map_in_pieces_is_explained(villages: Villages, hospitals: list[int]) -> None:
    apart = [(GRID[0], GRID[1]), (GRID[2], GRID[3])]
    with pytest.raises(Refused, match="不相连"):
        divided(villages, borders=apart)


def test_strangers_and_other_schemes_are_refused(villages: Villages, hospitals: list[int]) -> None:
    scheme = Scheme.objects.get(name="hospital-townships")
    with pytest.raises(Denied):
        propose_districts(villages.stranger, scheme=scheme, area_code=COUNTY, borders=LINKS)
    with pytest.raises(Refused, match="受助方是地区"):
        propose_districts(villages.county, scheme=villages.scheme, area_code=COUNTY, borders=LINKS)


def test_neighbours_of_a_square_are_its_sides() -> None:
    corners = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0), "d": (1.1, 1.1)}
    assert neighbours(corners) == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
