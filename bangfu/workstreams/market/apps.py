"""Names the app for Django."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.market"
    label = "market"
