"""What is set to nothing, by an old name, or for nova-network instead of neutron."""

from __future__ import annotations

import pytest
from fleets.test_cloud_corners import Files, ask

NEUTRON = '[companions]\nneutron = "neutron.conf"\n'
CINDER = '[companions]\ncinder = "cinder.conf"\n'
PLUGIN = "[DEFAULT]\ncore_plugin = ml2\n"
BACKENDS = "[DEFAULT]\nenabled_backends = ceph\n"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("[nova]\nauth_type =", 1),
        ("[nova]\nauth_type =\nauth_url =\nauth_section =", 1),
        ("[nova]\nauth_plugin = password", 0),
        ("[nova]\nauth_section = keystone_authtoken", 0),
        ("notify_nova_on_port_status_changes = false", 0),  # the log-in is not what is missing
        ("notify_nova_on_port_status_changes = true", 1),
    ],
)
def test_a_log_in_of_neutron_that_is_empty_is_none(lines: str, count: int) -> None:
    files = {"cmp1": "", "neutron": f"{PLUGIN}{lines}"}
    assert len(ask("neutron-cannot-reach-nova", files, NEUTRON)) == count


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("[nova]\nauth_type =", "is empty"),
        ("[nova]\nauth_section = keystone_authtoken", "is not set"),
        ("[nova]\nauth_plugin = password", ""),
    ],
)
def test_a_log_in_of_cinder_that_is_empty_is_none(lines: str, words: str) -> None:
    files = {"cmp1": "", "cinder": f"{BACKENDS}{lines}"}
    told = ask("cinder-cannot-reach-nova", files, CINDER)
    assert [words in message for _, message in told] == [True] * bool(words)


@pytest.mark.parametrize(("release", "count"), [("train", 0), ("ussuri", 1)])
@pytest.mark.parametrize("rule", ["neutron-cannot-reach-nova", "neutron-events-off"])
def test_nova_network_waits_for_no_neutron(rule: str, release: str, count: int) -> None:
    events = "notify_nova_on_port_status_changes = false\n" if rule.endswith("off") else ""
    files = {"cmp1": "[DEFAULT]\nuse_neutron = false", "neutron": f"{PLUGIN}{events}"}
    assert len(ask(rule, files, f'release = "{release}"\n{NEUTRON}')) == count


@pytest.mark.parametrize(("release", "count"), [("train", 0), ("ussuri", 1)])
def test_nova_network_waits_alike(release: str, count: int) -> None:
    files = {
        f"cmp{at}": f"[DEFAULT]\nuse_neutron = false\nvif_plugging_timeout = {seconds}"
        for at, seconds in enumerate((300, 300, 60))
    }
    assert len(ask("vif-wait-differs", files, f'release = "{release}"\n')) == count


DATABASE = "[database]\nconnection = mysql+pymysql://nova:word@db/nova\n"
OFF = "[workarounds]\ndisable_fallback_pcpu_query = true"
PINNED = "[DEFAULT]\nvcpu_pin_set = 2-15\n"


@pytest.mark.parametrize(
    ("rule", "files", "count"),
    [
        ("upcall-without-api-database", {"con1": f"{DATABASE}[api_database]\nconnection =\n"}, 1),
        ("upcall-without-api-database", {"con1": f"{DATABASE}[api_database]\nconnection = db"}, 1),
        (
            "upcall-without-api-database",
            {"con1": f"{DATABASE}[api_database]\nconnection = {{{{ url }}}}"},
            0,
        ),
        ("upcall-without-api-database", {"con1": "[database]\nconnection =\n"}, 0),
        (
            "pcpu-fallback-off-too-early",
            {"ctl1": OFF, "cmp1": f"{PINNED}[compute]\ncpu_dedicated_set ="},
            1,
        ),
        (
            "pcpu-fallback-off-too-early",
            {"ctl1": OFF, "cmp1": f"{PINNED}[compute]\ncpu_dedicated_set = {{{{ cpus }}}}"},
            0,
        ),
    ],
)
def test_what_is_set_to_nothing_is_not_there(rule: str, files: Files, count: int) -> None:
    assert len(ask(rule, {"cmp1": "", **files})) == count


@pytest.mark.parametrize("own", ["", "[oslo_messaging_notifications]\ntransport_url =\n"])
def test_an_empty_url_for_notifications_is_that_of_calls(own: str) -> None:
    sent = f"{own}[oslo_messaging_notifications]\ndriver = messagingv2\n"
    rabbit = "[DEFAULT]\ntransport_url = rabbit://n:w@r1/\n[oslo_messaging_rabbit]\n"
    files = {
        name: f"{sent}{rabbit}rabbit_quorum_queue = {value}\n"
        for name, value in (("api1", "true"), ("met1", "false"))
    }
    assert len(ask("queue-kind-differs", files)) == 1
