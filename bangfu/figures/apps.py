"""Names the app for Django."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.figures"
    label = "figures"
