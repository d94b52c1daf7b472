"""How rules compare nodes: what most of them have, which are odd, what is there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from posixpath import normpath

from novalint.findings import Severity
from novalint.records import NamedTuple
from novalint.rules.fleet.defaults import default_reading
from novalint.rules.fleet.model import (
    Expected,
    Fleet,
    Node,
    NodeFinding,
    NodeNote,
    Plain,
)
from novalint.rules.fleet.queries import label
from novalint.rules.fleet.values import split
from novalint.wording import shown

LONGEST = 60
"""Characters of a value that a message shows."""

URLS = ("connection", "transport_url")
"""Options with a URL, which have no value here where it means no server or cannot be read."""

MOST_NAMED = 10
"""Machines that are named of those which share what must be one machine's own."""

MeaningOf = Callable[[Plain], object]
"""What of a value counts: two values of one meaning are the same."""


def as_is(value: Plain) -> object:
    """Take a value as it stands."""
    return value


def as_set(value: Plain) -> object:
    """Take a list without its order."""
    return frozenset(value) if isinstance(value, tuple) else value


def as_path(value: Plain) -> object:
    """Take a path without slashes and dots that say nothing."""
    if not value:
        return value
    path = normpath(str(value))  # which keeps two slashes at the start, as POSIX lets it mean more
    return path[1:] if path.startswith("//") else path


def mildly(fleet: Fleet, milder: Severity = Severity.INFO) -> Severity | None:
    """Return the severity of what a pool that nobody named differs in: it may be none at all."""
    return None if fleet.named else milder


class Split(NamedTuple):
    """Nodes that disagree about an option: those that are odd, and the others.

    `majority` says that at least two thirds agree; else the others are the largest group, or the
    first of the largest ones.
    """

    option: str
    odd: tuple[Node, ...]
    usual: tuple[Node, ...]
    majority: bool


def divided(
    nodes: Iterable[Node],
    option: str,
    meaning: MeaningOf = as_is,
    by: Callable[[Node], object] | None = None,
) -> Split | None:
    """Return how nodes disagree about an option; None where they do not.

    Nodes whose release lacks it, or whose value is not known here, do not count. `by` gives what
    counts where that is not the value alone.
    """
    parts: dict[object, list[Node]] = {}
    for node in nodes:
        reading = node.reading(option)
        if reading is not None and reading.known:
            key = by(node) if by else meaning(reading.value)
            parts.setdefault(key, []).append(node)
    if len(parts) < 2:
        return None
    usual = max(parts.values(), key=len)  # the first one of several that are equally large
    odd = tuple(node for part in parts.values() if part is not usual for node in part)
    return Split(option, odd, tuple(usual), 3 * len(usual) >= 2 * (len(odd) + len(usual)))


def mostly_on(nodes: Iterable[Node], option: str) -> bool:
    """Whether what protects is on at most nodes: a fix may spread it, and never switches it off."""
    division = divided(nodes, option)
    return division is not None and bool(division.usual[0].value(option))


def mismatch(
    nodes: Iterable[Node],
    option: str,
    consequence: str,
    *,
    meaning: MeaningOf = as_is,
    by: Callable[[Node], object] | None = None,
    mend: bool = True,
    advice: str = "",
    override: Severity | None = None,
) -> Iterator[NodeFinding]:
    """Find that an option, `group.option`, is not the same on nodes: one finding for them all.

    `consequence` is a phrase that says what comes of it, `by` is as in `divided`. `mend`: whether
    what most nodes have may be written on the odd ones, which a secret, a name or an address may
    not. `advice` is what to do instead of making the odd nodes like the others.
    """
    division = divided(nodes, option, meaning, by)
    if division is None:
        return
    expected = expectation(division) if mend else None
    first, *more = division.odd
    other = _others(division)[0]
    yield NodeFinding(
        first,
        option,
        f"{_fact(division)}: {consequence}"
        f"{f'; {advice}' if advice else _way_out(division, expected, consequence, mend)}",
        tuple(more),
        (NodeNote(other, option, f"it is {phrase(other, option)} here"),),
        expected,
        override,
    )


def spread(
    nodes: Sequence[Node],
    option: str,
    consequence: str,
    *,
    how: str = "",
    mend: bool = True,
    override: Severity | None = None,
) -> Iterator[NodeFinding]:
    """Find the same of a flag that protects: whatever most nodes have, the way out is true.

    `mend` is as in `mismatch`, `how` a phrase that says what else it takes.
    """
    division = divided(nodes, option)
    mend = mend and mostly_on(nodes, option)
    mended = mend and division and expectation(division)
    advice = "" if mended else f"set it to true on all nodes{how}"
    yield from mismatch(nodes, option, consequence, mend=mend, advice=advice, override=override)


def _others(division: Split) -> list[Node]:
    """Return usual nodes that say one thing, and not what the odd one says if there are any."""
    here, *said = (phrase(node, division.option) for node in (division.odd[0], *division.usual))
    there = next((word for word in said if word != here), here)
    return [node for node, word in zip(division.usual, said, strict=True) if word == there]


