"""Names the app for Django."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.funds"
    label = "funds"
