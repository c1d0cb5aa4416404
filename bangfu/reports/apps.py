"""Names the app for Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.reports"
    label = "reports"
