"""Everything that can be done to the registers. Each takes the actor first and checks permission and scope itself."""

from bangfu.parties.actions.area_reforms import Part, merge_areas, recode_area, split_area
from bangfu.parties.actions.areas import (
    change_area,
    end_area,
    end_area_class,
    register_area,
    rename_area,
    set_area_class,
)
from bangfu.parties.actions.boundaries import import_boundaries
from bangfu.parties.actions.household_reforms import merge_households, split_household
from bangfu.parties.actions.households import (
    change_household,
    close_household,
    move_household,
    register_household,
)
from bangfu.parties.actions.incomes import record_income
from bangfu.parties.actions.members import (
    add_member,
    change_membership,
    make_head,
    move_member,
    record_death,
    remove_member,
)
from bangfu.parties.actions.numbering import household_number, new_party_ids, person_number
from bangfu.parties.actions.organisation_reforms import succeed_organisation
from bangfu.parties.actions.organisations import (
    add_alias,
    change_organisation,
    end_organisation,
    move_organisation,
    register_organisation,
)
from bangfu.parties.actions.persons import change_person, register_person
from bangfu.parties.actions.statuses import set_household_status
from bangfu.parties.actions.unmasking import record_unmasking, unmask
from bangfu.parties.actions.users import let_act_for

__all__ = [
    "Part",
    "add_alias",
    "add_member",
    "change_area",
    "change_household",
    "change_membership",
    "change_organisation",
    "change_person",
    "close_household",
    "end_area",
    "end_area_class",
    "end_organisation",
    "household_number",
    "import_boundaries",
    "let_act_for",
    "make_head",
    "merge_areas",
    "merge_households",
    "move_household",
    "move_member",
    "move_organisation",
    "new_party_ids",
    "person_number",
    "recode_area",
    "record_death",
    "record_income",
    "record_unmasking",
    "register_area",
    "register_household",
    "register_organisation",
    "register_person",
    "remove_member",
    "rename_area",
    "set_area_class",
    "set_household_status",
    "split_area",
    "split_household",
    "succeed_organisation",
    "unmask",
]
