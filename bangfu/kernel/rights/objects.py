"""May this user do this to this one object?"""

from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Denied
from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import permissions
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.rows.visibility import area_of, sides_of


def resource_of(object_type: str) -> Resource | None:
    """Return the resource that lists objects of a type (``app.model`` in lower case), if one was declared."""
    return next((r for r in resources if r.model._meta.label_lower == object_type), None)


def may_on(user: User, permission: str, obj: Model) -> bool:
    """Tell whether the user holds the permission over the object, by its place or because it is their own."""
    scope = scope_of(user, permission)
    resource = resource_of(obj._meta.label_lower)
    if resource is None:
        return scope.covers(getattr(obj, "area_code", "") or "")
    if not resource.scope_field:
        return bool(scope)
    if scope.covers(area_of(resource, obj)) or any(scope.covers(side) for side in sides_of(resource, obj)):
        return True
    if not scope.own or resource.own is None:
        return False
    return type(obj)._default_manager.filter(resource.own(user), pk=obj.pk).exists()


def require_on(user: User, permission: str, obj: Model) -> None:
    """Raise Denied, in words that do not tell what the object holds, unless ``may_on``."""
    if not may_on(user, permission, obj):
        raise Denied(_("您没有“%(what)s”的权限，或对象不在您的管辖范围内。") % {"what": permissions[permission].title})
