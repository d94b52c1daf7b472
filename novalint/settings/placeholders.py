"""Configurations with placeholders: one table of the settings that stands for many nodes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.errors import SettingsError
from novalint.patterns import lazy_pattern
from novalint.records import replace
from novalint.settings.model import Override, Settings, Table
from novalint.wording import relative, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

NAMES = ("node", "service")
"""What a placeholder may be called: the machine, and a service on it."""
MAY_BE_MISSING = "?"
"""At the end of a path: it does not matter where there is none."""

Hosts: TypeAlias = "Callable[[], Mapping[str, tuple[str, ...]]]"
"""Gives the hosts that an inventory names, each with its roles."""

_BRACED = lazy_pattern(r"\{(\w{1,40})\}")
_PLACEHOLDER = lazy_pattern(r"\{(node|service)\}")


def has_placeholder(text: str) -> bool:
    """Return whether a name or path has `{node}` or `{service}` in it."""
    return bool(_PLACEHOLDER.search(text))


def laid_out(settings: Settings, hosts: Hosts | None = None) -> Settings:
    """Return settings with a configuration for all that a placeholder stands for on this machine.

    One that has that very name of its own stands instead. Where no path tells the machines, they
    are the `hosts` of an inventory. Raises SettingsError where nothing is found for a table, or two
    tables mean one name, and FileError where the inventory cannot be read.
    """
    instances: dict[str, Override] = {}
    for name, table in settings.configurations.items():
        for real, override in _instances(settings, name, table, hosts):
            if real not in instances or instances[real].template == real:
                instances.setdefault(real, override)
            elif override.template == real:
                instances[real] = override
            else:
                other = instances[real].template
                raise SettingsError(
                    f"the configurations {shown(other)} and {shown(name)} both mean {shown(real)};"
                    " rename one of them"
                )
    return replace(settings, configurations=Table(instances))


def _instances(
    settings: Settings, name: str, table: Override, hosts: Hosts | None
) -> Iterator[tuple[str, Override]]:
    _refuse_unknown(settings, name, table)
    names = {match for text in (name, *table.paths) for match in _PLACEHOLDER.findall(text)}
    if not names:
        yield name, replace(table, paths=_there(settings, table.paths, {}), template=name)
        return
    for values in _bindings(settings, name, table, names, hosts):
        more = [values[key] for key in NAMES if key in names and f"{{{key}}}" not in name]
        real = "/".join([_filled(name, values), *more])
        paths = _there(settings, table.paths, values)
        node, service = (values.get(key, "") for key in NAMES)
        if not paths:  # a host of the inventory that has none of the files
            continue
        yield real, replace(table, paths=paths, template=name, node=node, service=service)


def _refuse_unknown(settings: Settings, name: str, table: Override) -> None:
    """Raise SettingsError for what looks like a placeholder and is none, nor a file's own name."""
    for text in (name, *table.paths):
        other = next((key for key in _BRACED.findall(text) if key not in NAMES), None)
        path = os.path.join(settings.folder, text.removesuffix(MAY_BE_MISSING))  # noqa: PTH118
        if other and not os.path.exists(path):  # noqa: PTH110
            known = " and ".join(f"`{{{key}}}`" for key in NAMES)
            raise SettingsError(
                f"the configuration {shown(name)} has `{{{other}}}`, which is no placeholder;"
                f" there are {known}"
            )


def _bindings(
    settings: Settings, name: str, table: Override, names: set[str], hosts: Hosts | None
) -> list[Mapping[str, str]]:
    """Return what the placeholders stand for, in the order of the names."""
    leading = [path for path in table.paths if names <= set(_PLACEHOLDER.findall(path))]
    sure = [path for path in leading if not path.endswith(MAY_BE_MISSING)]
    if not sure and names == {"node"} and hosts:
        return _in_inventory(name, table, hosts())
    if not sure:
        all_of = " and ".join(f"{{{key}}}" for key in NAMES if key in names)
        raise SettingsError(
            f"the configuration {shown(name)} needs a path with {all_of} that always exists"
        )
    return _matched(settings, name, sure[0])


def _in_inventory(
    name: str, table: Override, hosts: Mapping[str, tuple[str, ...]]
) -> list[Mapping[str, str]]:
    """Return the hosts that have one of the roles of a table, all where it has none."""
    asked = table.deployment.roles
    names = [host for host, roles in hosts.items() if not asked or asked & set(roles)]
    if not names:
        raise SettingsError(
            f"no host of the inventory is for the configuration {shown(name)}; give a group its"
            " role in `fleet.groups`"
        )
    return [{"node": host} for host in sorted(names, key=_natural)]


def _matched(settings: Settings, name: str, path: str) -> list[Mapping[str, str]]:
    """Return what the placeholders of a path stand for; a file of another program is no node."""
    companions = (text for texts in settings.companions.values() for text in texts)
    taken = {text.removesuffix(MAY_BE_MISSING) for text in companions}
    matches = _matches(settings.folder, path)
    bindings = [values for values in matches if _filled(path, values) not in taken]
    if not bindings:
        where = shown(relative(os.path.join(settings.folder, path)))  # noqa: PTH118
        raise SettingsError(
            f"the configuration {shown(name)} matches no file: {where} does not exist"
        )
    return sorted(bindings, key=lambda values: [_natural(values.get(key, "")) for key in NAMES])


def _matches(folder: str, path: str) -> Iterator[Mapping[str, str]]:
    from glob import escape, glob

    parts = _PLACEHOLDER.split(os.path.join(folder, path))  # noqa: PTH118
    texts, keys = parts[::2], parts[1::2]
    seen: set[str] = set()
    pattern = re.escape(texts[0])
    for key, text in zip(keys, texts[1:], strict=True):
        pattern += f"(?P={key})" if key in seen else f"(?P<{key}>[^/]+)"
        pattern += re.escape(text)
        seen.add(key)
    for place in glob("*".join(map(escape, texts))):  # noqa: PTH207
        match = re.fullmatch(pattern, place)
        if match:
            yield match.groupdict()


def places_of(settings: Settings, path: str) -> list[tuple[str, str]]:
    """Return what `{node}` in a path stands for, and the path that is there for each."""
    matches = sorted(_matches(settings.folder, path), key=lambda values: _natural(values["node"]))
    return [
        (values["node"], os.path.join(settings.folder, _filled(path, values)))  # noqa: PTH118
        for values in matches
    ]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


def _there(settings: Settings, paths: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Return paths with their placeholders filled in, without those that may be missing and are."""
    there: list[str] = []
    for path in (_filled(text, values) for text in paths):
        sure = path.removesuffix(MAY_BE_MISSING)
        if sure == path or os.path.exists(os.path.join(settings.folder, sure)):  # noqa: PTH110, PTH118
            there.append(sure)
    return tuple(there)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts `cmp2` before `cmp10`."""
    parts = re.split(r"([0-9]+)", text)
    return tuple((int(part) if at % 2 else 0, part) for at, part in enumerate(parts))
