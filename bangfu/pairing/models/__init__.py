"""Pairing's tables."""

from bangfu.pairing.models.pairs import Enrolment, Pairing, Proposal, ProposalRow, Scheme

__all__ = ["Enrolment", "Pairing", "Proposal", "ProposalRow", "Scheme"]
