"""All rules, loaded when the first one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from novalint.errors import SettingsError
from novalint.rules.declaration import Rule
from novalint.tables import unknown
from novalint.wording import shown

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
)
"""The themes; each is a package beside this module, and all of its modules declare rules."""


@cache
def rules() -> tuple[Rule, ...]:
    """Give every rule, ordered by theme and name."""
    modules = [module for theme in THEMES for module in _modules(theme)]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, Rule)]
    return tuple(sorted(found, key=lambda one: (one.theme, one.name)))


def find_rule(name: str) -> Rule | None:
    """Give the rule of a name, None where there is none."""
    return next((one for one in rules() if one.name == name), None)


def choose(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    """Give the rules that a selection of rule and theme names leaves; all where none is selected.

    Raises SettingsError for a name that is neither, with the nearest one.
    """
    _check_names((*select, *ignore))
    return tuple(
        one
        for one in rules()
        if (not select or {one.name, one.theme} & set(select))
        and not {one.name, one.theme} & set(ignore)
    )


def check_thresholds(thresholds: Mapping[str, Iterable[str]]) -> None:
    """Raise SettingsError for a threshold, or a rule of one, that does not exist."""
    for name, numbers in thresholds.items():
        one = find_rule(name)
        if one is None:
            raise SettingsError(unknown("rule", name, [rule.name for rule in rules()]))
        known = list(one.thresholds or ())
        for number in numbers:
            if not known:
                raise SettingsError(f"the rule `{name}` has no thresholds; remove {shown(number)}")
            if number not in known:
                raise SettingsError(f"rule `{name}`: {unknown('threshold', number, known)}")


def _modules(theme: str) -> Iterator[ModuleType]:
    package = f"novalint.rules.{theme}"
    for module in iter_modules(import_module(package).__path__):
        yield import_module(f"{package}.{module.name}")


def _check_names(names: tuple[str, ...]) -> None:
    known = {name for one in rules() for name in (one.name, one.theme)}
    for name in names:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, sorted(known), 1)
            hint = f"the nearest is `{near[0]}`" if near else "see `novalint rules`"
            raise SettingsError(f"there is no rule or theme `{name}`; {hint}")
