"""What is typed about pairing."""

from bangfu.pairing.forms.pairs import EndForm, EnrolForm, PairForm, ReplaceForm, TermsForm
from bangfu.pairing.forms.schemes import SchemeForm

__all__ = ["EndForm", "EnrolForm", "PairForm", "ReplaceForm", "SchemeForm", "TermsForm"]
