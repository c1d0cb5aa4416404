"""The picture of a flow, for the documentation: always as declared."""

from bangfu.kernel.flows.declarations import Deadline, Flow


def mermaid(flow: Flow) -> str:
    """Return a flow as a Mermaid state diagram, with titles, deadlines and final states."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.title}" as {state.name}' for state in flow.states]
    lines.append(f"    [*] --> {flow.initial}")
    for transition in flow.transitions:
        limit = transition.deadline or flow.state(transition.target).deadline
        words = f"{transition.title}{_words(limit)}"
        lines += [f"    {source} --> {transition.target}: {words}" for source in transition.sources]
    lines += [f"    {state.name} --> [*]" for state in flow.states if state.final]
    return "\n".join(lines) + "\n"


def _words(limit: Deadline | None) -> str:
    if limit is None:
        return ""
    number = limit.policy or str(limit.days)
    return f"（{number} {'个工作日' if limit.working else '日'}）"
