"""What the registers declare."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Menu
from bangfu.parties import registries  # noqa: F401 - opens the registries that higher layers fill
from bangfu.parties.deeds import DEEDS
from bangfu.parties.imports.declared import TEMPLATES
from bangfu.parties.imports.thresholds import CHECK_KEYS
from bangfu.parties.policy_keys import PARTIES_KEYS
from bangfu.parties.resolving import KEPT_NAMES, RESOLVERS
from bangfu.parties.resources.areas import AREA_CLASSES, AREAS, SUCCESSIONS
from bangfu.parties.resources.households import HOUSEHOLDS
from bangfu.parties.resources.organisations import ORGANISATIONS
from bangfu.parties.resources.persons import PERSONS, UNMASKINGS
from bangfu.parties.rights import PERMISSIONS, ROLES

manifest = Manifest(
    name="parties",
    title=_("基础名册"),
    provides=(
        DEEDS,
        Menu(name="registers", title=_("基础名册"), order=200),
        *ROLES,
        *PERMISSIONS,
        *PARTIES_KEYS,
        *CHECK_KEYS,
        *TEMPLATES,
        *RESOLVERS,
        KEPT_NAMES,
        HOUSEHOLDS,
        PERSONS,
        ORGANISATIONS,
        AREAS,
        AREA_CLASSES,
        SUCCESSIONS,
        UNMASKINGS,
    ),
    order=200,
)
