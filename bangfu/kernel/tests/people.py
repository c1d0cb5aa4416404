"""Alice at the county, Bob at a township, Mallory in another county, an auditor and an administrator."""

from datetime import date

from bangfu.kernel.rights.models import Grant, User

COUNTY, TOWNSHIP, VILLAGE, ELSEWHERE = "990101", "990101101", "990101101201", "990202"
SINCE = date(2020, 1, 1)


def person(username: str, role: str, area_code: str) -> User:
    """Return a user who holds a role over a place."""
    user = User.objects.create(username=username, name=username.title(), area_code=area_code)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=SINCE)
    return user


def alice() -> User:
    """Return the county's user."""
    return person("alice", "county", COUNTY)


def bob() -> User:
    """Return a township's user in Alice's county."""
    return person("bob", "township", TOWNSHIP)


def mallory() -> User:
    """Return a stranger: the user of another county."""
    return person("mallory", "county", ELSEWHERE)


def carol() -> User:
    """Return the administrator of Alice's county."""
    return person("carol", "administrator", COUNTY)


def auditor() -> User:
    """Return an auditor of Alice's county."""
    return person("auditor", "auditor", COUNTY)
