"""Groups of the facts files are paired in turn, or in runs of neighbours, and every scheme they name ships."""

from collections import Counter

from bangfu.config.demo.entries import read_facts
from bangfu.config.demo.pairs import _couples
from bangfu.pairing.seeds import shipped_schemes


def test_more_on_one_side_begin_again_on_the_other() -> None:
    assert list(_couples([1, 2], [7, 8, 9], runs=False)) == [(1, 7), (2, 8), (1, 9)]
    assert list(_couples([1, 2, 3], [7], runs=False)) == [(1, 7), (2, 7), (3, 7)]


def test_runs_are_neighbours_and_nobody_is_left_out() -> None:
    found = list(_couples(list(range(7)), list(range(100, 124)), runs=True))
    assert [recipient for _helper, recipient in found] == list(range(100, 124))
    assert sorted(Counter(helper for helper, _recipient in found).values()) == [3, 3, 3, 3, 4, 4, 4]


def test_the_facts_name_schemes_that_ship() -> None:
    known = {scheme["name"] for scheme in shipped_schemes()}
    named = {
        entry["scheme"]
        for place in ("dongkou", "baodi", "hexi")
        for table in ("pairings", "staff")
        for entry in read_facts(place).get(table, ())
        if "scheme" in entry
    }
    assert named <= known
    assert {"hospital-townships", "doctor-patient", "street-town", "community-village", "school-school"} <= named
