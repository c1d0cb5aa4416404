"""Addresses: what each app has, and what the kernel derives.

An app's own pages are the ``urlpatterns`` of its ``pages`` module, and stand before the derived ones so that a
hand-made page can take the place of a derived one.
"""

from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver, path
from django.utils.module_loading import module_has_submodule

from bangfu.kernel.api import api
from bangfu.kernel.pages import errors
from bangfu.kernel.pages.urls import resource_urls
from bangfu.kernel.pages.urls import urlpatterns as kernel_urls


def pages_of_apps() -> list[URLPattern | URLResolver]:
    """Return the hand-made pages of every app above the kernel, in the order of the layers."""
    found: list[URLPattern | URLResolver] = []
    for config in apps.get_app_configs():
        if (
            config.name.startswith("bangfu.")
            and config.label != "kernel"
            and module_has_submodule(config.module, "pages")
        ):
            found += getattr(import_module(f"{config.name}.pages"), "urlpatterns", [])
    return found


def read_apis_of_apps() -> None:
    """Let every app above the kernel add its own addresses to the API: those of its ``api`` module."""
    for config in apps.get_app_configs():
        if (
            config.name.startswith("bangfu.")
            and config.label != "kernel"
            and module_has_submodule(config.module, "api")
        ):
            import_module(f"{config.name}.api")


read_apis_of_apps()
urlpatterns = [
    *kernel_urls,
    path("api/", api.urls),
    *pages_of_apps(),
    *resource_urls(),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
