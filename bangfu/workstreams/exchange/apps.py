"""Names the app for Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.exchange"
    label = "exchange"
