"""Names the app for Django."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.enterprises"
    label = "enterprises"
