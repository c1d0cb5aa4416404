"""Names the app for Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.ledger"
    label = "ledger"
