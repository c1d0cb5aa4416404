"""Names the app for Django."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.monitoring"
    label = "monitoring"
