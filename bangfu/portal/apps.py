"""Names the app for Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.portal"
    label = "portal"