def _fact(division: Split) -> str:
    odd, option = division.odd[0], label(division.odd[0], division.option)
    usual = _others(division)
    others = on_nodes(usual)
    here, there = (node.value(division.option) for node in (odd, usual[0]))
    if _is_hidden(here) or _is_hidden(there):
        return f"{option} is not the same here as {others}"
    if type(here) is tuple and type(there) is tuple and here and there:
        return f"{option} {_difference(here, there)} {others}"
    words = phrase(usual[0], division.option)
    return f"{option} is {phrase(odd, division.option)} here and {words} {others}"


def _is_hidden(value: Plain) -> bool:
    """Whether a value is a secret, or comes from a URL with a log-in."""
    return isinstance(value, tuple) and type(value) is not tuple


def _difference(here: tuple[Plain, ...], there: tuple[Plain, ...]) -> str:
    """Return how a list differs from another one, before "on 3 nodes"."""
    more = ", ".join(str(item) for item in here if item not in there)
    less = ", ".join(str(item) for item in there if item not in here)
    if more and less:
        return f"has {shown(more, LONGEST)} here and {shown(less, LONGEST)}"
    if more:
        return f"has {shown(more, LONGEST)} here and not"
    if less:
        return f"lacks {shown(less, LONGEST)} here, which it has"
    return "has another order here than"


def on_nodes(nodes: Sequence[Node]) -> str:
    """Return where something is, by its name or a number: "on `cmp1`", "on 298 nodes"."""
    return f"on {shown(nodes[0].name)}" if len(nodes) == 1 else f"on {len(nodes)} nodes"


def phrase(node: Node, option: str) -> str:
    """Return how a message tells a value after "is": `true`, "not set"; never a secret."""
    value = node.value(option)
    if value in (None, ()) and node.is_written(option) and split(option)[1] not in URLS:
        return _phrase("")
    return _phrase(None if value == "" and not node.is_written(option) else value)


def _phrase(value: Plain) -> str:
    if value is None or value == ():
        return "not set"
    if _is_hidden(value):
        return "another one"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return shown(", ".join(map(str, value)), LONGEST)
    return shown(str(value), LONGEST)


def _way_out(division: Split, expected: Expected | None, consequence: str, mend: bool) -> str:
    """Return what to do, unless what comes of it ends with that already."""
    name = split(division.option)[1]
    if expected is None and "; " in consequence:
        return ""
    if not division.majority:
        return "; choose one value for all nodes, as none has a majority"
    if expected is None and mend and _is_by_role(division):
        return "; give the others the same value, or remove it here"
    if expected is None:
        return "; set it to the same value on all nodes"
    if expected.text is None:
        return f"; remove `{name}` here"
    return f"; set it to {shown(expected.text, LONGEST)} here"


def expectation(division: Split) -> Expected | None:
    """Return what the odd nodes would have to write; None without a majority, or for a secret.

    None too where most set a number to nothing, or services of one kind set it and those of another
    kind leave it alone: compute nodes are more than others, and most likely they were forgotten.
    """
    if not division.majority:
        return None
    writers = (node for node in division.usual if node.is_written(division.option))
    writer = next(writers, None)
    if _is_by_role(division):
        return None
    if writer is not None:
        text, value = writer.readings[division.option].text, writer.value(division.option)
        empty = value is None  # a number that is set to nothing, which no other node should be
        return None if text is None or empty else Expected(text)
    default = division.usual[0].value(division.option)
    own = (default_reading(node.release, division.option) for node in division.odd)
    if all(reading is not None and reading.value == default for reading in own):
        return Expected(None)
    if isinstance(default, bool):
        return Expected(str(default).lower())
    return Expected(str(default)) if isinstance(default, (int, float, str)) else None


def _is_by_role(division: Split) -> bool:
    """Whether odd nodes set it, and the others, none of which has a role of theirs, do not."""
    odd, usual, option = division.odd, division.usual, division.option
    roles = frozenset[str]().union(*(node.services for node in usual))
    apart = all(node.services and node.services.isdisjoint(roles) for node in odd)
    on_one_side = any(node.is_written(option) for node in odd) and not any(
        node.is_written(option) for node in usual
    )
    return on_one_side and apart and bool(roles)


def repeated(
    nodes: Iterable[Node], option: str, consequence: str, *, meaning: MeaningOf = as_is
) -> Iterator[NodeFinding]:
    """Find that machines share what must be one machine's own: a finding for each such value."""
    holders: dict[object, dict[str, Node]] = {}
    for node in nodes:
        reading = node.reading(option)
        if reading is not None and reading.known and reading.value is not None:
            holders.setdefault(meaning(reading.value), {}).setdefault(node.name, node)
    for same in holders.values():
        if len(same) > 1:
            first, *rest = same.values()
            *also, last = rest
            where = on_nodes([first, *also])
            fact = f"{label(last, option)} is {phrase(last, option)} here and {where}"
            notes = [NodeNote(node, option, "the same here") for node in (first, *also)]
            yield NodeFinding(
                last, option, f"{fact}: {consequence}", others=tuple(notes[:MOST_NAMED])
            )
