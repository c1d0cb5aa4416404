"""What a person is told when something cannot be done. The words reach them unchanged."""


class Refused(Exception):
    """A request that a person can mend: the message says what is wrong and what to do.

    ``field`` names the form field at fault, where there is one; ``problems`` lists several faults found at once.
    """

    def __init__(self, message: str, *, field: str | None = None, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.problems = problems


class Denied(Refused):
    """The person lacks the right, or the object lies outside their area. Shown without any detail of the object."""


class Conflict(Refused):
    """Somebody else changed the object meanwhile, or the step was already taken."""
