"""Sections of devstack's local.conf."""

from __future__ import annotations

from hosts.reading import changed, documents, read

from novalint import check
from novalint.text.writing import set_option

TEXT = """\
[[local|localrc]]
nova = 1

[[post-config|$NOVA_CONF]]
[DEFAULT]
vif_plugging_is_fatal = True
my_ip = $HOST_IP

[[post-config|$NOVA_CPU_CONF]]
[libvirt]
virt_type = kvm
[[post-config|$NEUTRON_CONF]]
[DEFAULT]
debug = True
[[post-config|/etc/nova/nova.conf]]
[api]
max_limit = 5
"""


def test_sections_of_novas_files() -> None:
    found = [(one.name, one.role, one.form) for one in read(TEXT, "local.conf")]
    assert found == [
        ("post-config|$NOVA_CONF", None, "devstack"),
        ("post-config|$NOVA_CPU_CONF", "compute", "devstack"),
        ("post-config|/etc/nova/nova.conf", None, "devstack"),
    ]


def test_variables_of_the_shell_are_not_known() -> None:
    assert "my_ip = {{HOST_IP}}\n" in read(TEXT, "local.conf")[0].text


def test_an_edit_stays_within_its_section() -> None:
    first, second, _ = documents(TEXT, "local.conf")
    after = changed(first, set_option(first, "DEFAULT", "vif_plugging_is_fatal", "false"))
    assert after == TEXT.replace("= True\nmy_ip", "= false\nmy_ip")
    after = changed(second, set_option(second, "libvirt", "cpu_mode", "none"))
    assert after == TEXT.replace("= kvm\n", "= kvm\ncpu_mode = none\n")


def test_a_local_conf_within_another_file_keeps_its_indent() -> None:
    text = "".join(f"    {line}" for line in TEXT.splitlines(keepends=True))
    (first, *_) = documents(text, "cloud-init.sh")
    assert first.text.startswith("[DEFAULT]\nvif_plugging_is_fatal = True\n")
    after = changed(first, set_option(first, "DEFAULT", "debug", "true"))
    assert after == text.replace("$HOST_IP\n", "$HOST_IP\n    debug = true\n")


def test_equal_sections_have_names_of_their_own() -> None:
    text = "[[post-config|$NOVA_CONF]]\n[api]\na = 1\n" * 2
    names = [one.name for one in read(text, "local.conf")]
    assert names == ["post-config|$NOVA_CONF", "post-config|$NOVA_CONF#2"]


def test_an_option_without_a_header_is_lost_and_not_refused() -> None:
    (document,) = documents("[[post-config|$NOVA_CONF]]\nforce_config_drive = True\n", "local.conf")
    (finding,) = check(document, select=("syntax-error",)).findings
    assert "takes the option's name for that of a group" in finding.message
    assert "refuses" not in finding.message
