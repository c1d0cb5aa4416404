"""One row of each table, made by calling actions: for the shared tests."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.parties.models import Organisation, Party
from bangfu.workstreams.market import actions
from bangfu.workstreams.market.models import Listing, Product, SalesPoint, Screening, Sku, Supplier

DAY = date(2020, 6, 1)


def _organisation(area_code: str) -> Organisation:
    return Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=_("示例合作社"), kind="cooperative", area_code=area_code
    )


def sample_screening(actor: User, area_code: str) -> Screening:
    """A cooperative that was found suitable."""
    return actions.screen(actor, organisation=_organisation(area_code).pk, screened_on=DAY, result="suitable")


def sample_supplier(actor: User, area_code: str) -> Supplier:
    """An application."""
    return actions.apply_for_certification(actor, organisation=_organisation(area_code).pk, applied_on=DAY)


def sample_product(actor: User, area_code: str) -> Product:
    """A product of a certified supplier."""
    supplier = actions.check_supplier(actor, sample_supplier(actor, area_code))
    certified = actions.certify_supplier(actor, supplier, level="province", certified_on=DAY)
    return actions.register_product(actor, supplier=certified.pk, name=_("示例茶叶"), certified_on=DAY)


def sample_sku(actor: User, area_code: str) -> Sku:
    """A specification of it."""
    [sku] = actions.add_skus(actor, sample_product(actor, area_code), specifications=[_("250克/袋")])
    return sku


def sample_listing(actor: User, area_code: str) -> Listing:
    """The specification on sale."""
    return actions.list_sku(actor, sample_sku(actor, area_code), platform="fupin832", listed_on=DAY)


def sample_point(actor: User, area_code: str) -> SalesPoint:
    """A counter that is planned."""
    name = f"{_('示例专柜')}{SalesPoint.objects.count() + 1}"
    return actions.plan_point(actor, name=name, kind="counter", area_code=area_code, planned_on=DAY)
