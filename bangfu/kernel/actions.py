"""The one door for writes: a permission, a transaction, and the actor first."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require

P = ParamSpec("P")
R = TypeVar("R")


def action(
    permission: str,
) -> Callable[[Callable[Concatenate[User, P], R]], Callable[Concatenate[User, P], R]]:
    """Make a function an action: the actor must hold the permission somewhere, and all of it happens or nothing.

    Where the action concerns a place it must besides call ``require(actor, permission, area_code)`` with the
    place before the change and, if the place changes, with the place after it.
    """

    def decorate(function: Callable[Concatenate[User, P], R]) -> Callable[Concatenate[User, P], R]:
        @wraps(function)
        def run(actor: User, *args: P.args, **kwargs: P.kwargs) -> R:
            require(actor, permission)
            with transaction.atomic():
                return function(actor, *args, **kwargs)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate
