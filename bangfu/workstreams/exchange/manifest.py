"""What social mobilisation tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Page
from bangfu.ledger.imports.declared import group_template
from bangfu.parties.registries import PlaceFollower
from bangfu.workstreams.exchange.actions.codes import WAYS
from bangfu.workstreams.exchange.actions.daily import run_daily
from bangfu.workstreams.exchange.actions.text_hits import RESCAN, rescan
from bangfu.workstreams.exchange.deeds import DEEDS
from bangfu.workstreams.exchange.figures import FIGURES
from bangfu.workstreams.exchange.flows import FLOWS
from bangfu.workstreams.exchange.imports.declared import MET_TEMPLATE, NEEDS_TEMPLATE, STATEMENTS_TEMPLATE
from bangfu.workstreams.exchange.kinds import GIFTS
from bangfu.workstreams.exchange.limits import KEYS
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.mutual_help import MUTUAL_HELP
from bangfu.workstreams.exchange.panels import PANELS
from bangfu.workstreams.exchange.panels_money import MONEY_PANELS
from bangfu.workstreams.exchange.payments import PAYMENTS
from bangfu.workstreams.exchange.permissions import (
    BOARD_VIEW,
    CLAIM_MAKE,
    FUND_VIEW,
    NEED_CHECK,
    NEED_ENTER,
    PERMISSIONS,
)
from bangfu.workstreams.exchange.public import PUBLIC
from bangfu.workstreams.exchange.public_needs import PUBLIC_NEEDS
from bangfu.workstreams.exchange.public_use import APPEAL_USE
from bangfu.workstreams.exchange.public_words_seed import PUBLIC_WORDS_SEED
from bangfu.workstreams.exchange.register_figures import REGISTER_FIGURES
from bangfu.workstreams.exchange.reporting import CHAPTERS
from bangfu.workstreams.exchange.resources.claims import CLAIMS, COMPLAINTS
from bangfu.workstreams.exchange.resources.funds import APPEALS, FUNDS, PHOTOS
from bangfu.workstreams.exchange.resources.matchings import MATCH, MATCHINGS
from bangfu.workstreams.exchange.resources.money import DONATIONS, LINES, PAYOUTS, RECEIPTS
from bangfu.workstreams.exchange.resources.needs import EXCHANGE, INSIDE, NEEDS, WAVES
from bangfu.workstreams.exchange.resources.offers import OFFERS, SYNONYMS
from bangfu.workstreams.exchange.resources.text_hits import TEXT_HITS, TEXT_PANEL
from bangfu.workstreams.exchange.resources.words import PUBLIC_WORDS
from bangfu.workstreams.exchange.sources import SOURCES
from bangfu.workstreams.exchange.synonyms_seed import SYNONYMS_SEED
from bangfu.workstreams.exchange.tables import TABLES
from bangfu.workstreams.exchange.texts import TEXTS

PAGES = (
    Page(
        name="exchange-board",
        title=_("需求榜"),
        menu="exchange",
        icon="layout-dashboard",
        permission=BOARD_VIEW,
        order=1,
    ),
    Page(name="exchange-ask", title=_("登记需求"), menu="exchange", icon="edit", permission=NEED_ENTER, order=2),
    Page(name="exchange-desk", title=_("需求办理台"), menu="exchange", icon="inbox", permission=NEED_CHECK, order=3),
    Page(name="exchange-gifts", title=_("我的爱心"), menu="exchange", icon="heart", permission=CLAIM_MAKE, order=4),
    Page(name="exchange-appeals", title=_("众筹"), menu="exchange", icon="coins", permission=BOARD_VIEW, order=5),
    Page(name="exchange-money", title=_("爱心资金"), menu="exchange", icon="cash", permission=FUND_VIEW, order=6),
)

manifest = Manifest(
    name="exchange",
    title=_("社会动员"),
    about=_(
        "社会各界捐款捐物、认领微心愿、志愿服务和众筹都记在这里。捐款、有折价的物资、没有折价的物资分开记，受赠方逐笔确认。"
    ),
    order=100,
    provides=(
        DEEDS,
        group_template("exchange", _("社会捐赠")),
        EXCHANGE,
        *PERMISSIONS,
        INSIDE,
        *KEYS,
        *FLOWS,
        *WAYS,
        *PAGES,
        *PANELS,
        *MONEY_PANELS,
        NEEDS,
        OFFERS,
        CLAIMS,
        WAVES,
        COMPLAINTS,
        SYNONYMS,
        PUBLIC_WORDS,
        TEXT_HITS,
        TEXT_PANEL,
        MATCHINGS,
        MATCH,
        FUNDS,
        APPEALS,
        PHOTOS,
        DONATIONS,
        RECEIPTS,
        PAYOUTS,
        LINES,
        *PAYMENTS,
        *TEXTS,
        SYNONYMS_SEED,
        PUBLIC_WORDS_SEED,
        *PUBLIC,
        *PUBLIC_NEEDS,
        APPEAL_USE,
        NEEDS_TEMPLATE,
        MET_TEMPLATE,
        STATEMENTS_TEMPLATE,
        *SOURCES,
        *GIFTS,
        *MUTUAL_HELP,
        *FIGURES,
        *REGISTER_FIGURES,
        *CHAPTERS,
        *TABLES,
        JobKind(
            name="exchange.daily",
            title=_("需求榜每日办理"),
            run=run_daily,
            daily=True,
            permission="kernel.job.change",
        ),
        JobKind(name=RESCAN, title=_("复核公开用语"), run=rescan),
        PlaceFollower(name="exchange.need", rows=Need.objects.all, party="asker_id"),
    ),
)
