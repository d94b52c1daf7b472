"""Lines that say that another program wrote them: no nova.conf has to do with those.

A library that several services use writes the same lines for all of them, so that only the name of
a program or of a logger tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PROJECTS = (
    "aodh|barbican|blazar|ceilometer|cinder|cloudkitty|cyborg|designate|glance|glance_store|gnocchi"
    "|heat|horizon|ironic|keystone|kuryr|magnum|manila|masakari|mistral|neutron|octavia|sahara"
    "|senlin|swift|tacker|trove|vitrage|watcher|zaqar|zun"
)
"""Packages of OpenStack's other services, as their loggers and programs begin."""
_LEVELS = "(?:TRACE|DEBUG|INFO|AUDIT|WARNING|ERROR|CRITICAL) "
LINE = (
    rf"^(?:(?:(?!{_LEVELS})[^\n]){{0,300}}{_LEVELS}(?:{_PROJECTS})[. ]"
    r"|(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d [\d:.]{8,15}|\d{4}-\d\d-\d\dT\S{8,30}) \S{1,80} "
    rf"(?:(?:{_PROJECTS})[\w@.-]{{0,60}}|devstack@[a-mo-z][\w-]{{0,60}}\.service"
    r"|sshd|haproxy|nginx|chronyd|kubelet|etcd|postgres)(?:\[\d{1,9}\])?: "
    rf"|\[pod/(?:{_PROJECTS})-|(?:{_PROJECTS})[\w-]{{0,60}} {{1,20}}\| "
    rf"|(?:\S{{0,100}}/)?(?:{_PROJECTS})[/_-]\S{{0,100}}\.log\S{{0,20}}[:-])"
)
"""How a line begins that names its logger, its program, its container or its file."""
NAME = rf"^(?:openstack\.)?(?:{_PROJECTS})(?:[._-]|$)"
NAMES = (
    *("name", "logger", "Logger", "programname", "python_module", "container_name"),
    *("SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "CONTAINER_NAME"),
)
"""Where a record has the name of its logger, of its program or of its container."""
_LINE, _NAME = map(re.compile, (LINE, NAME))


def is_foreign(start: str) -> bool:
    """Whether the start of a line names another program."""
    return bool(_LINE.match(start))


def is_of_another(objects: Iterable[Mapping[str, object]]) -> bool:
    """Whether a record names another program, by its objects, the nearest to the message first."""
    names = (one[key] for one in objects for key in NAMES if key in one)
    return any(isinstance(name, str) and _NAME.match(name) for name in names)
