"""What the office pages tell the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.office.demo import LOGINS

manifest = Manifest(name="office", title=_("办公"), order=10, provides=LOGINS)
