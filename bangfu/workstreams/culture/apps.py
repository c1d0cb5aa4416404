"""Names the app for Django."""

from django.apps import AppConfig


class CultureConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.culture"
    label = "culture"
