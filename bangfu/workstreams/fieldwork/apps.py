"""Names the app for Django."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.fieldwork"
    label = "fieldwork"
