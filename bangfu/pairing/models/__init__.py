"""Pairing's tables."""

from bangfu.pairing.models.pairs import Enrolment, Pairing, Proposal, ProposalRow
from bangfu.pairing.models.schemes import Scheme, SchemeVersion

__all__ = ["Enrolment", "Pairing", "Proposal", "ProposalRow", "Scheme", "SchemeVersion"]
