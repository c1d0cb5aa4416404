"""Names the app for Django."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """See the package's own words."""

    name = "bangfu.workstreams.education"
    label = "education"
