"""What is typed about pairing."""

from bangfu.pairing.forms.pairs import EndForm, EnrolForm, PairForm, ReplaceForm, SchemeForm

__all__ = ["EndForm", "EnrolForm", "PairForm", "ReplaceForm", "SchemeForm"]
