"""`novalint show`: what Nova would read, and from where."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli.call import refused, write
from cli.conftest import Run

CONF = """\
[DEFAULT]
debug = yes
my_ip = 192.0.2.1
log-dir = /var/log
vif_plugging_timeout = 5m
[LibVirt]
virt_type = qemu
[glance]
api_servers = http://$my_ip:9292, http://b
[pci]
alias = {"name": "a"}
alias = {"name": "b"}
"""


def _settings(novalint: Run, *argv: str, stdin: bytes = b"") -> dict[str, Any]:
    ran = novalint("show", *argv, "--format", "json", "--release", "2026.2", stdin=stdin)
    assert ran.status == 0
    assert not ran.err or re.fullmatch(r"novalint: not shown: \[DEFAULT\] log-dir .*\n", ran.err)
    assert ran.json["release"] == "2026.2"
    return {f"{one['group']}.{one['option']}": one for one in ran.json["settings"]}


def test_typed_values_with_their_places(novalint: Run) -> None:
    write("nova.conf", CONF)
    shown = _settings(novalint, "nova.conf")
    assert shown["DEFAULT.debug"] == {
        "group": "DEFAULT",
        "option": "debug",
        "value": True,
        "set": True,
        "secret": False,
        "path": "nova.conf",
        "line": 2,
        "error": None,
    }
    assert shown["libvirt.virt_type"]["value"] == "qemu"
    assert shown["libvirt.virt_type"]["group"] == "libvirt"
    assert shown["glance.api_servers"]["value"] == ["http://192.0.2.1:9292", "http://b"]
    assert shown["pci.alias"]["value"] == ['{"name": "a"}', '{"name": "b"}']
    assert "DEFAULT.log_dir" not in shown


def test_what_nova_would_fail_to_read(novalint: Run) -> None:
    write("nova.conf", CONF)
    wrong = _settings(novalint, "nova.conf")["DEFAULT.vif_plugging_timeout"]
    assert wrong["value"] is None
    assert wrong["set"] is True
    assert "`5m`" in wrong["error"]
    text = novalint("show", "nova.conf", "DEFAULT.vif_plugging_timeout").out
    assert text.startswith("[DEFAULT] vif_plugging_timeout = cannot be read: `5m` ")


def test_the_text_form(novalint: Run) -> None:
    write("nova.conf", CONF)
    lines = novalint("show", "nova.conf").out.splitlines()
    assert lines[0] == "[DEFAULT] debug = true  (nova.conf:2)"
    assert "[libvirt] virt_type = qemu  (nova.conf:7)" in lines


def test_single_options(novalint: Run) -> None:
    write("nova.conf", CONF)
    names = ["DEFAULT.vif_plugging_is_fatal", "LIBVIRT.virt_type", "DEFAULT.debug"]
    shown = _settings(novalint, "nova.conf", *names)
    assert list(shown) == ["DEFAULT.vif_plugging_is_fatal", "libvirt.virt_type", "DEFAULT.debug"]
    default = shown["DEFAULT.vif_plugging_is_fatal"]
    assert (default["value"], default["set"]) == (True, False)
    assert (default["path"], default["line"]) == (None, None)
    text = novalint("show", "nova.conf", "DEFAULT.vif_plugging_is_fatal").out
    assert text == "[DEFAULT] vif_plugging_is_fatal = true  (default)\n"


def test_all_adds_the_defaults(novalint: Run) -> None:
    write("nova.conf", CONF)
    some = _settings(novalint, "nova.conf")
    everything = _settings(novalint, "nova.conf", "--all")
    assert all(one["set"] for one in some.values())
    assert len(everything) > 500
    assert {name: everything[name] for name in some} == some
    assert [name for name, one in everything.items() if one["set"]] == list(some)
    assert everything["DEFAULT.vif_plugging_is_fatal"]["value"] is True
    assert everything["DEFAULT.my_block_storage_ip"]["value"] == "192.0.2.1"


def test_the_release_decides_what_there_is(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nexecutor_thread_pool_size = 5\n")
    assert _settings(novalint, "nova.conf")["DEFAULT.executor_thread_pool_size"]["value"] == 5
    ran = novalint("show", "nova.conf", "--release", "caracal", "--format", "json")
    assert ran.json["release"] == "2024.1"


def test_an_old_name_is_shown_as_the_current_one(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nlogdir = /var/log/nova\n")
    one = _settings(novalint, "nova.conf")["DEFAULT.log_dir"]
    assert (one["value"], one["via"]) == ("/var/log/nova", ["DEFAULT", "logdir"])
    text = novalint("show", "nova.conf").out
    assert text == "[DEFAULT] log_dir = /var/log/nova  (nova.conf:2, as [DEFAULT] logdir)\n"


def test_files_together_say_which_one_won(novalint: Run) -> None:
    write("a.conf", "[DEFAULT]\nmy_ip = 192.0.2.1\ndebug = true\n")
    write("d/20.conf", "[DEFAULT]\nmy_ip = 192.0.2.3\n")
    write("d/10.conf", "[DEFAULT]\nmy_ip = 192.0.2.2\n")
    one = _settings(novalint, "a.conf", "d", "--together", "DEFAULT.my_ip")["DEFAULT.my_ip"]
    assert (one["value"], one["path"], one["line"]) == ("192.0.2.3", "d/20.conf", 2)
    assert [place["path"] for place in one["shadowed"]] == ["a.conf", "d/10.conf"]
    assert "over a.conf:2" in novalint("show", "a.conf", "d", "--together").out
    turned = _settings(novalint, "d", "a.conf", "--together")["DEFAULT.my_ip"]
    assert turned["path"] == "a.conf"


def test_several_files_are_several_configurations(novalint: Run) -> None:
    write("a.conf", "[DEFAULT]\nmy_ip = 192.0.2.1\n")
    write("b.conf", "[DEFAULT]\nmy_ip = 192.0.2.2\n")
    ran = novalint("show", "a.conf", "b.conf", "DEFAULT.my_ip", "--format", "json")
    assert [one["value"] for one in ran.json["settings"]] == ["192.0.2.1", "192.0.2.2"]


def test_standard_input(novalint: Run) -> None:
    stdin = b"[DEFAULT]\ndebug = true\n"
    assert _settings(novalint, "-", stdin=stdin)["DEFAULT.debug"]["path"] == "-"
    named = _settings(novalint, "-", "--stdin-filename", "nova.conf", stdin=stdin)
    assert named["DEFAULT.debug"]["path"] == "nova.conf"


def test_what_is_no_file_and_no_option_is_refused(novalint: Run) -> None:
    write("nova.conf", CONF)
    refused(novalint("show", "nova.conf", "other.conf"), "other.conf")
    refused(novalint("show", "nova.conf", "debugg"), "no such file", "`DEFAULT.debug`")
    refused(novalint("show", "nova.conf", "DEFAULT.debugg"), "debugg")


def test_a_file_that_is_named_like_an_option_is_a_file(novalint: Run) -> None:
    write("nova.conf", CONF)
    write("DEFAULT.my_ip", "[DEFAULT]\nmy_ip = 192.0.2.9\n")
    shown = _settings(novalint, "nova.conf", "DEFAULT.my_ip", "--together")
    assert shown["DEFAULT.my_ip"]["value"] == "192.0.2.9"


def test_odd_values_stay_json_and_never_rule_the_terminal(novalint: Run) -> None:
    write("nova.conf", b"[DEFAULT]\nlog_dir = \x1b[31m\xff\n\tmore\n")
    ran = novalint("show", "nova.conf", "--format", "json", "--reveal")
    assert ran.json["settings"][0]["value"] == "\x1b[31m\udcff\nmore"
    text = novalint("show", "nova.conf", "--reveal")
    assert text.out == "[DEFAULT] log_dir = \\x1b[31m\\xff\\nmore  (nova.conf:2)\n"


def test_showing_changes_nothing(novalint: Run) -> None:
    file = write("nova.conf", CONF)
    novalint("show", "nova.conf", "--all")
    assert file.read_text() == CONF
    assert [path.name for path in Path().iterdir()] == ["nova.conf"]


SECRETS = "[DEFAULT]\ntransport_url = rabbit://u:hunter2@h/\n[keystone]\npassword = hunter2\n"


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_shown_on_demand_only(novalint: Run, form: str) -> None:
    write("nova.conf", SECRETS)
    hidden = novalint("show", "nova.conf", "--format", form)
    assert "hunter2" not in hidden.out
    assert hidden.out.count("***") == 2
    revealed = novalint("show", "nova.conf", "--format", form, "--reveal")
    assert revealed.out.count("hunter2") == 2
    assert "***" not in revealed.out


def test_secrets_are_told_apart_in_json(novalint: Run) -> None:
    write("nova.conf", SECRETS + "[vnc]\nenabled = true\n")
    rows = json.loads(novalint("show", "nova.conf", "--format", "json").stdout)["settings"]
    assert {row["option"]: row["secret"] for row in rows} == {
        "transport_url": True,
        "password": True,
        "enabled": False,
    }


def test_what_the_host_decides_is_named(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nhost = x$privsep.thread_pool_size\n")
    shown = novalint("show", "nova.conf", "host", "privsep.thread_pool_size").out.splitlines()
    assert shown[0].startswith("[DEFAULT] host = x<cpu count>  (")
    assert shown[1] == "[privsep] thread_pool_size = <cpu count>  (default)"


def test_what_another_file_may_set_is_no_default(novalint: Run) -> None:
    write("nova.conf.d/10-ip.conf", "[DEFAULT]\nmy_ip = 192.0.2.1\n")
    ran = novalint("show", "nova.conf.d", "libvirt.virt_type")
    assert ran.out == (
        "[libvirt] virt_type = unknown, as another file may set it  (not set here)\n"
    )
    whole = novalint("show", "nova.conf.d/10-ip.conf", "libvirt.virt_type")
    assert whole.out == "[libvirt] virt_type = kvm  (default)\n"


def test_each_of_several_configurations_is_named(novalint: Run) -> None:
    write("a.conf", "[DEFAULT]\ndebug = true\n")
    write("b.conf", "[DEFAULT]\nmy_ip = 192.0.2.1\n")
    assert novalint("show", "a.conf", "b.conf", "DEFAULT.debug").out == (
        "# a.conf\n[DEFAULT] debug = true  (a.conf:2)\n"
        "\n# b.conf\n[DEFAULT] debug = false  (default)\n"
    )
    told = novalint("show", "a.conf", "b.conf", "DEFAULT.debug", "--format", "json").json
    assert [row["files"] for row in told["settings"]] == [["a.conf"], ["b.conf"]]
    (row,) = novalint("show", "a.conf", "DEFAULT.debug", "--format", "json").json["settings"]
    assert "files" not in row


def test_several_configurations_of_a_file_are_told_apart(novalint: Run) -> None:
    own = "  nova_nova_conf_overrides:\n    DEFAULT:\n      my_ip: 10.0.0."
    write("vars.yml", f"a:\n{own}1\nb:\n{own}2\n")
    names = ["a.nova_nova_conf_overrides", "b.nova_nova_conf_overrides"]
    heads = [line for line in novalint("show", "vars.yml").out.splitlines() if line[:1] == "#"]
    assert heads == [f"# vars.yml ({name})" for name in names]
    rows = novalint("show", "vars.yml", "--format", "json").json["settings"]
    assert [row["name"] for row in rows] == names


def test_options_alone_are_looked_up_in_the_configurations_of_the_settings(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    write("novalint.toml", '[configurations.a]\npaths = ["nova.conf"]\n')
    for words in (["my_ip"], ["DEFAULT.my_ip", "libvirt"]):
        assert novalint("show", *words).out == "[DEFAULT] my_ip = 10.0.0.1  (nova.conf:2)\n"
    refused(novalint("show", "nova.cnf"), "no such file")
    Path("novalint.toml").unlink()
    refused(novalint("show", "my_ip"), "no such file")
