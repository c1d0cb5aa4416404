"""Text messages to telephones: a port, and the one that comes with the demonstration.

A county with a service for text messages declares a ``TextGateway`` in a manifest.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bangfu.kernel.ciphers import mask_phone
from bangfu.kernel.manifest import registry_of
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.saying import saying


class TextPort(Protocol):
    """What a service for text messages must be able to do."""

    def send(self, number: str, text: str, *, area_code: str) -> None:
        """Send a text to a telephone; raise Refused in words where that fails."""
        ...


@dataclass(frozen=True, kw_only=True)
class TextGateway:
    """A declared service. ``demo`` ones work in a demonstration only."""

    name: str
    title: str | Promise
    port: TextPort
    demo: bool = False


class SandboxTexts:
    """Shows the message to the village point instead of sending it. For the demonstration; no number is called."""

    def send(self, number: str, text: str, *, area_code: str) -> None:
        """Put the message into the village point's notices, the number masked."""
        notify_role(
            "village",
            area_code[:12],
            title=saying("模拟短信（示范）：发给 %(number)s", number=mask_phone(number)),
            text=text,
        )


text_gateways = registry_of(TextGateway)
TEXTS = (TextGateway(name="sandbox", title=gettext_lazy("模拟短信（示范）"), port=SandboxTexts(), demo=True),)


def gateway() -> TextGateway | None:
    """Return the service to use here, or None: a real one before the demonstration's."""
    offered = [one for one in text_gateways if settings.DEMO or not one.demo]
    return min(offered, key=lambda one: one.demo, default=None)
