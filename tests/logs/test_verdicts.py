"""Options that nothing reads in a configuration are behind no line, whatever their value is."""

from __future__ import annotations

import pytest

import novalint
from novalint.deployment import Deployment
from novalint.logs.diagnosis import concluded, diagnose
from novalint.logs.streams import blocks_of_lines
from novalint.logs.symptom import Cause, Verdict
from novalint.logs.tally import Count
from novalint.settings import Settings
from novalint.text.document import Document
from novalint.text.source import Source

PORT = "['network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11']"
WAIT = f"Timeout waiting for {PORT} for instance with vm_state building and task_state spawning."
SSH = "Failed to connect to remote libvirt URI qemu+ssh://cmp2/system: x"
SERVICE = (
    "keystoneauth1.exceptions.ConnectFailure: Unable to establish connection to http://c:8778: x"
)
FILTER = "Filter ComputeFilter returned 0 hosts"
BROKER = "AMQP server on ctl:5672 is unreachable: timed out. Trying again in 1 seconds."


def causes(line: str, text: str, *roles: str) -> dict[str, Cause]:
    config = novalint.load(Document(Source.decode(text.encode(), "nova.conf")))
    count = Count()
    count.take(blocks_of_lines([line]))
    settings = Settings(deployment=Deployment.of({"role": list(roles)})) if roles else None
    (symptom,) = concluded(count, config, settings).symptoms
    return {cause.option: cause for cause in symptom.causes}


@pytest.mark.parametrize(
    ("line", "text", "option", "why"),
    [
        (WAIT, "[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\n", "vif_plugging_is_fatal",
         "vmwareapi waits for no port"),
        (WAIT, "[libvirt]\nvirt_type = lxc\n", "vif_plugging_is_fatal", "libvirt with lxc waits"),
        (WAIT, "[DEFAULT]\nvif_plugging_timeout = 0\n", "vif_plugging_is_fatal",
         "`vif_plugging_timeout` is 0, so that nothing waits"),
        (SSH, "[libvirt]\nlive_migration_uri = qemu+ssh://%s/system\n", "live_migration_scheme",
         "`live_migration_uri` has the address whole"),
        (SERVICE, "[placement]\nauth_url = http://c:5000\n", "endpoint_override",
         "it is not set, so that the catalogue decides"),
        (FILTER, "[DEFAULT]\ndebug = true\n", "max_io_ops_per_host",
         "the lines name `ComputeFilter` alone"),
        (FILTER.replace("Compute", "NumInstances"), "[DEFAULT]\ndebug = true\n",
         "max_instances_per_host", "`enabled_filters` has no NumInstancesFilter"),
        (BROKER, "[DEFAULT]\ntransport_url = amqp://u:p@c:5672//\n", "heartbeat_timeout_threshold",
         "`transport_url` is of amqp, not of RabbitMQ"),
    ],
)  # fmt: skip
def test_what_nothing_reads_is_ruled_out(line: str, text: str, option: str, why: str) -> None:
    cause = causes(line, text)[option]
    assert cause.verdict is Verdict.RULED_OUT
    assert f"it changes nothing here: {why}" in cause.message
    assert not cause.fixes
    assert not cause.is_contradicted


@pytest.mark.parametrize(
    ("line", "text", "option"),
    [
        (WAIT, "[DEFAULT]\ndebug = true\n", "vif_plugging_is_fatal"),
        (WAIT, "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n", "vif_plugging_is_fatal"),
        (WAIT, "[DEFAULT]\ncompute_driver = acme.AcmeDriver\n", "vif_plugging_is_fatal"),
        (BROKER, "[DEFAULT]\ntransport_url = rabbit://u:p@c//\n", "heartbeat_timeout_threshold"),
        (FILTER, "[DEFAULT]\ndebug = true\n", "service_down_time"),
        (BROKER, "[DEFAULT]\ntransport_url = $x\n", "heartbeat_timeout_threshold"),
    ],
)
def test_what_may_be_read_is_possible(line: str, text: str, option: str) -> None:
    assert causes(line, text)[option].verdict is Verdict.POSSIBLE


