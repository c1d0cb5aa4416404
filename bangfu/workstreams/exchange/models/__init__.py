"""The exchange's tables, gathered for Django."""

from bangfu.workstreams.exchange.models.claims import Claim, ReceiptCode
from bangfu.workstreams.exchange.models.complaints import Complaint
from bangfu.workstreams.exchange.models.matching import Match, Matching, Synonyms
from bangfu.workstreams.exchange.models.needs import Kind, Need, Unit, Wave
from bangfu.workstreams.exchange.models.offers import Offer

__all__ = [
    "Claim",
    "Complaint",
    "Kind",
    "Match",
    "Matching",
    "Need",
    "Offer",
    "ReceiptCode",
    "Synonyms",
    "Unit",
    "Wave",
]
