"""The people of the shared suite: one who may see a resource here, one who may elsewhere, one who may not at all."""

from functools import cache
from uuid import uuid4

from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.actions import grant_role, operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import Role, permissions, roles

HERE, ELSEWHERE = "420302001201", "430525001201"  # villages of two counties


def insider(resource: Resource) -> User:
    """Somebody who holds every role that sees the resource, over the sample's place."""
    return _holder(resource, HERE)


def stranger(resource: Resource) -> User:
    """Somebody with the same roles over another county."""
    return _holder(resource, ELSEWHERE)


def outsider() -> User:
    """Somebody who logs in and holds no role."""
    return User.objects.create(username=f"u{uuid4().hex[:12]}", name="旁人")


def viewers(resource: Resource) -> list[Role]:
    """The roles that see all rows of an area."""
    return [roles[name] for name in permissions[resource.permission].roles if roles[name].reach == "area"]


def holder(role: Role, place: str) -> User:
    """Somebody who holds one role over the part of a place that the role is granted over."""
    user = outsider()
    grant_role(operator(), user=user, role=role.name, area_code=place[: role.level or 6])
    return user


def _holder(resource: Resource, place: str) -> User:
    user = outsider()
    for role in _seeing(resource):
        grant_role(operator(), user=user, role=role.name, area_code=place[: role.level or 6])
    return user


@cache
def _seeing(resource: Resource) -> tuple[Role, ...]:
    wanted = {resource.permission, resource.export_permission, resource.create_permission, resource.change_permission}
    wanted |= {act.permission for act in resource.acts}
    names = {name for permission in wanted if permission in permissions for name in permissions[permission].roles}
    return tuple(role for role in roles if role.name in names and role.reach == "area")
