"""Nodes of an upgrade, judges of heartbeats, and secrets of metadata, in the rarer fleets."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_cloud_corners import ask

OLD = 'release = "2024.1"'


@pytest.mark.parametrize(
    ("overrides", "names", "count"),
    [
        ({"cmp1": OLD}, ("met1", "cmp1"), 1),
        ({"cmp1": f'{OLD}\ncell = "one"', "cmp2": 'cell = "one"'}, ("cmp1", "cmp2"), 1),
        ({"cmp1": f'{OLD}\ncell = "one"', "cmp2": 'cell = "two"'}, ("cmp1", "cmp2"), 0),
        ({"cmp1": f'{OLD}\ncell = "one"', "con2": 'cell = "two"'}, ("cmp1", "con2"), 0),
        ({"cmp1": f'{OLD}\ncell = "one"'}, ("cmp1", "con1"), 1),
    ],
)
def test_who_starts_beside_old_computes(
    overrides: dict[str, str], names: tuple[str, ...], count: int
) -> None:
    """A service of a cell looks for the computes of its cell alone, the others for all."""
    texts = (f'[[overrides]]\npaths = ["{name}*"]\n{text}\n' for name, text in overrides.items())
    settings = 'release = "2026.2"\n' + "".join(texts)
    assert len(ask("computes-too-old", dict.fromkeys(names, ""), settings)) == count


@pytest.mark.parametrize(
    ("name", "database", "count"),
    [
        ("con2", True, 1),
        ("con2", False, 0),
        ("met2", True, 1),
        ("met2", False, 0),
        ("cmp2", True, 0),
    ],
)
def test_who_knows_the_api_database_looks_beyond_its_cell(
    name: str, database: bool, count: int
) -> None:
    texts = (("cmp1", f'{OLD}\ncell = "one"'), (name, 'cell = "two"'))
    settings = "".join(f'[[overrides]]\npaths = ["{one}*"]\n{text}\n' for one, text in texts)
    text = "[api_database]\nconnection = mysql+pymysql://nova:word@db1/nova_api" if database else ""
    files = {"cmp1": "", name: text}
    assert len(ask("computes-too-old", files, f'release = "2026.2"\n{settings}')) == count


BEAT = "[DEFAULT]\nreport_interval = {}\nservice_down_time = {}"


@pytest.mark.parametrize(
    ("judge", "writer", "expected"),
    [
        ((10, 60), (120, 300), "error waits 60 (`service_down_time`)"),
        ((100, 60), (60, 300), ""),  # it waits 250
        ((100, 60), (120, 300), "warning waits 250 (2.5 times its own `report_interval`)"),
        ((100, 60), (100, 60), ""),  # as each file says itself
        (("{{ x }}", 60), (120, 300), ""),
    ],
)
def test_a_judge_never_waits_less_than_its_own_heartbeat(
    judge: tuple[object, int], writer: tuple[int, int], expected: str
) -> None:
    files = {"ctl1": BEAT.format(*judge), "cmp1": BEAT.format(*writer)}
    findings = ask("down-time-below-others-report-interval", files)
    assert bool(findings) == bool(expected)
    for severity, message in findings:
        assert severity == expected.partition(" ")[0]
        assert expected.partition(" ")[2] in message
        assert message.endswith(
            "; raise `service_down_time` on `ctl1`, or lower `report_interval` on `cmp1`"
        )


@pytest.mark.parametrize(
    ("judge", "writer", "count"),
    [
        ("db", "db", 1),
        ("mc", "mc", 1),  # memcached keeps it until the one that asks finds it too old
        ("mc", "db", 0),  # whose heartbeats the judge never sees
        ("{{ driver }}", "{{ driver }}", 1),
        ("db", "{{ driver }}", 0),
    ],
)
def test_who_asks_for_a_heartbeat_says_how_old_it_may_be(
    judge: str, writer: str, count: int
) -> None:
    kept = "\nservicegroup_driver = {}\n"
    files = {
        "ctl1": BEAT.format(10, 60) + kept.format(judge),
        "cmp1": BEAT.format(120, 300) + kept.format(writer),
    }
    assert len(ask("down-time-below-others-report-interval", files)) == count


PROXY = "[neutron]\nservice_metadata_proxy = {}\nmetadata_proxy_shared_secret = {}\n"


@pytest.mark.parametrize(
    ("secrets", "count"),
    [
        (("", None), 0),
        (("a", "a"), 0),
        (("a", None), 1),
        (("a", ""), 1),
        (("{{ a }}", "{{ b }}"), 0),
    ],
)
def test_no_secret_and_an_empty_one_are_the_same(
    secrets: tuple[str | None, ...], count: int
) -> None:
    files = {
        f"met{at}": PROXY.format("true", secret)
        if secret is not None
        else "[neutron]\nservice_metadata_proxy = true\n"
        for at, secret in enumerate(secrets)
    }
    assert len(ask("metadata-secret-differs", files)) == count


@pytest.mark.parametrize(
    ("odd", "mended"), [("a", True), ("b", False), ("{{ a }}", False), ("{{ b }}", False)]
)
def test_a_proxy_is_turned_on_only_with_the_secret_of_the_others(odd: str, mended: bool) -> None:
    usual = "{{ a }}" if odd.startswith("{{") else "a"
    files = {f"met{at}": PROXY.format("true", usual) for at in range(3)}
    files["met9"] = PROXY.format("false", odd)
    text = "".join(f"=== {name}.conf\n{content}\n" for name, content in files.items())
    report = check(text, "metadata-secret-differs")
    assert [finding.option for finding in report.findings] == ["service_metadata_proxy"]
    assert bool(report.fix(unsafe=True)) == mended


SHARED = "[{}]\nenabled = true\n{} = {}\n[libvirt]\nvirt_type = {}\n"
VNC, SERIAL = ("vnc", "server_proxyclient_address"), ("serial_console", "proxyclient_address")


@pytest.mark.parametrize(
    ("option", "guests", "count"),
    [
        (VNC, "lxc", 0),
        (VNC, "kvm", 1),
        (VNC, "{{ guests }}", 1),
        (SERIAL, "parallels", 0),
        (SERIAL, "qemu", 1),
    ],
)
def test_guests_without_a_console_share_no_address(
    option: tuple[str, str], guests: str, count: int
) -> None:
    files = dict.fromkeys(("cmp1", "cmp2"), SHARED.format(*option, "10.0.0.9", guests))
    assert len(ask("console-address-repeated", files)) == count


def test_every_address_is_one_however_it_is_written() -> None:
    files = {f"cmp{at}": SHARED.format(*VNC, text, "kvm") for at, text in enumerate(("::0", "0::"))}
    ((_, message),) = ask("console-address-repeated", files)
    assert "a proxy connects to its own machine" in message


SENDING = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
FORMAT = "[notifications]\nnotification_format = {}\n"


@pytest.mark.parametrize(
    ("form", "odd", "options"),
    [
        ("unversioned", "versioned_notifications_topics = x", []),
        ("unversioned", "bdms_in_notifications = true", []),
        ("unversioned", "notify_on_state_change = vm_state", ["notify_on_state_change"]),
        ("both", "versioned_notifications_topics = x", ["versioned_notifications_topics"]),
        ("versioned", "bdms_in_notifications = true", ["bdms_in_notifications"]),
        ("versioned", "[oslo_messaging_notifications]\ntopics = x", []),
        ("both", "[oslo_messaging_notifications]\ntopics = x", ["topics"]),
        ("{{ form }}", "versioned_notifications_topics = x", []),
    ],
)
def test_what_no_notification_of_the_format_asks_for_may_differ(
    form: str, odd: str, options: list[str]
) -> None:
    usual = SENDING + FORMAT.format(form)
    files = {"ctl1": usual, "cmp1": usual, "cmp2": usual + odd}
    text = "".join(f"=== {name}.conf\n{content}\n" for name, content in files.items())
    findings = check(text, "notifications-in-part").findings
    assert [finding.option for finding in findings] == options


@pytest.mark.parametrize(("local", "count"), [("true", 0), ("false", 1)])
def test_cells_that_nobody_names_have_secrets_of_their_own(local: str, count: int) -> None:
    files = {
        f"met{at}": f"[DEFAULT]\ntransport_url = rabbit://n:p@r{at}/\n[neutron]\n"
        f"service_metadata_proxy = true\nmetadata_proxy_shared_secret = s{at}\n"
        f"[api]\nlocal_metadata_per_cell = {local}"
        for at in (1, 2)
    }
    assert len(ask("metadata-secret-differs", files)) == count


WEIGHED = "[filter_scheduler]\nimage_props_weight_multiplier = 1.0\n"
ZONES = "[filter_scheduler]\nenabled_filters = AvailabilityZoneFilter,ComputeFilter\n"
METRICS = "[metrics]\nweight_setting = cpu.percent=-1.0\n"


@pytest.mark.parametrize(
    ("release", "both", "option", "severity"),
    [
        ("xena", "", "[scheduler]\nquery_placement_for_availability_zone = false", "error"),
        ("xena", ZONES, "[scheduler]\nquery_placement_for_availability_zone = false", None),
        ("2026.2", "", METRICS, "warning"),
        ("2026.2", METRICS, "required = false", "warning"),
        ("2026.2", "", "[metrics]\nrequired = false", None),
        ("2026.2", WEIGHED, "image_props_weight_setting = os_distro=2", "warning"),
        ("2026.2", "", "[filter_scheduler]\nimage_props_weight_setting = os_distro=2", None),
    ],
)
def test_what_schedulers_ask_and_weigh_with(
    release: str, both: str, option: str, severity: str | None
) -> None:
    head = f'release = "{release}"\n'
    files = {"sch1": both, "sch2": both + option}
    assert [level for level, _ in ask("schedulers-differ", files, head)] == [severity] * bool(
        severity
    )
    without = "\n[filter_scheduler]\nweight_classes = nova.scheduler.weights.ram.RAMWeigher"
    files = {name: text + without for name, text in files.items()}
    assert len(ask("schedulers-differ", files, head)) == (severity == "error")


@pytest.mark.parametrize(("name", "told"), [("cmp2", True), ("ctl2", False)])
def test_a_compute_node_looks_releases_up_without_the_api_database(name: str, told: bool) -> None:
    head = 'release = "2026.1"\n[[overrides]]\npaths = ["cmp1*"]\nrelease = "2025.2"\n'
    text = "[api_database]\nconnection = mysql+pymysql://nova:word@db1/nova_api"
    ((_, message),) = ask("pin-missing-in-mixed-fleet", {"cmp1": "", name: text}, head)
    assert ("without `[api_database] connection` on compute" in message) == told
