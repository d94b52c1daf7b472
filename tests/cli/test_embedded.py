"""Commands on hosts: a Jinja template, a mapping of OpenStack-Ansible, blocks of RHOSO."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.call import ROOT, refused, write
from cli.conftest import Run

FACTS = ("--fact", "tenants=300", "--fact", "peak_concurrent_builds=200")
ASKED = ("--select", "fatal-vif-plugging", *FACTS)

TEMPLATE = """\
[DEFAULT]
my_ip = {{ api_interface_address }}
{% if debug %}
debug = true
{% endif %}
#vif_plugging_is_fatal = true

[libvirt]
virt_type = {{ virt_type }}
"""
ANSIBLE = """\
---
nova_nova_conf_overrides:
  DEFAULT:
    vif_plugging_is_fatal: true  # why
    cpu_allocation_ratio: 4.0
haproxy_password: ThisIsSecret
"""
BLOCKS = """\
data:
  nova:
    apiServiceTemplate:
      customServiceConfig: |
        [DEFAULT]
        debug = true
    novaComputeTemplates:
      compute:
        customServiceConfig: |
          [DEFAULT]
          #vif_plugging_is_fatal = true
          debug = true
  password: ThisIsSecret
"""
API = "nova.apiServiceTemplate.customServiceConfig"
COMPUTE = "nova.novaComputeTemplates.compute.customServiceConfig"

CASES = {
    "nova.conf.j2": (
        TEMPLATE,
        TEMPLATE.replace("#vif_plugging_is_fatal = true", "vif_plugging_is_fatal = false"),
        6,
    ),
    "absent.conf.j2": (
        TEMPLATE.replace("#vif_plugging_is_fatal = true\n", ""),
        TEMPLATE.replace("#vif_plugging_is_fatal = true\n", "").replace(
            "address }}\n", "address }}\nvif_plugging_is_fatal = false\n"
        ),
        1,
    ),
    "user_variables.yml": (ANSIBLE, ANSIBLE.replace("fatal: true", "fatal: false"), 4),
    "group_vars/nova_compute.yml": (
        ANSIBLE.replace("    vif_plugging_is_fatal: true  # why\n", ""),
        ANSIBLE.replace("    vif_plugging_is_fatal: true  # why\n", "").replace(
            "4.0\n", "4.0\n    vif_plugging_is_fatal: false\n"
        ),
        3,
    ),
    "values.yaml": (
        BLOCKS,
        BLOCKS.replace("#vif_plugging_is_fatal = true", "vif_plugging_is_fatal = false"),
        11,
    ),
    "more.yaml": (
        BLOCKS.replace("          #vif_plugging_is_fatal = true\n", ""),
        BLOCKS.replace("          #vif_plugging_is_fatal = true\n", "").replace(
            "          debug = true\n",
            "          debug = true\n          vif_plugging_is_fatal = false\n",
        ),
        10,
    ),
}
OVERRIDE = """conf:
  nova:
    DEFAULT:
      cpu_allocation_ratio: 4.0
  overrides:
    nova_compute:
      hosts:
        - name: h1
          conf:
            nova:
              DEFAULT:
                debug: true
