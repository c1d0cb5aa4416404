"""The exchange's tables, gathered for Django."""

from bangfu.workstreams.exchange.models.claims import Claim, ReceiptCode
from bangfu.workstreams.exchange.models.complaints import Complaint
from bangfu.workstreams.exchange.models.donations import Donation, Payout, Receipt, ReceiptBook, StatementLine
from bangfu.workstreams.exchange.models.funds import Appeal, BudgetLine, Fund, Purse
from bangfu.workstreams.exchange.models.hits import TextHit
from bangfu.workstreams.exchange.models.matching import Match, Matching, Synonyms
from bangfu.workstreams.exchange.models.needs import Kind, Need, Unit, Wave
from bangfu.workstreams.exchange.models.offers import Offer
from bangfu.workstreams.exchange.models.photos import AppealPhoto
from bangfu.workstreams.exchange.models.words import PublicWords

__all__ = [
    "Appeal",
    "AppealPhoto",
    "BudgetLine",
    "Claim",
    "Complaint",
    "Donation",
    "Fund",
    "Kind",
    "Match",
    "Matching",
    "Need",
    "Offer",
    "Payout",
    "PublicWords",
    "Purse",
    "Receipt",
    "ReceiptBook",
    "ReceiptCode",
    "StatementLine",
    "Synonyms",
    "TextHit",
    "Unit",
    "Wave",
]
