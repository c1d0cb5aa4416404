"""What is typed about pairing."""

from bangfu.pairing.forms.pairs import EndForm, EnrolForm, PairForm, ReasonForm, ReplaceForm, TermsForm
from bangfu.pairing.forms.schemes import SchemeForm

__all__ = ["EndForm", "EnrolForm", "PairForm", "ReasonForm", "ReplaceForm", "SchemeForm", "TermsForm"]
