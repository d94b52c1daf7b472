"""Signs that a nova.conf was written by a deployment tool, which will write it again."""

from __future__ import annotations

import re
from typing import NamedTuple


class Renderer(NamedTuple):
    """A deployment tool: what a message calls it, and its name for `--as`, if it has one."""

    title: str
    tool: str | None


KOLLA = Renderer("kolla-ansible", "kolla")
OPENSTACK_ANSIBLE = Renderer("OpenStack-Ansible", "openstack-ansible")
ANSIBLE = Renderer("Ansible", None)
HELM = Renderer("openstack-helm", "helm")
RHOSO = Renderer("RHOSO", "rhoso")
TRIPLEO = Renderer("TripleO", "tripleo")
JUJU = Renderer("a Juju charm", None)
PUPPET = Renderer("Puppet", None)
SALT = Renderer("Salt", None)
SNAP = Renderer("a snap", None)

_PATHS = (
    (re.compile(r"/etc/kolla/(?!config/)[^/]+/nova\.conf$"), KOLLA),
    (re.compile(r"/config-data/(ansible|puppet)-generated/"), TRIPLEO),
    (re.compile(r"/var/lib/openstack/(config|cacerts)/|/01-nova\.conf$"), RHOSO),
    (re.compile(r"/var/snap/"), SNAP),
)
_HEADERS = (
    (re.compile(r"maintained by Juju|[Mm]anaged by Juju"), JUJU),
    (re.compile(r"[Mm]anaged by Puppet"), PUPPET),
    (re.compile(r"[Mm]anaged by Salt|salt[ -]managed"), SALT),
    (re.compile(r"(?i)managed by the snap"), SNAP),
    (re.compile(r"Ansible managed\n(?:.*\n)*# Logs / State"), OPENSTACK_ANSIBLE),
    (re.compile(r"Ansible managed|Managed by Ansible"), ANSIBLE),
)
_LINES = ((re.compile(r"^log_(?:dir|file)\s*=\s*/var/log/kolla/", re.MULTILINE), KOLLA),)
_TEMPLATE = re.compile(r"\.(?:j2|jinja2?|erb|tpl|gotmpl|tmpl)$")
_HEAD = 2000
"""Characters of a file among which a header stands."""


def rendered_by(text: str, path: str) -> Renderer | None:
    """Return the tool that a finished nova.conf shows signs of; None where it shows none.

    Signs are the folders in which tools write, the comment that they put at the top, and paths in
    values that only they have. A file whose values are still expressions is a template.
    """
    if re.search(r"\{\{|\{%|<%", text) or _TEMPLATE.search(path):
        return None
    for pattern, tool in _PATHS:
        if pattern.search(path):
            return tool
    comments = "\n".join(line for line in text[:_HEAD].splitlines() if line[:1] in ("#", ";"))
    for signs, where in ((_HEADERS, comments), (_LINES, text)):
        for pattern, tool in signs:
            if pattern.search(where):
                return tool
    return None
