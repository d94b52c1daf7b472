"""Values that a later release takes for something else, and deprecations that are fatal."""

from __future__ import annotations

import pytest
from upgrading.test_effects import report
from upgrading.test_names import result

from novalint import Change, Effect
from novalint.nova.meanings import BARBICAN, MEANINGS
from novalint.schema.options import load_schema
from novalint.schema.releases import releases

RABBIT = "[oslo_messaging_rabbit]\n"
CASTELLAN = "castellan.key_manager.barbican_key_manager.BarbicanKeyManager"


def lines(old: str, new: str, text: str) -> list[Change]:
    """Give what is told of lines, but for what findings and the options themselves say."""
    found = report(old, new, text).changes
    mine = [one for one in found if one.location and not one.rule and not one.names]
    besides = ("` is deprecated and", "so its new default does not count")
    return [one for one in mine if not any(text in one.message for text in besides)]


@pytest.mark.parametrize(
    ("old", "new", "text", "effect"),
    [
        ("victoria", "wallaby", "[libvirt]\ninject_partition = -1\n", Effect.CHANGES),
        ("victoria", "wallaby", "[libvirt]\ninject_partition = -2\n", None),
        ("wallaby", "xena", "[libvirt]\ninject_partition = -1\n", None),
        ("stein", "train", "[compute]\ncpu_shared_set = 1-3\n", Effect.CHANGES),
        ("stein", "train", "[compute]\ncpu_shared_set = ${cpus}\n", None),
        ("queens", "rocky", "[libvirt]\nenabled_perf_events = cmt, cycles\n", Effect.SOON),
        ("queens", "victoria", "[libvirt]\nenabled_perf_events = mbml\n", Effect.CHANGES),
        ("queens", "victoria", "[libvirt]\nenabled_perf_events = cycles\n", None),
        ("2024.1", "2024.2", "[DEFAULT]\nwatch_log_file = true\nlog_dir = /l\n", Effect.BREAKS),
        ("2024.1", "2024.2", "[DEFAULT]\nwatch_log_file = true\n", None),
        ("2023.1", "2024.2", "[DEFAULT]\ntransport_url = amqp://a:b@c/\n", Effect.SOON),
        ("2023.1", "2024.2", "[DEFAULT]\ntransport_url = rabbit://a:b@c/\n", None),
        ("ocata", "rocky", f"{RABBIT}ssl = true\n", Effect.BREAKS),
        ("ocata", "pike", f"{RABBIT}ssl = false\nrabbit_use_ssl = true\n", Effect.BREAKS),
        ("ocata", "pike", f"{RABBIT}rabbit_use_ssl = true\nssl = true\n", None),
        ("ocata", "pike", f"{RABBIT}rabbit_use_ssl = true\n", None),
        ("ocata", "pike", f"[DEFAULT]\ntransport_url = pika://c\n{RABBIT}ssl = true\n", None),
        ("pike", "queens", f"{RABBIT}ssl = true\n", None),
    ],
)
def test_values_that_come_to_mean_something_else(
    old: str, new: str, text: str, effect: Effect | None
) -> None:
    found = [one.effect for one in lines(old, new, text)]
    assert found == ([effect] if effect else [])


def test_a_class_that_has_another_name_is_written_so() -> None:
    text = f"[key_manager]\napi_class = {BARBICAN}\n"
    found = [
        one for one in report("pike", "queens", text).changes if "no longer has" in one.message
    ]
    assert [(one.effect, one.mended) for one in found] == [(Effect.BREAKS, True)]
    assert result("pike", "queens", text) == f"[key_manager]\nbackend = {CASTELLAN}\n"
    later = f"[key_manager]\nbackend = {BARBICAN}\n"
    assert result("queens", "rocky", later) == later


def test_meanings_are_about_options_of_their_releases() -> None:
    for meaning in MEANINGS:
        majors = range(meaning.major, (meaning.last or meaning.major) + 1)
        told = [release for release in releases() if release.major in majors]
        assert told
        assert all(load_schema(release).option(*meaning.name) for release in told)


FATAL = "[DEFAULT]\nfatal_deprecations = true\n"


@pytest.mark.parametrize(
    ("old", "new", "text", "effect"),
    [
        ("queens", "rocky", f"{FATAL}[vnc]\nvncserver_listen = ::1\n", Effect.BREAKS),
        ("pike", "queens", f"{FATAL}[vnc]\nvncserver_listen = ::1\n", Effect.SOON),
        ("queens", "rocky", "[vnc]\nvncserver_listen = ::1\n", Effect.SOON),
        ("rocky", "stein", f"{FATAL}[vnc]\nvncserver_listen = ::1\n", Effect.SOON),  # as before
        ("stein", "train", f"{FATAL}vcpu_pin_set = 1-3\n", Effect.BREAKS),
        ("2024.1", "2025.1", f"{FATAL}[os_vif_linux_bridge]\nflat_interface = a\n", Effect.SOON),
    ],
)
def test_what_is_deprecated_breaks_where_that_is_fatal(
    old: str, new: str, text: str, effect: Effect
) -> None:
    name = text.splitlines()[-1].partition(" ")[0]
    assert [one.effect for one in report(old, new, text).changes if one.option == name] == [effect]


@pytest.mark.parametrize(
    ("old", "new", "text", "told"),
    [
        ("2024.1", "2025.1", "[os_vif_linux_bridge]\nflat_interface = a\n", "is removed in 2026.2"),
        ("2023.1", "2024.2", "[oslo_messaging_amqp]\ntrace = true\n", "is removed in 2025.1"),
        ("2023.1", "2024.2", "[os_vif_linux_bridge]\nflat_interface = a\n", ""),  # not that near
        ("ussuri", "victoria", "[DEFAULT]\ncpu_allocation_ratio = 4\n", ""),
        ("2025.1", "2026.2", "[libvirt]\nvirt_type = kvm\n", ""),
    ],
)
def test_what_goes_unannounced_is_told_too(old: str, new: str, text: str, told: str) -> None:
    found = [one for one in report(old, new, text).changes if one.effect is Effect.SOON]
    assert [told in one.message for one in found if one.location] == ([True] if told else [])
