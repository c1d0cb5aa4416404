"""Who is what to the new head, when the head changes.

Relations are codes of the list ``relation`` and are always *to the head*. Only what follows from two relations is
derived; everything else becomes *other* and is named, so that somebody looks at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bangfu.parties.codes import HEAD, OTHER_RELATION
from bangfu.parties.rules.identity import FEMALE, MALE

SPOUSE, SIBLING = "spouse", "sibling"
SON, DAUGHTER = "son", "daughter"
DAUGHTER_IN_LAW, SON_IN_LAW = "daughter_in_law", "son_in_law"
FATHER, MOTHER = "father", "mother"
WIFES_PARENT, HUSBANDS_PARENT = "wifes_parent", "husbands_parent"
GRANDPARENT, GRANDCHILD = "grandparent", "grandchild"

# A pair is (what a man is, what a woman is); which of the two is decided by the member's own sex.
CHILD, PARENT, CHILD_IN_LAW = (SON, DAUGHTER), (FATHER, MOTHER), (SON_IN_LAW, DAUGHTER_IN_LAW)
Relation = str | tuple[str, str]

_OF_A_CHILD: dict[str, Relation] = {
    HEAD: PARENT,
    SPOUSE: PARENT,
    SON: SIBLING,
    DAUGHTER: SIBLING,
    FATHER: GRANDPARENT,
    MOTHER: GRANDPARENT,
}
_OF_A_PARENT: dict[str, Relation] = {
    HEAD: CHILD,
    SPOUSE: CHILD_IN_LAW,
    SON: GRANDCHILD,
    DAUGHTER: GRANDCHILD,
    FATHER: SPOUSE,
    MOTHER: SPOUSE,
    SIBLING: CHILD,
}
_KEPT_BY_SPOUSE: dict[str, Relation] = {
    HEAD: SPOUSE,
    **{r: r for r in (SON, DAUGHTER, DAUGHTER_IN_LAW, SON_IN_LAW, GRANDCHILD)},
}
# the new head's relation to the old head → the member's relation to the old head → to the new head
_TABLE: dict[str, Mapping[str, Relation]] = {
    SON: _OF_A_CHILD,
    DAUGHTER: _OF_A_CHILD,
    FATHER: _OF_A_PARENT,
    MOTHER: _OF_A_PARENT,
    DAUGHTER_IN_LAW: {HEAD: HUSBANDS_PARENT, SPOUSE: HUSBANDS_PARENT},
    SON_IN_LAW: {HEAD: WIFES_PARENT, SPOUSE: WIFES_PARENT},
    WIFES_PARENT: {HEAD: CHILD_IN_LAW, SPOUSE: CHILD, SON: GRANDCHILD, DAUGHTER: GRANDCHILD},
    HUSBANDS_PARENT: {HEAD: CHILD_IN_LAW, SPOUSE: CHILD, SON: GRANDCHILD, DAUGHTER: GRANDCHILD},
    SIBLING: {HEAD: SIBLING, SIBLING: SIBLING, FATHER: FATHER, MOTHER: MOTHER, GRANDPARENT: GRANDPARENT},
    GRANDCHILD: {HEAD: GRANDPARENT, SPOUSE: GRANDPARENT},
    GRANDPARENT: {HEAD: GRANDCHILD},
}
_SPOUSES_PARENTS = {MALE: WIFES_PARENT, FEMALE: HUSBANDS_PARENT}  # by the sex of the new head


@dataclass(frozen=True, slots=True)
class Kin:
    """A member as kinship sees one: the relation to the old head, and the sex (GB/T 2261.1, or empty)."""

    relation: str
    sex: str


def relation_to(new_head: Kin, member: Kin) -> str:
    """Return the member's relation to the new head, both known by their relation to the old head."""
    if new_head.relation == SPOUSE:
        found = _relation_to_spouse(new_head, member)
    else:
        found = _TABLE.get(new_head.relation, {}).get(member.relation, OTHER_RELATION)
    if isinstance(found, str):
        return found
    return dict(zip((MALE, FEMALE), found, strict=True)).get(member.sex, OTHER_RELATION)


def _relation_to_spouse(new_head: Kin, member: Kin) -> Relation:
    if member.relation in PARENT:
        return _SPOUSES_PARENTS.get(new_head.sex, OTHER_RELATION)
    if member.relation in (WIFES_PARENT, HUSBANDS_PARENT):
        return PARENT
    return _KEPT_BY_SPOUSE.get(member.relation, OTHER_RELATION)
