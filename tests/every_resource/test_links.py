"""Nobody is offered a link that leads to a refusal: every role walks a county made of all samples, from its first page.

Pages that differ in numbers only are opened once; so is each address with other conditions. What a page offers is what
stands in it as a link; forms are another matter.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import pytest
from django.db import transaction
from django.test import Client
from lxml import html
from pytest_django import DjangoDbBlocker

from bangfu.kernel.errors import Refused
from bangfu.kernel.remembered import forget_everything
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.actions import grant_role, operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import roles
from bangfu.ledger.models import Entry
from bangfu.pairing.models import Pairing
from bangfu.parties.actions import let_act_for
from bangfu.parties.models import Organisation
from tests.every_resource.actors import HERE, outsider

MOST = 130  # pages a role opens
ELSEWHERE = ("/public", "/static/", "/logout", "/help", "/api/", "/language")
ROLES = sorted(role.name for role in roles)


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every resource has its sample, in one village."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = 0
        for resource in resources:
            if resource.sample is None:
                continue
            try:
                with transaction.atomic():
                    resource.sample(operator(), HERE)
                made += 1
            except Refused:  # another sample was there first
                continue
        assert made > 60
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _inside(county: None, db: None) -> None:
    """Each walk undoes what it did, inside what was made once."""
    forget_everything()


def person_of(role: str) -> User:
    """Somebody who holds a role over the samples' place; of their own rows, as the party that has some."""
    user = outsider()
    grant_role(operator(), user=user, role=role, area_code=HERE[: roles[role].level or 6])
    if roles[role].reach == "own":
        party = own_party(role)
        if party is not None:
            let_act_for(operator(), user, party=party)
    return User.objects.get(pk=user.pk)


def own_party(role: str) -> Any:
    """The party whose rows somebody of a role sees."""
    if role == "helper":
        pairing = Pairing.objects.filter(recipient__household__isnull=False, helper__person__isnull=False).first()
        return pairing.helper.person if pairing else None
    if role == "household":
        pairing = Pairing.objects.filter(recipient__household__isnull=False).first()
        return pairing.recipient.household if pairing else None
    entry = Entry.objects.filter(giver__organisation__isnull=False).first()
    return entry.giver.organisation if entry else Organisation.objects.first()


def walk(client: Client) -> tuple[int, list[str]]:
    """Open what a person is offered, page after page; tell how many pages there were, and which links fail."""
    waiting, seen, failed, opened = deque([("/", "/")]), set[str](), [], 0
    while waiting and opened < MOST:
        address, page = waiting.popleft()
        if (shape := shape_of(address)) in seen:
            continue
        seen.add(shape)
        answer = client.get(address)
        opened += 1
        if answer.status_code in (301, 302):
            waiting.appendleft((urljoin(address, answer["Location"]), page))
        elif answer.status_code >= 400:
            failed.append(f"{answer.status_code} {address} ← {page}")
        elif not answer.streaming and answer["Content-Type"].startswith("text/html"):
            waiting.extend((link, address) for link in links_in(answer.content.decode(), address))
    return opened, failed


def shape_of(address: str) -> str:
    """What pages of one kind share: the path without numbers, and the names of the conditions."""
    parts = urlsplit(address)
    names = sorted(re.findall(r"(?:^|&)([^=&]+)=", parts.query))
    return re.sub(r"\d+", "0", parts.path) + "?" + "&".join(names)


def links_in(page: str, address: str) -> list[str]:
    """The links of a page that lead to other pages of ours."""
    found = []
    for link in html.fromstring(page).xpath("//a[@href and not(starts-with(@href, '#'))]/@href"):
        parts = urlsplit(urljoin(address, link))
        ours = parts.scheme in ("", "http", "https") and parts.netloc in ("", "testserver")
        if ours and not parts.path.startswith(ELSEWHERE):
            found.append(urlunsplit(("", "", parts.path, parts.query, "")))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("role", ROLES)
def test_every_link_that_is_offered_opens(role: str, client: Client) -> None:
    client.raise_request_exception = False
    client.force_login(person_of(role))
    opened, failed = walk(client)
    assert opened > 5
    assert not failed, "\n".join(failed)
