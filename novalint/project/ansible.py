"""Reads which host is in which group from an Ansible inventory: INI, YAML or JSON.

Of a YAML inventory only the keys count, and how far they are indented; what variables say, and
inventories that a program makes, are left to `ansible-inventory --list`, whose JSON is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from novalint.annotations import Any
from novalint.errors import SettingsError
from novalint.text.source import read_bytes
from novalint.wording import relative, shown

Groups = dict[str, set[str]]
"""Group -> its hosts, or the groups within it."""

DEEPEST = 50
"""Groups within groups that are followed."""
MOST_RANGES = 8
"""Ranges in one name that are followed; what has more is taken for a name."""
MOST_HOSTS = 100_000
"""Hosts that a range such as `cmp[001:300]` may stand for."""

_RANGE = re.compile(r"\[([0-9]+|[a-z]):([0-9]+|[a-z])(?::([0-9]+))?\]")
_KEY = re.compile(r"( *)(?:\"([^\"]+)\"|'([^']+)'|([^\s#'\"{-][^\s#]*)):(?:\s|$)")


def roles_by_host(
    path: str, groups: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Return the roles of each host, by the roles of its groups.

    Raises FileError where the file cannot be read, SettingsError for a group that it does not have.
    """
    hosts, children = read(path)
    known = sorted({*hosts, *children, *(name for inner in children.values() for name in inner)})
    roles_of: dict[str, dict[str, None]] = {}
    for group, roles in groups.items():
        if group not in known:
            from novalint.tables import unknown

            raise SettingsError(f"in {shown(relative(path))}, {unknown('group', group, known)}")
        for host in members(group, hosts, children):
            roles_of.setdefault(host, {}).update(dict.fromkeys(roles))
    return {host: tuple(roles) for host, roles in roles_of.items()}


def read(path: str) -> tuple[Groups, Groups]:
    """Return the hosts of each group, and the groups within each; raises FileError."""
    text = read_bytes(relative(path)).decode("utf-8", "replace").removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        return _json(path, text)
    first = next((line for line in text.splitlines() if line.strip() and line[0] not in "#;"), "")
    if first.strip() == "---" or (_KEY.match(first) and "=" not in first and first[0] != "["):
        return _yaml(text)
    return _ini(text)


def members(group: str, hosts: Groups, children: Groups) -> set[str]:
    """Return the hosts of a group and of all groups within it."""
    hosts_within: set[str] = set()
    names, seen = {group}, {group}
    for _ in range(DEEPEST):
        hosts_within |= {host for name in names for host in hosts.get(name, ())}
        names = {inner for name in names for inner in children.get(name, ())} - seen
        seen |= names
    return hosts_within


def _json(path: str, text: str) -> tuple[Groups, Groups]:
    import json

    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise SettingsError(f"the inventory {shown(relative(path))} is not JSON") from None
    tables = {name: row for name, row in table.items() if isinstance(row, dict)}
    return _named(tables, "hosts"), _named(tables, "children")


def _named(table: Mapping[str, Mapping[str, Any]], key: str) -> Groups:
    lists = ((name, members.get(key)) for name, members in table.items())
    return {
        name: set(map(str, members)) for name, members in lists if isinstance(members, (list, dict))
    }


def _ini(text: str) -> tuple[Groups, Groups]:
    hosts: Groups = {}
    children: Groups = {}
    group, kind = "ungrouped", ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.split("#")[0].rstrip().endswith("]"):
            group, _, kind = line.split("#")[0].rstrip()[1:-1].partition(":")
            (children if kind == "children" else hosts).setdefault(group, set())
        elif line and line[0] not in "#;" and kind != "vars":
            word = line.split()[0]
            if kind == "children":
                children.setdefault(group, set()).add(word)
            else:
                hosts.setdefault(group, set()).update(hosts_of(word))
    return hosts, children


def hosts_of(pattern: str) -> Iterator[str]:
    """Return the hosts that a name with ranges stands for, MOST_HOSTS of them at most."""
    if pattern.count("[") > MOST_RANGES:
        return iter((pattern,))
    return islice(expanded(pattern), MOST_HOSTS)


def expanded(pattern: str) -> Iterator[str]:
    """Yield the hosts that a name with ranges, such as `cmp[001:300]`, stands for."""
    match = _RANGE.search(pattern)
    if match is None:
        yield pattern
        return
    first, last, step = match[1], match[2], int(match[3] or 1) or 1
    head, tail = pattern[: match.start()], pattern[match.end() :]
    for middle in _steps(first, last, step):
        for rest in expanded(tail):
            yield head + middle + rest


def _steps(first: str, last: str, step: int) -> Iterator[str]:
    if first.isdecimal() and last.isdecimal():
        numbers = range(int(first), min(int(last), int(first) + MOST_HOSTS) + 1, step)
        yield from (str(number).zfill(len(first)) for number in numbers)
    elif first.isalpha() and last.isalpha():
        yield from map(chr, range(ord(first), ord(last) + 1, step))


def _yaml(text: str) -> tuple[Groups, Groups]:
    """Follow the keys by their indentation: `GROUP: {hosts: {HOST:}, children: {GROUP: ...}}`."""
    hosts: Groups = {}
    children: Groups = {}
    path: list[tuple[int, str]] = []
    for line in text.splitlines():
        match = _KEY.match(line)
        if match is None:
            continue
        depth, name = len(match[1]), match[2] or match[3] or match[4]
        while path and path[-1][0] >= depth:
            path.pop()
        above = [key for _, key in path]
        path.append((depth, name))
        if len(above) >= 2 and len(above) % 2 == 0 and above[-1] in ("hosts", "children"):
            if above[-1] == "hosts":
                hosts.setdefault(above[-2], set()).update(hosts_of(name))
            else:
                children.setdefault(above[-2], set()).add(name)
    return hosts, children
