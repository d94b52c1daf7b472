"""All rules, loaded when the first one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module

from novalint.annotations import TYPE_CHECKING
from novalint.errors import SettingsError
from novalint.findings import Severity
from novalint.nearest import closest
from novalint.records import NamedTuple
from novalint.rules.declaration import Rule
from novalint.rules.index import listed
from novalint.tables import unknown
from novalint.wording import shown

if TYPE_CHECKING:
    from types import ModuleType

THEMES = (
    "syntax",
    "options",
    "deprecation",
    "networking",
    "messaging",
    "database",
    "scheduling",
    "compute",
    "libvirt",
    "migration",
    "storage",
    "console",
    "api",
    "pci",
    "security",
    "capacity",
    "cloud",
)
"""The themes; each is a package beside this module, and all of its modules declare rules."""


class Plugins(NamedTuple):
    """Rules of other packages, and why some of them gave none: a phrase for each plugin."""

    rules: tuple[Rule, ...] = ()
    faults: tuple[str, ...] = ()


NO_PLUGINS = Plugins()


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule of novalint's own, ordered by theme and name; from the index of them."""
    return _ordered(listed())


def declared() -> tuple[Rule, ...]:
    """Return the same as their modules declare them, all of which are imported."""
    modules = [module for theme in THEMES for module in _modules(theme)]
    rules = [rule for module in modules for rule in vars(module).values() if isinstance(rule, Rule)]
    return _ordered(rules)


def all_rules(plugins: Plugins) -> tuple[Rule, ...]:
    """Return novalint's own rules and those of plugins, ordered by theme and name."""
    return _ordered((*rules(), *plugins.rules)) if plugins.rules else rules()


def find_rule(name: str, plugins: Plugins = NO_PLUGINS) -> Rule | None:
    """Return the rule of a name, None where there is none."""
    own = _by_name().get(name)
    if own is not None or not plugins.rules:
        return own
    return next((rule for rule in all_rules(plugins) if rule.name == name), None)


@cache
def _by_name() -> Mapping[str, Rule]:
    return {rule.name: rule for rule in rules()}


def choose(
    select: tuple[str, ...], ignore: tuple[str, ...], plugins: Plugins = NO_PLUGINS
) -> tuple[Rule, ...]:
    """Return the rules that a selection of rule and theme names leaves; all where none is selected.

    Raises SettingsError for a name that is neither, with the nearest one. Where a plugin gave no
    rules, any name may be one of its own and is let pass.
    """
    if not select and not ignore:
        return all_rules(plugins)
    if not plugins.faults:
        _check_names((*select, *ignore), plugins)
    return tuple(
        rule
        for rule in all_rules(plugins)
        if (not select or rule.name in select or rule.theme in select)
        and not (rule.name in ignore or rule.theme in ignore)
    )


def refuse_empty(
    select: tuple[str, ...], ignore: tuple[str, ...], plugins: Plugins = NO_PLUGINS
) -> None:
    """Raise SettingsError where one place ignores all that it selects: a check would find nothing.

    What an override for some files ignores of the selection for all of them is meant.
    """
    if select and ignore and not (plugins.faults or choose(select, ignore, plugins)):
        raise SettingsError(
            "`ignore` leaves out everything that `select` names; remove a name from one of them"
        )


def check_thresholds(
    thresholds: Mapping[str, Iterable[str]], plugins: Plugins = NO_PLUGINS
) -> None:
    """Raise SettingsError for a threshold, or a rule of one, that does not exist.

    Where a plugin gave no rules, an unknown rule may be one of its own and is let pass.
    """
    for name, numbers in thresholds.items():
        one = find_rule(name, plugins)
        if one is None and plugins.faults:
            continue
        if one is None:
            raise SettingsError(unknown("rule", name, [rule.name for rule in all_rules(plugins)]))
        known = list(one.thresholds or ())
        for number in numbers:
            if not known:
                raise SettingsError(f"the rule `{name}` has no thresholds; remove {shown(number)}")
            if number not in known:
                raise SettingsError(f"rule `{name}`: {unknown('threshold', number, known)}")


def graded(
    chosen: tuple[Rule, ...], severities: Mapping[str, str], plugins: Plugins = NO_PLUGINS
) -> tuple[Rule, ...]:
    """Return rules with the severities that settings ask for.

    Raises SettingsError for a severity, or a rule of one, that does not exist. Where a plugin gave
    no rules, an unknown rule may be one of its own and is let pass.
    """
    for name, severity in severities.items():
        if severity not in list(Severity):
            raise SettingsError(f"rule `{name}`: {unknown('severity', severity, list(Severity))}")
        if not plugins.faults and find_rule(name, plugins) is None:
            raise SettingsError(unknown("rule", name, [rule.name for rule in all_rules(plugins)]))
    asked = {name: Severity(severity) for name, severity in severities.items()}
    if not asked:
        return chosen
    return tuple(rule.graded(asked[rule.name]) if rule.name in asked else rule for rule in chosen)


def _modules(theme: str) -> Iterator[ModuleType]:
    from pkgutil import iter_modules

    package = f"novalint.rules.{theme}"
    for module in iter_modules(import_module(package).__path__):
        yield import_module(f"{package}.{module.name}")


def _ordered(declared: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(declared, key=lambda rule: (rule.theme, rule.name)))


def _check_names(names: tuple[str, ...], plugins: Plugins) -> None:
    for name in names:
        if name not in THEMES and not _is_known(name, plugins):
            known = {one for rule in all_rules(plugins) for one in (rule.name, rule.theme)}
            near = closest(name, sorted(known))
            hint = f"the nearest is `{near[0]}`" if near else "see `novalint rules`"
            raise SettingsError(f"there is no rule or theme `{name}`; {hint}")


def _is_known(name: str, plugins: Plugins) -> bool:
    own = any(rule.theme == name for rule in plugins.rules)
    return own or find_rule(name, plugins) is not None
