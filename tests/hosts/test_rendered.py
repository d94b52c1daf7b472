"""Signs that a deployment tool wrote a file."""

from __future__ import annotations

import pytest

from novalint.hosts.rendered import rendered_by

PLAIN = "[DEFAULT]\ndebug = true\n"


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        (PLAIN, "/etc/kolla/nova-compute/nova.conf", "kolla-ansible"),
        ("[DEFAULT]\nlog_dir = /var/log/kolla/nova\n", "x.conf", "kolla-ansible"),
        ("# Ansible managed\n\n[DEFAULT]\n# Logs / State\n", "x.conf", "OpenStack-Ansible"),
        ("# Ansible managed\n[DEFAULT]\n", "x.conf", "Ansible"),
        ("# Configuration file maintained by Juju. Local\n[api]\n", "x.conf", "a Juju charm"),
        ("# THIS FILE IS MANAGED BY THE SNAP - CHANGES\n", "x.conf", "a snap"),
        ("# Managed by Puppet\n", "x.conf", "Puppet"),
        (PLAIN, "/var/lib/config-data/puppet-generated/nova/etc/nova/nova.conf", "TripleO"),
        (PLAIN, "/etc/nova/nova.conf.d/01-nova.conf", "RHOSO"),
    ],
)
def test_signs(text: str, path: str, title: str) -> None:
    tool = rendered_by(text, path)
    assert tool is not None and tool.title == title


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (PLAIN, "/etc/nova/nova.conf"),
        (PLAIN, "/etc/kolla/config/nova/nova-compute.conf"),
        (PLAIN, "/etc/kolla/config/nova.conf"),
        ("# Ansible managed\n[api]\na = {{ b }}\n", "templates/nova.conf"),
        ("[DEFAULT]\nhost = juju  ; maintained by Juju\n", "x.conf"),
        ("[DEFAULT]\nlog_dir = /var/log/kolla/nova\n", "charts/nova/templates/conf/_nova.conf.tpl"),
    ],
)
def test_none(text: str, path: str) -> None:
    assert rendered_by(text, path) is None
