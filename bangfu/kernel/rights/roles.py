"""What can be granted: declared roles, and declared permissions that name the roles holding them."""

from dataclasses import dataclass

from bangfu.kernel.manifest import registry_of


@dataclass(frozen=True, kw_only=True)
class Role:
    """A kind of user. ``reach`` is *area* (all rows below the granted prefix) or *own* (rows tied to the user)."""

    name: str
    title: str
    description: str = ""
    reach: str = "area"
    level: int | None = None  # length of the area prefix this role is granted over, where it is fixed


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Something one may be allowed to do, ``app.noun.verb``, and the roles that may.

    A permission may only be declared once; roles that come later name it in ``RoleGets``.
    """

    name: str
    title: str
    roles: tuple[str, ...]


roles = registry_of(Role)
permissions = registry_of(Permission)
