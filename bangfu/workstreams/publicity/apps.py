"""Names the app for Django."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.publicity"
    label = "publicity"
