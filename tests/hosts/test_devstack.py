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


INDENTED = """\
[[post-config|$NOVA_CONF]]
  # what devstack skips
[DEFAULT] # a note
report_interval = 10
  # a comment
 vif_plugging_is_fatal = false
[filter_scheduler]
enabled_filters = ComputeFilter,
  ImagePropertiesFilter
max_attempts

  [libvirt]
"""


def test_indented_lines_are_skipped() -> None:
    """As devstack's awk has them: no part of the value above, and a comment is harmless."""
    (document,) = documents(INDENTED, "local.conf")
    found = check(document, select=("indented-assignment", "syntax-error")).findings
    assert [(one.location.start.line, str(one.severity), len(one.fixes)) for one in found] == [
        (6, "warning", 1),
        (9, "warning", 0),
        (10, "warning", 1),
        (12, "warning", 1),
    ]
    lost, cut, bare, header = (one.message for one in found)
    assert lost.endswith("so it sets nothing; start it in the first column")
    assert cut.endswith("so the value above ends before it; write the value in one line")
    assert "devstack writes an option of that name without a value" in bare
    assert header == lost
    assert not any("refuses" in one.message for one in found)
    assert "enabled_filters = ComputeFilter,\n" in document.text


def test_an_indented_line_is_moved_to_the_first_column() -> None:
    (document,) = documents(INDENTED, "local.conf")
    first, *_ = check(document, select=("indented-assignment",)).findings
    assert changed(document, first.fixes[0].patch) == INDENTED.replace(" vif", "vif")
