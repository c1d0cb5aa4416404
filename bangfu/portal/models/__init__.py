"""The public site's tables."""

from bangfu.portal.models.letters import Letter
from bangfu.portal.models.notices import PublicNotice, WithheldRow
from bangfu.portal.models.visitors import Application, Subscription, VisitorDeed

__all__ = ["Application", "Letter", "PublicNotice", "Subscription", "VisitorDeed", "WithheldRow"]
