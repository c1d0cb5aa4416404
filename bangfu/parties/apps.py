"""Names the app for Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.parties"
    label = "parties"
