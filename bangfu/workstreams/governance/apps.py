"""Names the app for Django."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.governance"
    label = "governance"
