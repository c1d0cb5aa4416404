"""One row of each table, made by calling actions: for the shared tests."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Organisation, Party
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.matching import propose_matching
from bangfu.workstreams.exchange.actions.public_words import add_public_words
from bangfu.workstreams.exchange.actions.synonyms import add_synonyms
from bangfu.workstreams.exchange.actions.text_hits import Text, create_hits
from bangfu.workstreams.exchange.models import (
    Claim,
    Complaint,
    Matching,
    Need,
    Offer,
    PublicWords,
    Synonyms,
    TextHit,
    Wave,
)

DAY = date(2020, 6, 1)


def _organisation(area_code: str, name: str, kind: str) -> Organisation:
    return Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=name, kind=kind, area_code=area_code
    )


def sample_wave(actor: User, area_code: str) -> Wave:
    """A round of today."""
    load_policies()
    today = timezone.localdate()
    name = f"{_('示例心愿轮次')}{Wave.objects.count() + 1}"
    return actions.open_wave(
        actor, name=name, area_code=area_code, opens_on=today, closes_on=today + timedelta(days=30)
    )


def sample_need(actor: User, area_code: str) -> Need:
    """Desks that a school asks for, on their way to review."""
    load_policies()
    school = _organisation(area_code, str(_("示例小学")), "school")
    return actions.enter_need(
        actor,
        asker=school.pk,
        kind="article",
        title=str(_("课桌")),
        quantity=Decimal(10),
        unit="set",
        value=Decimal(3000),
        group=True,
        draft=True,
    )


def published_need(actor: User, area_code: str) -> Need:
    """The same on the board."""
    need = actions.submit_need(actor, sample_need(actor, area_code))
    actions.publish_needs(actor, [need.pk])
    return Need.objects.get(pk=need.pk)


def sample_offer(actor: User, area_code: str) -> Offer:
    """Desks that a firm offers."""
    firm = _organisation(area_code, str(_("示例企业")), "private_enterprise")
    return actions.make_offer(
        actor,
        donor=firm.pk,
        area_code=area_code,
        kind="article",
        title=str(_("课桌椅")),
        quantity=Decimal(20),
        unit="set",
        valid_from=DAY,
    )


def sample_claim(actor: User, area_code: str) -> Claim:
    """A firm claims some of the desks."""
    firm = _organisation(area_code, str(_("示例企业")), "private_enterprise")
    return actions.claim_need(actor, published_need(actor, area_code), donor=firm.pk, quantity=Decimal(4))


def sample_complaint(actor: User, area_code: str) -> Complaint:
    """Somebody doubts the need."""
    text = str(_("学校已经有新课桌。"))
    return actions.complain(actor, published_need(actor, area_code), about="false", text=text)


def sample_synonyms(actor: User, _area_code: str) -> Synonyms:
    """Two words for one thing."""
    return add_synonyms(actor, words=f"{_('课桌')}、{_('书桌')}")


def sample_public_words(actor: User, _area_code: str) -> PublicWords:
    """A word that tells where somebody lives."""
    return add_public_words(actor, tells="place", words=_("楼梯口"))


def sample_matching(actor: User, area_code: str) -> Matching:
    """The desks matched."""
    published_need(actor, area_code)
    sample_offer(actor, area_code)
    return propose_matching(actor, area_code=area_code)


def sample_text_hit(actor: User, area_code: str) -> TextHit:
    """A word of a published need that has since been added to the table."""
    need = published_need(actor, area_code)
    word = need.title[:2]
    add_public_words(actor, tells="place", words=word)
    text = Text("need", need.pk, "title", need.area_code, None, need.title)
    return create_hits([(text, [word])])[0]
