"""Names the app for Django."""

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.industry"
    label = "industry"
