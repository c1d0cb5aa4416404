"""Reading history."""

from django.db.models import Model, QuerySet

from bangfu.kernel.history.models import Change


def changes_of(obj: Model) -> QuerySet[Change]:
    """Return an object's changes, newest first, with who made them."""
    return Change.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk).select_related("actor")
