"""Variables of OpenStack-Ansible that another file hides: Ansible takes one, not the sum of them.

Its command gives each `user_*.yml` of its folder to ansible-playbook with `-e`, in the order of
their names (openstack-ansible, scripts/openstack-ansible.sh). Such variables count over those of
groups and hosts, and the last one over the others. Which group a host is in is not known here, so
nothing is said of `host_vars` over `group_vars`.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from novalint.hosts.misspelt_keys import VARIABLE
from novalint.hosts.signs import whole
from novalint.text.source import Span
from novalint.text.source_map import Stray

_OF_HOSTS = ("group_vars", "host_vars")
_EXTRA = "user_*.yml"
_SET = re.compile(rf"^{VARIABLE}[ \t]*:", re.MULTILINE)


def hidden_variable(path: str, text: str, end: int) -> Stray | None:
    """Return what is wrong with the variable whose value begins at `end`; None where it counts."""
    start = text.rfind(VARIABLE, 0, end)
    hiding = _hiding(PurePath(whole(path))) if start >= 0 else None
    if hiding is None:
        return None
    fact = f"is set by {hiding} too, which counts instead of it, so what it sets has no effect"
    return Stray(VARIABLE, fact, "move it there", Span(start, start + len(VARIABLE)))


def _hiding(path: PurePath) -> str | None:
    """Return the name of the file whose variable counts instead of that of another."""
    above = path.parts[:-1]
    of_hosts = [number for number, part in enumerate(above) if part in _OF_HOSTS]
    is_extra = path.match(_EXTRA)
    if not of_hosts and not is_extra:
        return None
    folder = Path(*above[: of_hosts[-1]]) if of_hosts else Path(path.parent)
    later = sorted(each.name for each in folder.glob(_EXTRA) if of_hosts or each.name > path.name)
    return next((name for name in reversed(later) if _sets(folder / name)), None)


def _sets(path: Path) -> bool:
    try:
        return bool(_SET.search(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return False