def test_a_value_that_nova_refuses_is_told_as_such() -> None:
    cause = causes(WAIT, "[DEFAULT]\nvif_plugging_is_fatal = Ture\n")["vif_plugging_is_fatal"]
    assert cause.verdict is Verdict.POSSIBLE
    assert cause.message.endswith("; Nova refuses this value and fails where it reads it; "
                                  "`novalint check` says why")  # fmt: skip
    taken = causes(WAIT, "[DEFAULT]\nvif_plugging_is_fatal = true\n")["vif_plugging_is_fatal"]
    assert "refuses" not in taken.message


def test_what_no_service_of_the_node_reads_is_ruled_out() -> None:
    cause = causes(WAIT, "[DEFAULT]\ndebug = true\n", "api", "scheduler")["vif_plugging_is_fatal"]
    assert cause.verdict is Verdict.RULED_OUT
    assert "this node is told to run `nova-api`, `nova-scheduler`" in cause.message
    both = causes(WAIT, "[DEFAULT]\ndebug = true\n", "api", "compute")
    assert both["vif_plugging_is_fatal"].verdict is Verdict.POSSIBLE


def test_a_line_that_names_the_value_shows_that_it_is_read() -> None:
    line = f"{WAIT}: eventlet.timeout.Timeout: 300 seconds"
    text = "[DEFAULT]\nvif_plugging_timeout = 300\ncompute_driver = vmwareapi.VMwareVCDriver\n"
    assert causes(line, text)["vif_plugging_timeout"].verdict is Verdict.POSSIBLE


def test_a_consequence_stands_behind_what_it_comes_of_however_often_it_is_there() -> None:
    count = Count()
    count.take(blocks_of_lines([f"2026-03-02 09:12:0{n} {WAIT}" for n in range(5)] + [BROKER]))
    names = [symptom.name for symptom in concluded(count).symptoms]
    assert names == ["amqp-unreachable", "vif-plug-timeout"]


@pytest.mark.parametrize(
    ("reasons", "options"),
    [
        (("Free memory 5.00 MB < requested 9 MB",), "ram reserved_host_memory_mb"),
        (("Free disk -1.00 GB < requested 9 GB",), "disk reserved_host_disk_mb"),
        (("Free vcpu 1.00 VCPU < requested 9 VCPU",), "cpu reserved_host_cpus"),
        (("Claim pci failed.",), ""),
        (
            ("Free memory 5.00 MB < requested 9 MB", "Free disk 1.00 GB < requested 9 GB"),
            "ram disk",
        ),
    ],
)
def test_what_a_host_is_short_of_says_which_options_count(
    reasons: tuple[str, ...], options: str
) -> None:
    lines = [f"Insufficient compute resources: {reason}" for reason in reasons]
    for text in ("\n".join(lines), "Insufficient compute resources: " + "; ".join(reasons)):
        symptoms = {symptom.name: symptom for symptom in diagnose(text).symptoms}
        causes = [cause.option for cause in symptoms["compute-resources-short"].causes]
        for option in options.split():
            assert any(name.startswith(option) for name in causes), text
        assert len(reasons) > 1 or len(causes) == len(options.split())


def test_an_address_that_each_host_has_ends_no_qemu() -> None:
    line = "libvirt.libvirtError: internal error: QEMU unexpectedly closed the monitor (vm='x')"
    for address, verdict in (("127.0.0.1", "ruled-out"), ("192.0.2.9", "possible")):
        text = f"[vnc]\nenabled = true\nserver_listen = {address}\n"
        config = novalint.load(Document.parse(text, "nova.conf"))
        (symptom,) = novalint.diagnose(line, config).symptoms
        assert [str(cause.verdict) for cause in symptom.causes] == [verdict]


def test_the_exception_of_a_block_device_says_which_option_counts() -> None:
    text = "[DEFAULT]\nblock_device_allocate_retries = 5\n[cinder]\ncross_az_attach = false\n"
    config = novalint.load(Document.parse(text, "nova.conf"))
    for raised, counting in (
        ("VolumeNotCreated: Volume x did not finish", "block_device_allocate_retries"),
        ("InvalidVolume: Invalid volume: not in the same zone", "cross_az_attach"),
        ("CinderConnectionFailed: Connection to cinder host failed", None),
    ):
        line = f"Instance failed block device setup: nova.exception.{raised}"
        told = {one.name: one for one in novalint.diagnose(line, config).symptoms}
        options = {cause.option for cause in told["block-devices-not-set-up"].causes}
        assert options - {"catalog_info"} == ({counting} if counting else set())
