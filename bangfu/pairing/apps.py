"""Names the app for Django."""

from django.apps import AppConfig


class PairingConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.pairing"
    label = "pairing"
