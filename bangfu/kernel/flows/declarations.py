"""How work passes from hand to hand: what an app declares about one flow."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """How long an object may stay in a state, in calendar or working days.

    ``days`` is for a habit of the house; where a decree sets the number, name the ``policy`` parameter instead.
    The period begins on entering the state, or, with ``since``, on first entering that earlier state, so that one
    limit can run across several steps.
    """

    days: int | None = None
    policy: str = ""
    working: bool = False
    since: str = ""

    def __post_init__(self) -> None:
        if (self.days is None) == (not self.policy):
            raise ImproperlyConfigured("a deadline has either days or the name of a policy parameter")


@dataclass(frozen=True, kw_only=True)
class State:
    """Where an object can be. ``tone`` colours its badge; nothing leaves a ``final`` state but what is declared to.

    ``asks`` names the transition that the object waits for here: whoever may take it is shown it as work to do.
    """

    name: str
    title: Text
    tone: str = ""
    final: bool = False
    deadline: Deadline | None = None
    asks: str = ""


@dataclass(frozen=True, kw_only=True)
class Transition:
    """A step from one of the ``sources`` to the ``target``, done by whoever holds ``permission`` over the object.

    ``deadline`` replaces that of the target state; ``confirm`` is asked before a button is believed.
    """

    name: str
    title: Text
    sources: tuple[str, ...]
    target: str
    permission: str
    needs_reason: bool = False
    deadline: Deadline | None = None
    confirm: Text = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """States, the transitions between them, and the state in which an object begins.

    ``start_permission`` is needed to bring an object into the flow, ``view_permission`` to see its overdue list.
    """

    name: str
    title: Text
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    initial: str
    start_permission: str
    view_permission: str

    def __post_init__(self) -> None:
        states = [state.name for state in self.states]
        named = {self.initial}
        for transition in self.transitions:
            named |= {*transition.sources, transition.target}
            if transition.deadline and transition.deadline.since:
                named.add(transition.deadline.since)
        named |= {s.deadline.since for s in self.states if s.deadline and s.deadline.since}
        if unknown := named - set(states):
            raise ImproperlyConfigured(f"flow {self.name}: unknown state {', '.join(sorted(unknown))}")
        for names in (states, [t.name for t in self.transitions]):
            if len(names) != len(set(names)):
                raise ImproperlyConfigured(f"flow {self.name}: a name is used twice")
        for asking in self.states:
            if asking.asks and asking.asks not in {t.name for t in self.leaving(asking.name)}:
                raise ImproperlyConfigured(f"flow {self.name}: {asking.asks} does not lead out of {asking.name}")
        if unreachable := set(states) - named:
            raise ImproperlyConfigured(f"flow {self.name}: nothing leads to {', '.join(sorted(unreachable))}")

    def state(self, name: str) -> State:
        """Return a state by name; raise KeyError for one that does not exist."""
        return {state.name: state for state in self.states}[name]

    def transition(self, name: str) -> Transition:
        """Return a transition by name; raise KeyError for one that does not exist."""
        return {transition.name: transition for transition in self.transitions}[name]

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions that lead out of a state."""
        return tuple(t for t in self.transitions if state in t.sources)


flows = registry_of(Flow)
