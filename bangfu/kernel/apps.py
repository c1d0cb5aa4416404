"""Start-up: collect every app's manifest. A broken manifest stops start-up; a missing one is fine."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from bangfu.kernel.manifest import close_registries, manifests


class KernelConfig(AppConfig):
    """The kernel app; its ``ready`` runs before that of the apps above it, when all models are known."""

    name = "bangfu.kernel"
    label = "kernel"

    def ready(self) -> None:
        for config in apps.get_app_configs():
            if not config.name.startswith("bangfu."):
                continue
            name = "declared" if config.name == self.name else "manifest"
            if module_has_submodule(config.module, name):
                module = import_module(f"{config.name}.{name}")
                manifests.add(module.manifest)
                module.manifest.declare()
        close_registries()
