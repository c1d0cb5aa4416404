"""What is written between looking and applying is seen."""

from bangfu.kernel.imports.actions import apply_import, stage_import
from bangfu.parties.actions import change_person
from bangfu.parties.imports.tests.invented import households, write
from bangfu.parties.models import Person


def test_what_somebody_changed_after_the_comparison_is_compared_again(actor, take_in, tmp_path):
    rows = households(3)
    take_in(rows)
    rows[0]["文化程度"] = "初中"
    run, staged = stage_import(actor, "persons", write(tmp_path / "y.xlsx", rows))
    assert run.updated == 1
    change_person(actor, Person.objects.get(name=rows[0]["姓名"]), education="junior")
    assert apply_import(actor, run, staged).updated == 0
