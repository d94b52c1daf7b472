"""What `novalint explain` says of options, old names, groups, and of names it cannot know."""

from __future__ import annotations

import pytest
from newest import NEWEST

from novalint.cli import main


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["explain", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_an_option_that_never_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "vif_plugging_timeout").splitlines()[:7] == [
        "[DEFAULT] vif_plugging_timeout",
        "",
        f"  in:           every release, ocata to {NEWEST}",
        "  type:         integer, at least 0",
        "  default:      300",
        "  takes effect: on restart",
        "  read by:      compute",
    ]


def test_an_option_that_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained(capsys, "use_neutron").splitlines()
    assert lines[0] == "[DEFAULT] use_neutron: removed in ussuri"
    assert "  in:           ocata to train" in lines
    assert "  as of:        train" in lines
    assert "  default:      true" in lines
    assert lines[-2:] == ["  ocata   deprecated", "  ussuri  removed"]


def test_a_renamed_option_from_both_ends(capsys: pytest.CaptureFixture[str]) -> None:
    old = explained(capsys, "libvirt.cpu_model")
    assert old.startswith("[libvirt] cpu_model: an old name of [libvirt] cpu_models\n")
    assert "  train  renamed to [libvirt] cpu_models\n" in old
    assert "\n[libvirt] cpu_models\n" in old
    new = explained(capsys, "[libvirt] cpu_models")
    assert new.endswith("  train  added; was [libvirt] cpu_model\n")


def test_an_old_name_whose_option_is_gone_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "DEFAULT.vnc_keymap")
    assert "[DEFAULT] vnc_keymap: removed in victoria\n" in text
    assert "  ocata     read as an old name of [vnc] keymap\n" in text
    assert "[vnc] keymap: removed in victoria\n" in text
    assert '  rocky     default: none (was "en-us"); deprecated\n' in text


def test_another_release(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "libvirt.cpu_models", "--release", "queens")
    head = "[libvirt] cpu_models: added in train; until then it is [libvirt] cpu_model\n"
    assert text.startswith(head)
    text = explained(capsys, "vnc.keymap", "--release", "ocata")
    assert text.startswith("[vnc] keymap\n")
    assert '  default:      "en-us"\n' in text


def test_long_patterns_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained(capsys, "[privsep_osbrick] capabilities").splitlines()
    shown = next(line for line in lines if "type:" in line).partition("matching ")[2]
    assert shown.startswith("^(?:CAP_AUDIT_CONTROL|")
    assert (len(shown), shown[-1]) == (200, "…")
    assert "  victoria  default: depends on the virtual environment (was [21])" in lines


def test_lists_say_what_came_and_went(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "default_log_levels")
    assert "  2026.1  default: minus amqplib=WARN, qpid=WARN\n" in text
    text = explained(capsys, "wait_for_vif_plugged_event_during_hard_reboot")
    assert "  yoga      choices: plus remote-managed\n" in text


def test_equal_options_stand_together(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "auth_url")
    assert "[placement] auth_url\n[service_user] auth_url\n\n  in:" in text


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("cells", "[cells]: removed in train\n\n  in: ocata to stein\n\noptions in stein:\n"),
        (
            "[Libvirt]",
            f"[libvirt]\n\n  in: every release, ocata to {NEWEST}\n\noptions in {NEWEST}:\n",
        ),
        ("cors.subdomain", "[cors.subdomain]: removed in 2026.1\n\n  in: ocata to 2025.2\n"),
        ("sql", "[sql]: removed in 2024.1\n\n  in: ocata to 2023.2\n\nold names:\n  connection\n"),
        ("mdev_nvidia-35", f"[mdev_nvidia-35]\n\n  in: xena to {NEWEST}\n\noptions in {NEWEST}:\n"),
    ],
)
def test_a_group(name: str, head: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, name).startswith(head)


