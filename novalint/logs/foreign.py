"""Lines that say that another program wrote them: no nova.conf has to do with those.

A library that several services use writes the same lines for all of them, so that only the name of
a program or of a logger tells.
"""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PROJECTS = (
    "aodh|barbican|blazar|ceilometer|cinder|cloudkitty|cyborg|designate|glance|glance_store|gnocchi"
    "|heat|horizon|ironic|keystone|kuryr|magnum|manila|masakari|mistral|neutron|octavia|sahara"
    "|senlin|swift|tacker|trove|vitrage|watcher|zaqar|zun"
)
"""Packages of OpenStack's other services, as their loggers and programs begin."""
_WORDS = r"(?:\S{1,120} {1,3})"
_LEVELS = "(?:TRACE|DEBUG|INFO|AUDIT|WARNING|ERROR|CRITICAL) "
_OPENSTACK = (
    rf"(?:(?!{_LEVELS})[^\n]){{0,300}}{_LEVELS}(?:{PROJECTS})"
    r"(?:\.| [\[ ]| Traceback| \S{1,80}(?:Error|Exception): )"
    r"|(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d [\d:.]{8,15}|\d{4}-\d\d-\d\dT\S{8,30}) \S{1,80} "
    rf"(?:(?:{PROJECTS})[\w@.-]{{0,60}}|devstack@[a-mo-z][\w-]{{0,60}}\.service"
    r"|sshd|haproxy|nginx|chronyd|kubelet|etcd|postgres)(?:\[\d{1,9}\])?: "
    rf"|\[pod/(?:{PROJECTS})-|(?:{PROJECTS})[\w-]{{0,60}} {{1,20}}\| "
    rf"|(?:\S{{0,100}}/)?(?:{PROJECTS})[/_-]\S{{0,100}}\.log\S{{0,20}}[:-]"
)
"""How a line begins that names its logger, its program, its container or its file."""
_FORMS = (
    rf"{_WORDS}{{0,4}}?(?:dockerd|containerd)(?:\[\d{{1,9}}\])?: (?!\d{{4}}-|\{{|[A-Z]{{4,8}} )"
    rf'|{_WORDS}{{0,6}}?(?:time="[^"\n]{{10,40}}" level=[a-z]{{4,7}} '
    r"|[IWEF]\d{4} [\d:]{8}\.\d{6} {1,8}\d{1,9} [\w./-]{1,80}:\d{1,6}\] "
    r"|\d{4}/\d\d/\d\d [\d:]{8} \[[a-z]{4,6}\] \d{1,9}#\d{1,9}: |Error response from daemon: )"
    rf"|{_WORDS}{{0,8}}?(?:java|javax|sun|org|com)\.[\w.$]{{3,100}}(?:Exception|Error): "
    r"| {0,8}(?:\S{1,20} {2,20})?(?:Normal|Warning) {2,9}[A-Z]\w{3,40} {2,40}"
)
"""How lines begin that no service of OpenStack writes: of Docker, Kubernetes, nginx and Java.

A line of Nova's containers may have Docker's name before its own time or level.
"""
LINE = f"^(?:{_OPENSTACK}|{_FORMS})"
"""How a line of another program begins."""
NAME = rf"^(?:(?:openstack\.)?(?:{PROJECTS})(?:[._-]|$)|\S{{1,200}}\.go:\d{{1,6}}$)"
NAMES = (
    *("name", "logger", "Logger", "programname", "python_module", "container_name"),
    "caller",
    *("SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "CONTAINER_NAME"),
)
"""Where a record has the name of its logger, its program or its container, or a place in it."""
_LINE, _NAME = map(re.compile, (LINE, NAME))


def is_of_another_program(start: str) -> bool:
    """Whether the start of a line names another program."""
    return bool(_LINE.match(start))


def is_of_another(objects: Iterable[Mapping[str, object]]) -> bool:
    """Whether a record names another program, by its objects, the nearest to the message first."""
    names = (record[key] for record in objects for key in NAMES if key in record)
    return any(isinstance(name, str) and _NAME.match(name) for name in names)
