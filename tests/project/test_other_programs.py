"""Files of other programs, which share groups and options with nova.conf."""

from __future__ import annotations

import pytest

from novalint.project.discovery import is_nova_document
from novalint.project.other_programs import is_another_programs
from novalint.text.document import Document

NEUTRON = (
    "[DEFAULT]\ncore_plugin = ml2\ntransport_url = rabbit://u:p@h\n[nova]\nauth_type = password\n"
)
CINDER = """\
[DEFAULT]
my_ip = 192.0.2.11
auth_strategy = keystone
glance_api_servers = http://192.0.2.1:9292
[database]
connection = mysql+pymysql://cinder:{{ password }}@192.0.2.1/cinder?charset=utf8
[lvm]
volume_group = cinder-volumes
"""
MYSQL = "[client]\nport = 3306\n[mysqld]\nmax_connections = 4096\n[mysqldump]\nquick\n"
KEYSTONE = "[DEFAULT]\nlog_dir = /var/log\n[database]\nconnection = mysql://k:p@h/keystone\n"
USER = "[keystone_authtoken]\nauth_url = http://h:5000\nusername = heat\n[trustee]\nx = 1\n"
ROOTWRAP = "[DEFAULT]\nfilters_path = /etc/nova/rootwrap.d\nuse_syslog = false\n"
DEBUG = "[DEFAULT]\ndebug = true\n"


@pytest.mark.parametrize("text", [NEUTRON, CINDER, MYSQL, KEYSTONE, USER, ROOTWRAP])
@pytest.mark.parametrize("path", ["-", "service.conf", "nova/service.conf"])
def test_what_a_file_holds(text: str, path: str) -> None:
    assert not is_nova_document(Document.parse(text, path))


@pytest.mark.parametrize("text", ["[Unit]\nAfter = a.service\n", "[Service]\nLimitNOFILE = 9\n"])
def test_a_unit_of_systemd_is_not_novas(text: str) -> None:
    path = "nova-compute.service.d/nova-limits.conf"
    assert not is_nova_document(Document.parse(text, path))
    assert is_nova_document(Document.parse(f"[DEFAULT]\nmy_ip = 10.0.0.1\n{text}", path))


@pytest.mark.parametrize(
    "path", ["neutron.conf", "etc/glance-api.conf", "my.cnf", "cinder.conf.j2", "ovn_agent.ini"]
)
def test_what_a_file_is_called(path: str) -> None:
    assert not is_nova_document(Document.parse(DEBUG, path))


@pytest.mark.parametrize("text", [NEUTRON, CINDER, MYSQL, KEYSTONE, USER, DEBUG, ""])
def test_a_nova_conf_is_novas_whatever_it_holds(text: str) -> None:
    for path in ("nova.conf", "etc/nova/nova-cpu.conf", "my-nova.conf.j2"):
        assert is_nova_document(Document.parse(text, path))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("-", ""),
        ("-", DEBUG),
        ("x.conf", "[database]\nconnection = mysql://nova:p@h/nova\n"),
        ("x.conf", "[keystone_authtoken]\nusername = nova\n"),
        ("-", f"{NEUTRON}[libvirt]\nvirt_type = kvm\n"),
        ("-", f"{CINDER}[scheduler]\nworkers = 2\n#max_attempts = 3\n"),
        ("-", "[DEFAULT]\ncore_plugin = ml2\nvif_plugging_is_fatal = false\n"),
        ("neutron.conf", "[neutron]\nauth_type = password\n"),  # how Nova talks to Neutron
        ("cinder.conf", "[cinder]\ncatalog_info = volumev3::publicURL\n"),
        ("conf.d/keystone.conf", "[keystone_authtoken]\nusername = nova\ninsecure = true\n"),
        ("conf.d/placement.conf", "[placement]\nauth_url = https://k/v3\nusername = placement\n"),
        ("conf.d/barbican.conf", "[key_manager]\nbackend = barbican\n"),
        ("etc/nova/cinder.conf", DEBUG),
        ("etc/nova.conf.d/neutron.conf", DEBUG),
        ("neutron.conf", "[vnc]\nenable = false\n"),
        ("placement.conf", "[placement]\nos_region_name = one\n"),
    ],
)
def test_what_may_be_novas_is_taken_for_it(path: str, text: str) -> None:
    document = Document.parse(text, path)
    assert not is_another_programs(document)
    assert is_nova_document(document)
