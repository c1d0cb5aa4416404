"""Names the app for Django."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.health"
    label = "health"
