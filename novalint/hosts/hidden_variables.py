"""Variables of OpenStack-Ansible that another file hides: Ansible takes one, not the sum of them.

Its command gives each `user_*.yml` of its folder to ansible-playbook with `-e`, in the order of
`ls` (openstack-ansible, scripts/openstack-ansible.sh). Such variables count over those of groups
and hosts, and the last one over the others. The order depends on the locale:
`user_variables_nova.yml` comes after `user_variables.yml` in C, and before it in en_US.UTF-8. Which
group a host is in is not known here, but that all are in `all`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path, PurePath

from novalint.hosts.misspelt_keys import VARIABLE
from novalint.hosts.signs import whole
from novalint.hosts.yaml_tree import Mapping, pairs_of, read, resolved
from novalint.schema.index import lines
from novalint.text.source import Span
from novalint.text.source_map import Stray
from novalint.wording import some_of

_OF_HOSTS = frozenset({"group_vars", "host_vars"})
_EXTRA = "user_*.yml"
_ORDERS: tuple[Callable[[str], str], ...] = (
    str,
    lambda name: name.lower().replace("_", " "),
    lambda name: "".join(filter(str.isalnum, name.lower())),
)
"""How names are compared: by their signs; as glibc does in English; so before its version 2.28."""
_OF_SOME = "move that of {} to group_vars/all.yml, and repeat here what these hosts need of it"
"""What keeps a variable that is for some hosts: Ansible takes the one that is closest to a host."""
_SET = re.compile(rf"^([\"']?){VARIABLE}\1[ \t]*:", re.MULTILINE)


def hidden_variable(path: str, text: str, end: int) -> Stray | None:
    """Return what is wrong with the variable whose value begins at `end`; None where it counts."""
    start = text.rfind(VARIABLE, 0, end)
    place = PurePath(whole(path))
    span = Span(start, start + len(VARIABLE))
    if start < 0 or not (setting := _others_that_set(place)):
        return _replacing(place, text, span) if start >= 0 else None
    of_extra = _OF_HOSTS.isdisjoint(place.parts[:-1])
    hiding = [name for name in setting if not of_extra or _is_last(name, place.name)]
    said = f"is set by {(hiding or setting)[-1]} too"
    if hiding:
        fact = f"{said}, which overrides it, so nothing that it sets has an effect"
        way = "move it there" if of_extra or _is_of_all(place) else _OF_SOME.format(hiding[-1])
        return Stray(VARIABLE, fact, way, span, whole=True)
    which = "that of the file which `ls` lists last in your locale"
    fact = f"{said}, and Ansible takes only one of them, {which}"
    return Stray(VARIABLE, fact, "set all in one file", span)


def _replacing(path: PurePath, text: str, span: Span) -> Stray | None:
    """Return what a variable of a host or a group takes from that of all; None where nothing."""
    above = path.parts[:-1]
    of_hosts = [number for number, part in enumerate(above) if part in _OF_HOSTS]
    if not of_hosts or _is_of_all(path):
        return None
    folder = Path(*above[: of_hosts[-1]], "group_vars")
    every = [folder / name for name in ("all", "all.yml", "all.yaml")]
    every += sorted(folder.glob("all/*.y*ml"))
    setting = [file for file in every if file.is_file() and _sets(file)]
    own = _options(text)
    if not setting or own is None:
        return None
    lost = [name for name in _options(_text_of(setting[-1])) or () if name not in own]
    if not lost:
        return None
    names = [option if group == "DEFAULT" else f"[{group}] {option}" for group, option in lost]
    where = setting[-1].relative_to(folder.parent)
    fact = f"replaces that of {where} as a whole, which takes {some_of(names)} away"
    return Stray(VARIABLE, fact, "repeat here what these hosts need of it", span, own=True)


def _options(text: str) -> list[tuple[str, str]] | None:
    """Return the options of Nova that the variable of a text sets; None where it has no mapping."""
    for root in read(text):
        for pair in pairs_of(root) if isinstance(root, Mapping) else ():
            groups = resolved(pair.value)
            if pair.name == VARIABLE and isinstance(groups, Mapping):
                return [
                    (group.name, option.name)
                    for group in pairs_of(groups)
                    if isinstance(options := resolved(group.value), Mapping)
                    for option in pairs_of(options)
                    if option.name in lines().get(group.name, ())
                ]
    return None


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
    return bool(_SET.search(_text_of(path)))


def _text_of(path: Path) -> str:
    """Return the text of a file; empty where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
