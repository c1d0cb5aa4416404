"""Names the app for Django."""

from django.apps import AppConfig


class TalentConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.talent"
    label = "talent"
