"""Names the app for Django."""

from django.apps import AppConfig


class WaterConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.water"
    label = "water"