"""


@pytest.mark.parametrize("name", CASES)
def test_the_late_network_is_found_and_mended_by_one_line(novalint: Run, name: str) -> None:
    before, after, line = CASES[name]
    write(name, before)
    found = novalint("check", *ASKED, "--format", "json", name)
    assert found.rules == ["fatal-vif-plugging"]
    (one,) = found.json["diagnostics"]
    assert (one["path"], one["range"]["start"]["line"]) == (name, line)
    start, end = (one["range"][end]["offset"] for end in ("start", "end"))
    assert before[start:end].strip()
    edits = one["fixes"][0]["edits"]
    text = before
    for edit in reversed(edits):
        assert edit["path"] == name
        text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
    assert text == after
    assert novalint("fix", "--unsafe", *ASKED, name).status == 0
    assert Path(name).read_text() == after


def test_names_of_texts_are_shown(novalint: Run) -> None:
    write("values.yaml", BLOCKS)
    shown = novalint("check", *ASKED, "values.yaml")
    assert f"values.yaml ({COMPUTE}):11:11: warning[fatal-vif-plugging]" in shown.out
    found = novalint("check", *ASKED, "--format", "json", "values.yaml")
    assert [one["embedded"] for one in found.json["diagnostics"]] == [COMPUTE]


def test_diffs_are_those_of_the_host_and_hide_its_secrets(novalint: Run) -> None:
    write("values.yaml", BLOCKS.replace("          debug = true\n", ""))
    ran = novalint("fix", "--diff", "--unsafe", *ASKED, "values.yaml")
    assert "-          #vif_plugging_is_fatal = true" in ran.out
    assert "+          vif_plugging_is_fatal = false" in ran.out
    assert "ThisIsSecret" not in ran.out + ran.err


def test_all_texts_of_a_host_are_mended_at_once(novalint: Run) -> None:
    old = BLOCKS.replace("debug = true", "rpc_thread_pool_size = 64")
    write("values.yaml", old)
    assert novalint("fix", "values.yaml", "--select", "deprecated-name").status == 0
    new = old.replace("rpc_thread_pool_size", "executor_thread_pool_size")
    assert Path("values.yaml").read_text() == new
    write("values.yaml", old)
    diff = novalint("fix", "--diff", "values.yaml", "--select", "deprecated-name").out
    assert diff.count("--- a/values.yaml") == 1
    assert diff.count("\n+ ") == 2


def test_comments_of_a_host_silence_findings(novalint: Run) -> None:
    write(
        "nova.conf.j2", TEMPLATE.replace("#vif", "# novalint: ignore[fatal-vif-plugging] no\n#vif")
    )
    assert novalint("check", *ASKED, "nova.conf.j2").status == 0
    block = BLOCKS.replace(
        "          #vif", "          # novalint: ignore[fatal-vif-plugging]\n          #vif"
    )
    write("values.yaml", block)
    assert novalint("check", *ASKED, "values.yaml").status == 0


def test_a_comment_above_a_key_is_about_that_key(novalint: Run) -> None:
    text = ANSIBLE.replace(
        "    vif", "    # novalint: ignore[fatal-vif-plugging] tried\n    vif"
    ).replace("4.0", "many")
    write("vars.yml", text)
    ran = novalint("check", *ASKED, "--select", "invalid-value", "--format", "json", "vars.yml")
    assert ran.rules == ["invalid-value"]
    assert [one["rule"] for one in ran.json["suppressed"]] == ["fatal-vif-plugging"]
    whole = f"# novalint: ignore-file[invalid-value, fatal-vif-plugging] theirs\n{text}"
    write("vars.yml", whole)
    assert novalint("check", *ASKED, "--select", "invalid-value", "vars.yml").status == 0


def test_baselines_know_texts_apart(novalint: Run) -> None:
    write("values.yaml", BLOCKS)
    made = novalint("baseline", *ASKED, "values.yaml")
    write("baseline.json", made.stdout)
    write("values.yaml", f"# one line more\n{BLOCKS}")
    assert novalint("check", *ASKED, "--baseline", "baseline.json", "values.yaml").status == 0


def test_set_and_unset_in_a_text_that_is_named(novalint: Run) -> None:
    write("values.yaml", BLOCKS)
    refused(novalint("set", "values.yaml", "DEFAULT.debug=false"), "--embedded", API, COMPUTE)
    refused(novalint("set", "values.yaml", "--embedded", "x", "DEFAULT.debug=false"), "`x`", API)
    assert novalint("set", "values.yaml", "--embedded", API, "DEFAULT.debug=false").status == 0
    first = BLOCKS.replace("debug = true", "debug = false", 1)
    assert Path("values.yaml").read_text() == first
    assert novalint("unset", "values.yaml", "--embedded", API, "DEFAULT.debug").status == 0
    assert Path("values.yaml").read_text() == first.replace("debug = false", "#debug = false")


@pytest.mark.parametrize("value", ["true", "[a, b]", "\n        - a\n        - b"])
def test_unset_of_all_that_is_set_says_what_to_do(value: str, novalint: Run) -> None:
    text = f"conf:\n  nova:\n    DEFAULT:\n      enabled_apis: {value}\n"
    write("values.yaml", text)
    ran = novalint("unset", "--force", "values.yaml", "DEFAULT.enabled_apis")
    refused(
        ran,
        "nothing else is set there, so the whole key would have to be removed",
        "edit it by hand",
    )
    assert Path("values.yaml").read_text() == text


def test_set_writes_what_the_host_can_take(novalint: Run) -> None:
    write("vars.yml", ANSIBLE)
    assert novalint("set", "vars.yml", "DEFAULT.my_ip=10.0.0.1", "vnc.enabled=true").status == 0
    wanted = ANSIBLE.replace("4.0\n", '4.0\n    my_ip: "10.0.0.1"\n  vnc:\n    enabled: true\n')
    assert Path("vars.yml").read_text() == wanted
    write("nova.conf.j2", TEMPLATE)
    refused(novalint("set", "nova.conf.j2", "DEFAULT.my_ip=10.0.0.1"), "cannot take this change")
    assert Path("nova.conf.j2").read_text() == TEMPLATE
    ran = novalint("set", "nova.conf.j2", "DEFAULT.vif_plugging_timeout=900", "--diff")
    assert (ran.status, ran.err) == (1, "")  # what the template computes is no fault of the value
    ran = novalint("set", "nova.conf.j2", "DEFAULT.vif_plugging_timeout=900", "--as", "kolla")
    assert (ran.status, ran.err.count("novalint: ")) == (0, 1)


def test_show_says_what_a_template_decides(novalint: Run) -> None:
    write("nova.conf.j2", TEMPLATE)
    ran = novalint("show", "nova.conf.j2")
    assert "[DEFAULT] my_ip = {{api_interface_address}}  (nova.conf.j2:2, computed" in ran.out
    assert "[DEFAULT] debug = set in a branch of the template  (nova.conf.j2:4)" in ran.out
    rows = novalint("show", "--format", "json", "nova.conf.j2").json["settings"]
    assert {one["option"]: one["unknown"] for one in rows} == {
        "my_ip": "template", "virt_type": "template", "debug": "branch",
    }  # fmt: skip


def test_upgrade_migrates_branches(novalint: Run) -> None:
    old = """\