def test_an_option_in_a_group_named_by_another(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "vgpu_nvidia-35.device_addresses")
    assert text.startswith("[vgpu_nvidia-35] device_addresses\n")
    assert "read as an old name of [mdev_nvidia-35] device_addresses" in text


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("use_neutrn", "`use_neutron`"),  # of an old release
        ("DEFAULT.vif_pluging_timeout", "`vif_plugging_timeout`"),
        ("fatal-vif-pluging", "`fatal-vif-plugging`"),
    ],
)
def test_an_unknown_name(name: str, nearest: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(
        f"novalint: `{name}` is not a rule, an option or a group of any release; the nearest is "
    )
    assert nearest in err


def test_a_line_that_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    line = "2025-03-01 ERROR nova.strange something odd"
    assert main(["explain", line]) == 2
    assert capsys.readouterr().err == (
        f"novalint: `{line}` is not a rule, an option or a group of any release, nor a log line "
        "that is known; see `novalint rules` for the rules, or look into the log with "
        "`novalint diagnose`\n"
    )


@pytest.mark.parametrize("name", ["", ".", "[", "[]", "[x", "a.b.c", "DEFAULT.", "x" * 5000])
def test_names_that_can_be_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_old_name_that_depends_on_auth_type(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "neutron.url")
    assert text.startswith("[neutron] url: removed in train; its successor is [neutron] endpoint_")
    also = "; also an old name of [neutron] endpoint with some values of auth_type"
    assert text.partition("\n")[0].endswith(also)
    assert "  train   no longer an option of its own\n" in text


@pytest.mark.parametrize(
    ("name", "head", "also"),
    [
        ("libvirt_type", "`libvirt_type` was removed after icehouse; move", "[libvirt] virt_type"),
        ("DEFAULT.quantum_url", "`quantum_url` was removed after havana", "endpoint_override"),
        ("[osapi_v3] enabled", "`[osapi_v3] enabled` was removed after kilo", "remove it"),
        ("baremetal", "the group `[baremetal]` was removed after juno", "Ironic"),
    ],
)
def test_names_from_before_ocata(
    name: str, head: str, also: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = explained(capsys, name)
    assert page.startswith(head)
    assert also in page


@pytest.mark.parametrize(
    ("part", "symptom"),
    [
        ("AMQP server unreachable on port 5672: timed out", "amqp-unreachable"),
        ("Timeout waiting for vif plugging", "vif-plug-timeout"),
    ],
)
def test_a_part_of_a_line_leads_to_the_nearest_one(
    part: str, symptom: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", part]) == 2
    said = capsys.readouterr().err
    assert f"; the nearest symptom is `{symptom}`; see it with" in said or (
        f"; the nearest symptoms are `{symptom}`, " in said and "see the first with" in said
    )


def test_words_that_no_line_has_lead_to_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "the cat sat on the mat"]) == 2
    assert "nearest" not in capsys.readouterr().err


def test_what_a_report_points_to_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("rule-failure", "fatal-vif-plugging", "odd-one-out", "amqp-unreachable"):
        assert main(["explain", name]) == 0
        assert capsys.readouterr().out.startswith(f"{name}\n")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("VirtualInterfaceCreationException", "VirtualInterfaceCreateException"),
        ("nova.exception.NoValidHosts", "NoValidHost"),
        ("MessagingTimout", "MessagingTimeout"),
    ],
)
def test_an_exception_that_is_spelt_nearly_so(
    name: str, nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", name]) == 2
    way = f"; the nearest exception is `{nearest}`; see it with `novalint explain {nearest}`\n"
    assert capsys.readouterr().err.endswith(way)
    assert main(["explain", nearest]) == 0


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("vif plugging", "options `vif_plugging_timeout`, `vif_plugging_is_fatal`"),
        ("vif timeout", "`vif_plugging_timeout`"),
        ("vif timeout", "the symptoms `vif-plug-timeout`"),
        ("vif plugging timeout", "the option `vif_plugging_timeout` and the symptom"),
        ("rabbit timeout", "`oslo_messaging_rabbit.heartbeat_timeout_threshold`"),
        ("valid host", "the nearest symptom is `no-valid-host`; see it with"),
        ("plugging", "`vif_plugging_is_fatal`"),
        ("debug verbose", "the nearest is `verbose`"),
        ("ComputeDriver", "the nearest is `compute_driver`"),
        ("VirtualFooException", "see `novalint rules`"),
        ("instances fail to boot", "the nearest symptoms are `no-valid-host`, `spawn-failed`"),
        ("hello world", "see `novalint rules`"),
    ],
)
@pytest.mark.parametrize("quoted", [True, False])
def test_words_lead_to_what_has_them(
    capsys: pytest.CaptureFixture[str], words: str, leads_to: str, quoted: bool
) -> None:
    assert main(["explain", *([words] if quoted else words.split())]) == 2
    assert leads_to in capsys.readouterr().err


def test_a_group_and_an_option_may_be_two_words(capsys: pytest.CaptureFixture[str]) -> None:
    page = explained(capsys, "libvirt.virt_type")
    assert explained(capsys, "libvirt", "virt_type") == page
    assert explained(capsys, "libvirt virt_type") == page
    line = ["AMQP", "server", "on", "x:5672", "is", "unreachable"]
    assert explained(capsys, *line).startswith("amqp-unreachable\n")


def test_a_ratio_says_what_counts_where_it_is_unset(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "ram_allocation_ratio"]) == 0
    told = capsys.readouterr().out
    assert "none and 0.0 stand for the value of initial_ram_allocation_ratio\n" in told
    assert "stein  default: none (was 0.0), which means the same\n" in told


def test_an_option_leads_to_its_rules_and_log_lines(capsys: pytest.CaptureFixture[str]) -> None:
    said = explained(capsys, "vif_plugging_is_fatal")
    rules, lines = (said.split(key)[1].split(":")[0] for key in ("rules:", "log lines:"))
    assert "fatal-vif-plugging," in rules
    assert "vif-plug-timeout," in lines
    assert "and 5 more" in rules
    assert all(len(line) <= 100 for line in said.splitlines())


def test_rules_of_other_releases_are_not_named(capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (
        explained(capsys, "amqp_durable_queues", "--release", release)
        for release in ("ocata", "2026.2")
    )
    assert "queues-die-with-their-broker" in new
    assert old != new


def test_what_nothing_looks_at_has_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    said = explained(capsys, "audit_middleware_notifications.transport_url")
    assert "rules:" not in said
    assert "log lines:" not in said


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("cpu overcommit", "cpu_allocation_ratio"),
        ("memory over-commit", "ram_allocation_ratio"),
        ("oversubscription", "cpu_allocation_ratio"),
    ],
)
def test_what_operators_call_ratios_leads_to_them(
    capsys: pytest.CaptureFixture[str], words: str, option: str
) -> None:
    assert main(["explain", *words.split()]) == 2
    assert f"`{option}`" in capsys.readouterr().err
