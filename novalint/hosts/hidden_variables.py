"""Variables of OpenStack-Ansible that another file hides: Ansible takes one, not the sum of them.

Its command gives each `user_*.yml` of its folder to ansible-playbook with `-e`, in the order of
`ls` (openstack-ansible, scripts/openstack-ansible.sh). Such variables count over those of groups
and hosts, and the last one over the others. The order depends on the locale:
`user_variables_nova.yml` comes after `user_variables.yml` in C, and before it in en_US.UTF-8. Which
group a host is in is not known here, so nothing is said of `host_vars` over `group_vars`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path, PurePath

from novalint.hosts.misspelt_keys import VARIABLE
from novalint.hosts.signs import whole
from novalint.text.source import Span
from novalint.text.source_map import Stray

_OF_HOSTS = frozenset({"group_vars", "host_vars"})
_EXTRA = "user_*.yml"
_ORDERS: tuple[Callable[[str], str], ...] = (
    str,
    lambda name: name.lower().replace("_", " "),
    lambda name: "".join(filter(str.isalnum, name.lower())),
)
"""How names are compared: by their signs; as glibc does in English; so before its version 2.28."""
_OF_SOME = "move that of {} to group_vars/all.yml, and repeat here what is wanted of it"
"""What keeps a variable that is for some hosts: Ansible takes the one that is closest to a host."""
_SET = re.compile(rf"^{VARIABLE}[ \t]*:", re.MULTILINE)


def hidden_variable(path: str, text: str, end: int) -> Stray | None:
    """Return what is wrong with the variable whose value begins at `end`; None where it counts."""
    start = text.rfind(VARIABLE, 0, end)
    place = PurePath(whole(path))
    if start < 0 or not (setting := _others_that_set(place)):
        return None
    span = Span(start, start + len(VARIABLE))
    of_extra = _OF_HOSTS.isdisjoint(place.parts[:-1])
    hiding = [name for name in setting if not of_extra or _is_last(name, place.name)]
    said = f"is set by {(hiding or setting)[-1]} too"
    if hiding:
        fact = f"{said}, which counts instead of it, so what it sets has no effect"
        way = "move it there" if of_extra or _is_of_all(place) else _OF_SOME.format(hiding[-1])
        return Stray(VARIABLE, fact, way, span, whole=True)
    which = "that of the file which `ls` lists last in your locale"
    fact = f"{said}, and Ansible takes only one of them, {which}"
    return Stray(VARIABLE, fact, "set all in one file", span)


def _others_that_set(path: PurePath) -> list[str]:
    """Return the names of the files whose variable may count instead of that of another."""
    above = path.parts[:-1]
    of_hosts = [number for number, part in enumerate(above) if part in _OF_HOSTS]
    if not of_hosts and not path.match(_EXTRA):
        return []
    folder = Path(*above[: of_hosts[-1]]) if of_hosts else Path(path.parent)
    every = sorted(each.name for each in folder.glob(_EXTRA))
    return [name for name in every if (of_hosts or name > path.name) and _sets(folder / name)]


def _is_of_all(path: PurePath) -> bool:
    """Whether variables are of all hosts: of `group_vars/all.yml`, `group_vars/all/nova.yml`."""
    return ("group_vars", "all") in pairwise((*path.parts[:-1], path.name.partition(".")[0]))


def _is_last(name: str, other: str) -> bool:
    """Whether a name comes after another one in all locales."""
    return all(key(name) > key(other) for key in _ORDERS)


def _sets(path: Path) -> bool:
    try:
        return bool(_SET.search(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return False