[DEFAULT]
{% if dense %}
rpc_thread_pool_size = 128
default_floating_pool = public
{% else %}
rpc_thread_pool_size = {{ n }}
{% endif %}
dhcp_domain = novalocal

[neutron]
url = http://n:9696
"""
    write("nova.conf.j2", old)
    novalint("upgrade", "--from", "stein", "--to", "2026.2", "--write", "nova.conf.j2")
    assert (
        Path("nova.conf.j2").read_text()
        == """\
[DEFAULT]
{% if dense %}
executor_thread_pool_size = 128
default_floating_pool = public
{% else %}
executor_thread_pool_size = {{ n }}
{% endif %}

[neutron]
endpoint_override = http://n:9696

[api]
dhcp_domain = novalocal
"""
    )


def test_files_of_others_are_passed_over_where_that_is_wanted(novalint: Run) -> None:
    write("nova.conf", "[ids]\n*\n\n[main]\ncapslock = overload(control, esc)\n")
    write("some.yml", "a: 1\n")
    for name in ("nova.conf", "some.yml"):
        refused(novalint("check", name), f"`{name}` contains no configuration of Nova")
        ran = novalint("check", "--skip-foreign", name)
        assert (ran.status, ran.stdout) == (0, b"")
        assert ran.err.count("\n") == 1
        assert f"`{name}` contains no configuration of Nova" in ran.err
    assert novalint("fix", "--skip-foreign", "nova.conf").status == 0


FATAL = "DEFAULT.vif_plugging_is_fatal"


def test_set_says_which_option_a_host_cannot_take(novalint: Run) -> None:
    write("nova.conf.j2", TEMPLATE)
    ran = novalint("set", "nova.conf.j2", "DEFAULT.my_ip=10.0.0.1", f"{FATAL}=false")
    refused(ran, "`[DEFAULT] my_ip` (a template computes it in line 2); edit it by hand, or leave")
    assert FATAL not in ran.err
    write("vars.yml", "nova_nova_conf_overrides:\n  api: {max_limit: 5}\n  vnc: *there\n")
    refused(
        novalint("set", "vars.yml", "vnc.enabled=true", "api.max_limit=6"),
        "`[vnc] enabled` (the file has no place for its line)",
    )
    write("vars.yml", "vars: &x {enabled: true}\nnova_nova_conf_overrides: {vnc: *x}\n")
    refused(
        novalint("set", "vars.yml", "vnc.enabled=false"),
        "`[vnc] enabled` (other keys share line 1 by a YAML alias)",
    )
    write("vars.yml", "nova_nova_conf_overrides:\n  api: {max_limit: 5}\n")
    assert novalint("set", "vars.yml", "api.max_limit=6").status == 0


def test_set_writes_all_branches_or_says_which(novalint: Run) -> None:
    line, no = "vif_plugging_timeout = {}\n", "{% endif %}\n"
    text = "[DEFAULT]\n{% if a %}\n" + line.format(1) + "{% else %}\n" + line.format(2) + no
    write("nova.conf.j2", text)
    ran = novalint("set", "nova.conf.j2", "DEFAULT.vif_plugging_timeout=600")
    done = "set `[DEFAULT] vif_plugging_timeout` (lines 3, 5) in `nova.conf.j2`"
    assert (ran.status, ran.err) == (0, f"novalint: {done}\n")
    assert Path("nova.conf.j2").read_text() == text.replace("= 1", "= 600").replace("= 2", "= 600")
    write("nova.conf.j2", "[DEFAULT]\n{% if a %}\n" + line.format(1) + no)
    ran = novalint("set", "nova.conf.j2", "DEFAULT.vif_plugging_timeout=600")
    assert "applies (line 3); elsewhere it stays as it was" in ran.err
    assert Path("nova.conf.j2").read_text().count("= 600") == 1


def test_a_line_of_an_open_group_may_count_over_one_that_is_set(novalint: Run) -> None:
    text = "[libvirt]\nvirt_type = kvm\n{% if x %}\n[compute]\n{% endif %}\nrbd_user = {{ u }}\n"
    write("nova.conf.j2", text)
    ran = novalint("set", "nova.conf.j2", "libvirt.rbd_user=nova")
    assert "line 7 may set `[libvirt] rbd_user` too" in ran.err
    write("nova.conf.j2", text)
    assert "line 6 may set `[libvirt] rbd_user` too" in novalint(
        "unset", "nova.conf.j2", "libvirt.rbd_user"
    ).err  # fmt: skip
    for other in ("libvirt.rbd_secret_uuid=a", "vnc.enabled=false"):
        assert "may set" not in novalint("set", "nova.conf.j2", other).err


def test_a_loop_may_set_what_is_set_above_it(novalint: Run) -> None:
    loop = "{% for key, value in more.items() %}\nvif_{{ key }} = {{ value }}\n{% endfor %}\n"
    text = f"[DEFAULT]\nvif_plugging_timeout = 1\n{loop}[libvirt]\nvirt_type = kvm\n"
    for option in ("DEFAULT.vif_plugging_timeout=600", "DEFAULT.vif_plugging_is_fatal=true"):
        write("nova.conf.j2", text)
        err = novalint("set", "nova.conf.j2", option).err
        name = option.partition("=")[0].removeprefix("DEFAULT.")
        assert f"may set `[DEFAULT] {name}` too, where the template leaves the name open" in err
        assert "of both the last line counts" in err
    for option in ("DEFAULT.my_ip=10.0.0.1", "libvirt.virt_type=qemu"):
        assert "may set" not in novalint("set", "nova.conf.j2", option).err
    write("nova.conf.j2", text.replace("[DEFAULT]", "[pci]").replace("vif_{{", "al{{"))
    err = novalint("set", "nova.conf.j2", "pci.alias={}").err
    assert "may set `[pci] alias` too, where the template leaves the name open; each" in err


def test_set_names_what_the_tool_keeps_beside_an_override(novalint: Run) -> None:
    path = "etc/kolla/config/nova/nova-compute.conf"
    write(path, "[libvirt]\ncpu_mode = none\n")
    ran = novalint("set", path, "pci.device_spec={}", "--release", "2025.1")
    assert "may set `[pci] passthrough_whitelist`, which remains in effect too;" in ran.err
    ran = novalint("set", path, "libvirt.cpu_models=Nehalem", "--release", "2025.1")
    assert "remains in effect" not in ran.err
    write("nova.conf", "[libvirt]\ncpu_mode = none\n")
    ran = novalint("set", "nova.conf", "pci.device_spec={}", "--release", "2025.1")
    assert "remains in effect" not in ran.err


BROKEN = {
    'DEFAULT:\n    debug: treu\n    my_ip: "{{ x }}\n': 4,
    "DEFAULT:\n\tdebug: treu\n": 3,
    "DEFAULT:\n    debug: |\n       a\n      b\n": 5,
    "DEFAULT:\n    debug: true\n   my_ip: x\n": 4,
    "DEFAULT:\n    # caf\udce9\n    debug: true\n": 3,
    "DEFAULT:\n    # a\x01b\n    debug: true\n": 3,
}


@pytest.mark.parametrize("groups", BROKEN)
def test_a_host_that_is_no_yaml_is_refused(novalint: Run, groups: str) -> None:
    text = f"nova_nova_conf_overrides:\n  {groups}"
    write("vars.yml", text.encode("utf-8", "surrogateescape"))
    said = f"`vars.yml` is not valid YAML, line {BROKEN[groups]}"
    refused(novalint("check", "vars.yml"), said)
    refused(novalint("set", "vars.yml", "DEFAULT.debug=true"), said)


def test_what_becomes_yaml_is_none_of_novas(novalint: Run) -> None:
    write("map.yaml", "conf:\n  nova:\n{{- if .Values.x }}\n   a: 1\n{{- end }}\n")
    write("vars.yml", 'other: "nova\n')
    for name in ("map.yaml", "vars.yml"):
        refused(novalint("check", name), "contains no configuration of Nova")


def test_a_folder_is_walked(novalint: Run) -> None:
    write("x/nova.conf", "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    write("x/nova.conf.d/10.conf", "[libvirt]\nvirt_type = kvmm\n")
    write("y/vars.yml", ANSIBLE.replace("4.0", "many"))
    write("z/nova.conf", "[main]\ncapslock = esc\n")
    ran = novalint("check", ".", "--format", "json", "--select", "invalid-value")
    assert [one["path"] for one in ran.json["diagnostics"]] == [
        "x/nova.conf.d/10.conf",
        "y/vars.yml",
    ]
    assert b"not a configuration of Nova" not in ran.stderr
    told = novalint("settings", "--files")
    assert told.out.splitlines() == [
        "x/nova.conf, x/nova.conf.d/10.conf: one configuration",
        "y/vars.yml: nova_nova_conf_overrides: openstack-ansible",
        "z/nova.conf: not a configuration of Nova",
    ]
    rows = json.loads(novalint("settings", "--files", "--format", "json").stdout)["files"]
    assert [one["kind"] for one in rows] == ["configuration", "host", "foreign"]


def test_an_empty_file_of_a_folder_is_no_error(novalint: Run) -> None:
    write("etc/nova.conf", "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    for name in ("etc/b/nova.conf", "etc/b/nova-compute.conf"):
        Path(name).parent.mkdir(exist_ok=True)
        write(name, "")
    ran = novalint("check", "etc")
    assert (ran.status, ran.stdout) == (0, b"")
    assert "empty" not in ran.err
    refused(novalint("check", "etc/b/nova.conf"), "is empty")


def test_settings_say_where_a_text_stands(novalint: Run) -> None:
    write("novalint.toml", '[[embedded]]\npaths = ["own/*.yaml"]\nkey = "compute.*.settings"\n'
                           'role = "compute"\nrelease = "2025.1"\n')  # fmt: skip
    write("own/a.yaml", "compute:\n  nova:\n    settings:\n      DEFAULT:\n        debug: maybe\n")
    ran = novalint("check", "own/a.yaml", "--format", "json")
    assert ran.rules == ["invalid-value"]
    assert ran.json["release"] == "2025.1"
    assert ran.json["diagnostics"][0]["embedded"] == "compute.nova.settings"


def test_settings_name_templates_and_other_files(novalint: Run) -> None:
    write(
        "novalint.toml",
        '[[embedded]]\npaths = ["*.in"]\ntemplate = "jinja"\n'
        '[[embedded]]\npaths = ["*.txt"]\nkey = "a.b"\nform = "text"\n',
    )
    write("a.in", "[DEFAULT]\ndebug = maybe\nmy_ip = {{ x }}\n")
    write("b.txt", "a:\n  b: |\n    [DEFAULT]\n    debug = maybe\n")
    for paths in (("a.in", "b.txt"), (".",)):
        ran = novalint("check", *paths, "--select", "invalid-value", "--format", "json")
        assert [one["path"] for one in ran.json["diagnostics"]] == ["a.in", "b.txt"]


def test_kolla_merges_what_settings_name(novalint: Run) -> None:
    write("novalint.toml", '[configurations.c]\npaths = ["base.conf", "over.conf"]\n'
                           'merge = "replace"\n')  # fmt: skip
    write("base.conf", "[filter_scheduler]\navailable_filters = a\navailable_filters = b\n")
    write("over.conf", "[filter_scheduler]\navailable_filters = c\n")
    rows = novalint("show", "--configuration", "c", "--format", "json").json["settings"]
    assert [one["value"] for one in rows] == [["c"]]


@pytest.mark.parametrize(
    ("name", "text", "imported"),
    [
        ("nova.conf", "[DEFAULT]\nmy_ip = 10.0.0.1\n", set()),
        ("some.yml", "nova: yes\nconf: no\n", set()),
        ("vars.yml", ANSIBLE, {"yaml"}),
        ("nova.conf.j2", TEMPLATE, {"jinja2"}),
    ],
)
def test_readers_are_imported_when_they_are_met(
    folder: Path, name: str, text: str, imported: set[str]
) -> None:
    write(name, text)
    script = (
        "import sys; from novalint.cli import main; main(['check', '--quiet', sys.argv[1]]); "
        "print(*sorted({'yaml', 'jinja2', 'novalint.text.hosting'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, name],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    last = done.stdout.splitlines()[-1].split()
    assert set(last) - {"novalint.text.hosting"} == imported
    assert imported or not last


@pytest.mark.parametrize("place", ["kolla/config", "etc/kolla/config"])
def test_an_override_is_a_part_with_or_without_expressions(novalint: Run, place: str) -> None:
    write(f"{place}/nova/nova-compute.conf", "[libvirt]\nvirt_type = kvm\n")
    write(f"{place}/nova/host1/nova.conf", "[libvirt]\ncpu_mode = custom\n")
    write(f"{place}/nova/nova-api.conf", "[DEFAULT]\nosapi_compute_workers = 2\n")
    assert novalint("settings", "--files", place).out.splitlines() == [
        f"{place}/nova/nova-api.conf: a part of a configuration, for api",
        f"{place}/nova/nova-compute.conf: a part of a configuration, for compute",
        f"{place}/nova/nova-compute.conf, {place}/nova/host1/nova.conf: "
        "parts of one configuration, for compute",
    ]


def test_equal_keys_of_yaml_are_told_and_the_last_is_checked(novalint: Run) -> None:
    write(
        "d.yml",
        "nova_nova_conf_overrides:\n  keystone_authtoken:\n    password: ThisIsSecret\n"
        "nova_nova_conf_overrides:\n  libvirt:\n    virt_type: kwm\n",
    )
    ran = novalint("check", "d.yml", "--select", "syntax,options")
    assert ran.status == 1
    assert "d.yml (nova_nova_conf_overrides):1:1: warning[duplicate-option]" in ran.out
    assert "appears again in line 4" in ran.out
    assert "6:16: error[invalid-value]" in ran.out
    write("e.yml", "conf:\n  nova:\n    neutron: {password: ThisIsSecret, password: AlsoSecret}\n")
    ran = novalint("check", "e.yml", "--select", "syntax")
    assert "the key `password` appears again in line 3" in ran.out
    assert "Secret" not in ran.out


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("# novalint ignore[fatal-vif-plugging] tried", "a comment of this form silences nothing"),
        ("# nova-lint: disable=fatal-vif-plugging", "a comment of this form silences nothing"),
        ("# novalint: ignore[fatal-vif-pluging] x", "write `fatal-vif-plugging`"),
    ],
)
def test_a_comment_between_keys_that_silences_nothing_is_told(
    novalint: Run, comment: str, says: str
) -> None:
    write("vars.yml", ANSIBLE.replace("    vif", f"    {comment}\n    vif"))
    ran = novalint("check", "vars.yml", "--select", "unknown-suppression")
    assert (ran.status, says in ran.out) == (1, True)
    assert "vars.yml (nova_nova_conf_overrides):4:" in ran.out


def test_a_comment_behind_a_value_of_yaml_is_told(novalint: Run) -> None:
    comment = "# novalint: ignore[fatal-vif-plugging] tried"
    write("vars.yml", ANSIBLE.replace("# why", comment))
    ran = novalint("check", "vars.yml", "--select", "unknown-suppression")
    assert "4:34: warning[unknown-suppression] a comment for novalint after a value" in ran.out
    write("vars.yml", ANSIBLE.replace("true  # why", f'"true"  {comment}'))
    assert "after a value" in novalint("check", "vars.yml", "--select", "unknown-suppression").out
    for text in ("# novalint is told why", "# novalint: ask us"):
        write("vars.yml", ANSIBLE.replace("# why", text))
        assert novalint("check", "vars.yml", "--select", "unknown-suppression").out == ""


@pytest.mark.parametrize(
    ("name", "text", "words", "said"),
    [
        (
            "values.yaml",
            OVERRIDE,
            ("unset", "--embedded", "hosts.0", "DEFAULT.cpu_allocation_ratio"),
            "line 4 is in `conf.nova`, for all services; "
            "`cpu_allocation_ratio: null` here removes it",
        ),
        (
            "vars.yml",
            "x: &all\n  profiler:\n    enabled: true\ny: *all\nnova_nova_conf_overrides: *all\n",
            ("set", "DEFAULT.debug=true"),
            "a YAML alias shares the value with other keys",
        ),
        (
            "bundle.yaml",
            'nova-compute:\n  config-flags: "vif_plugging_timeout: 600"\n',
            ("set", "DEFAULT.debug=true"),
            "write the flags below `config-flags: |`, one `NAME: VALUE` a line",
        ),
        (
            "bundle.yaml",
            'nova-compute:\n  config-flags: "vif_plugging_timeout: 600"\n',
            ("set", "libvirt.virt_type=kvm"),
            "a charm writes flags to `[DEFAULT]` alone",
        ),
    ],
)
def test_why_a_host_does_not_take_a_change(
    novalint: Run, name: str, text: str, words: tuple[str, ...], said: str
) -> None:
    write(name, text)
    refused(novalint(words[0], name, *words[1:]), said)
    assert Path(name).read_text() == text
