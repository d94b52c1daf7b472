"""Rules that other packages bring, by entry points of the group `novalint.rules`.

Nothing is looked for unless settings name a plugin, and nothing is remembered: what a plugin gives
depends on the packages that are installed when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import ModuleType

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import Severity
from novalint.rules.catalogue import Plugins, rules
from novalint.rules.declaration import Rule
from novalint.wording import shown

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "novalint.rules"
"""The group of entry points; each names a rule, a module of rules, or a list of them."""
NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
"""What names of rules and themes look like, as a regular expression."""


class _Fault(Exception):  # noqa: N818 (becomes a finding)
    """Why a plugin gives no rules, as the rest of a phrase."""


def load(names: Iterable[str]) -> Plugins:
    """Return the rules of plugins in the order of the names, and what is wrong with the others.

    A plugin that has anything wrong gives no rule at all, so that nobody takes half of it for the
    whole.
    """
    from importlib.metadata import entry_points

    points: dict[str, set[EntryPoint]] = {}
    for point in entry_points(group=GROUP):  # this asks every package that is installed
        points.setdefault(point.name, set()).add(point)
    declared: list[Rule] = []
    faults: list[str] = []
    for name in dict.fromkeys(names):
        try:
            taken = {rule.name for rule in (*rules(), *declared)}
            declared += _rules_of(name, points.get(name, set()), taken)
        except _Fault as fault:
            faults.append(f"the plugin {shown(name)} {fault}")
    return Plugins(tuple(declared), tuple(faults))


def _rules_of(name: str, points: set[EntryPoint], taken: set[str]) -> tuple[Rule, ...]:
    offered = tuple(_offered(points))
    if not offered:
        raise _Fault("has no rule; declare one with `@rule`, or do not name it")
    for target in offered:
        _check(target)
        if target.name in taken:
            raise _Fault(f"has a rule {shown(target.name)}, and there is one already; rename it")
        taken.add(target.name)
    return tuple(replace(rule, plugin=name) for rule in offered)


def _offered(points: set[EntryPoint]) -> Iterator[Any]:
    """Yield what a plugin offers as rules, whatever it is; of a module, its rules alone."""
    target = _loaded(points)
    if isinstance(target, ModuleType):
        declared = (rule for rule in vars(target).values() if isinstance(rule, Rule))
        yield from {id(rule): rule for rule in declared if not _is_ours(rule)}.values()
    elif isinstance(target, (list, tuple)):
        yield from target
    else:
        yield target


def _is_ours(rule: Rule) -> bool:
    """Return whether a module has imported a rule from novalint, which makes it none of its own."""
    return getattr(rule.check, "__module__", "").startswith(f"{__package__}.")


def _loaded(points: set[EntryPoint]) -> Any:
    if not points:
        raise _Fault(f"is not installed: no package has it in `{GROUP}`; install it")
    if len(points) > 1:
        raise _Fault("is in several packages; uninstall all but one")
    try:
        return next(iter(points)).load()
    except (Exception, SystemExit) as error:  # anything may happen where foreign code is imported
        raise _Fault(f"cannot be imported ({type(error).__name__}); fix or remove it") from None


def _check(offered: object) -> None:
    """Raise a fault for what the engine could not run or report."""
    from re import fullmatch

    if not isinstance(offered, Rule):
        kind = shown(type(offered).__name__)
        raise _Fault(f"gives something of type {kind}, not a rule; declare it with `@rule`")
    for name in (offered.name, offered.theme):
        if not isinstance(name, str) or not fullmatch(NAME, name):
            raise _Fault(f"calls a rule or theme {shown(str(name))}; write it like `my-rule`")
    if not isinstance(offered.severity, Severity) or not callable(offered.check):
        raise _Fault(
            f"has a rule {shown(offered.name)} without a severity or function; declare them"
        )
