"""Names the app for Django."""

from django.apps import AppConfig


class LabourConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.labour"
    label = "labour"
