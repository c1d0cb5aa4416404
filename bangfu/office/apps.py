"""Names the app for Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.office"
    label = "office"
