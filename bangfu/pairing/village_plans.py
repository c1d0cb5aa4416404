"""What plans of village–enterprise agreements are made of, and until when they may be written."""

from bangfu.pairing.models import Agreement

MODE_LIST = "assistance_mode"
SAID = ("modes", "goals", "households_planned", "persons_planned", "note")
OPEN = (Agreement.State.DRAFT, Agreement.State.SIGNED)


def may_have_plan(agreement: Agreement) -> bool:
    """Whether a plan may be written for an agreement now."""
    return agreement.kind == Agreement.Kind.ENTERPRISE and agreement.state in OPEN
