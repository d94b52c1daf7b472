"""What is set to nothing, by an old name, or for nova-network instead of neutron."""

from __future__ import annotations

import pytest
from fleets.fleets import check
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
        ("[nova]\n{% include 'log-in.j2' %}", 0),
        ("[nova]\n{% if log_in %}\nauth_type = password\n{% endif %}", 0),
    ],
)
def test_a_log_in_of_neutron_that_is_empty_is_none(lines: str, count: int) -> None:
    files = {"cmp1": "", "neutron": f"{PLUGIN}{lines}"}
    assert len(ask("neutron-cannot-reach-nova", files, NEUTRON)) == count
    files["cmp1"] = "[libvirt]\nvirt_type = lxc"  # with which nova-compute waits for no event
    assert not ask("neutron-cannot-reach-nova", files, NEUTRON)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("[nova]\nauth_type =", "is empty"),
        ("[nova]\nauth_section = keystone_authtoken", "is not set"),
        ("[nova]\nauth_plugin = password", ""),
        ("os_privileged_user_name = nova", ""),
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
        name: f"{sent}{rabbit}amqp_durable_queues = true\nrabbit_quorum_queue = {value}\n"
        for name, value in (("api1", "true"), ("sch1", "false"))
    }
    assert len(ask("queue-kind-differs", files)) == 1


@pytest.mark.parametrize(
    ("rule", "option"),
    [
        ("max-attempts-differs", "[scheduler]\nmax_attempts"),
        ("quota-limits-differ", "[quota]\ninstances"),
        ("schedulers-differ", "[filter_scheduler]\nhost_subset_size"),
    ],
)
def test_an_empty_number_is_not_spread(rule: str, option: str) -> None:
    """Nova fails with it, however many nodes have it."""
    texts = {"ctl1": f"{option} =\n", "ctl2": f"{option} =\n", "ctl3": f"{option} = 5\n"}
    report = check("".join(f"=== {name}.conf\n{text}" for name, text in texts.items()), rule)
    (finding,) = report.findings
    assert "is `5` here and an empty value on 2 nodes" in finding.message
    assert finding.message.endswith("; set it to the same value on all nodes")
    assert not report.fix(unsafe=True)


FILTERS = "[filter_scheduler]\nenabled_filters = ComputeFilter\n"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("chance", "chance", ""),
        ("filter", "filter", "enabled_filters` "),
        ("chance", "filter", "`[scheduler] driver` is `filter_scheduler` here and `chance_sched"),
    ],
)
def test_a_scheduler_by_chance_has_no_filters(first: str, second: str, words: str) -> None:
    driver = "[scheduler]\ndriver = {}_scheduler\n"
    files = {"sch1": driver.format(first) + FILTERS, "sch2": driver.format(second)}
    told = ask("schedulers-differ", files, 'release = "queens"\n')
    assert [words in message for _, message in told] == [True] * bool(words)


@pytest.mark.parametrize(("neutron", "count"), [("false", 0), ("true", 1)])
def test_nova_network_asks_no_region_for_neutron(neutron: str, count: int) -> None:
    files = {
        f"cmp{region}": f"[DEFAULT]\nuse_neutron = {neutron}\n[neutron]\nregion_name = {region}"
        for region in "ab"
    }
    assert len(ask("regions-differ", files, 'release = "train"\n')) == count


@pytest.mark.parametrize(("interval", "count"), [("", 0), ("0", 0), ("60", 1), ("{{ x }}", 0)])
def test_nothing_waits_for_its_removal_where_the_interval_is_empty(
    interval: str, count: int
) -> None:
    files = {
        "api1": f"[DEFAULT]\nreclaim_instance_interval = {interval}",
        "cmp1": "[DEFAULT]\nreclaim_instance_interval = -1",
    }
    assert len(ask("soft-delete-on-one-side", files)) == count


@pytest.mark.parametrize(("kind", "mended"), [("", False), ("password", True)])
def test_a_token_needs_a_log_in_that_is_not_empty(kind: str, mended: bool) -> None:
    user = "[service_user]\nauth_type = {}\nsend_service_user_token = {}\n"
    texts = {"ctl1": ("password", "true"), "ctl2": ("password", "true"), "cmp1": (kind, "false")}
    files = (f"=== {name}.conf\n{user.format(*values)}" for name, values in texts.items())
    report = check("".join(files), "service-token-not-sent-by-all")
    assert bool(report.fix(unsafe=True)) is mended
