"""From log lines to verdicts about a configuration."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import novalint
from novalint.logs.catalogue import signatures
from novalint.logs.exceptions import RAISED
from novalint.settings import Settings

UNREACHABLE = (
    "2026-03-02 09:12:01.402 7 ERROR oslo.messaging._drivers.impl_rabbit [-] [0f3d] AMQP server on"
    " controller:5672 is unreachable: timed out. Trying again in 1 seconds."
)
PORT = "0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11"
INSTANCE = "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"
UNEXPECTED = (
    f"2026-03-02 09:16:48.220 7 WARNING nova.compute.manager [req-1] [instance: {INSTANCE}]"
    f" Received unexpected event network-vif-plugged-{PORT} for instance with vm_state active and"
    " task_state None."
)
SEED = f"{UNREACHABLE}\n{UNEXPECTED}\n"
NOVA = "[DEFAULT]\nmy_ip = 10.0.0.1\n#vif_plugging_is_fatal = true\n"


def config(text: str) -> novalint.Config:
    return novalint.load(novalint.Document.parse(text, "nova.conf"), release="2025.1")


def cause(diagnosis: novalint.Diagnosis, option: str, symptom: str = "") -> novalint.Cause:
    return next(
        cause
        for one in diagnosis.symptoms
        for cause in one.causes
        if cause.option == option and symptom in ("", one.name)
    )


def test_two_lines_lead_to_one_line() -> None:
    diagnosis = novalint.diagnose(SEED, config(NOVA))
    assert [one.name for one in diagnosis.symptoms] == ["amqp-unreachable", "vif-event-unexpected"]
    patch = diagnosis.patch
    assert patch.apply(NOVA) == NOVA.replace("#vif_plugging_is_fatal = true",
                                             "vif_plugging_is_fatal = false")  # fmt: skip
    fatal = cause(diagnosis, "vif_plugging_is_fatal")
    assert fatal.verdict == "possible"
    assert "waits" in fatal.costs
    assert fatal.readers == ("nova-compute",)
    assert not fatal.on_reload
    assert diagnosis.symptoms[1].follows == ("amqp-unreachable",)
    assert diagnosis.release == "2025.1"
    assert diagnosis.lines == 2


def test_an_exception_behind_what_broke_is_its_cause() -> None:
    line = (
        "2026-03-02 09:16:48.220 7 ERROR nova.compute.manager [-] Error updating resources for node"
        " cmp1.: oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to"
        " message ID 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2"
    )
    first, second = novalint.diagnose(line).symptoms
    assert (first.name, second.name) == ("rpc-reply-timeout", "resource-update-failed")
    assert second.follows == ("rpc-reply-timeout",)


def test_exceptions_lead_to_symptoms_that_there_are() -> None:
    known = {signature.name for signature in signatures()}
    assert known.issuperset(name for names in RAISED.values() for name in names)


def test_an_event_alone_is_no_reason_to_change_anything() -> None:
    diagnosis = novalint.diagnose(UNEXPECTED, config(NOVA))
    assert diagnosis.fixes == ()
    assert not diagnosis.patch


def test_an_event_alone_is_no_reason_to_wait_longer() -> None:
    text = "[DEFAULT]\nvif_plugging_timeout = 60\n"
    assert not novalint.diagnose(UNEXPECTED, config(text)).patch
    assert novalint.diagnose(SEED, config(text)).patch
    other = UNEXPECTED.replace("network-vif-plugged", "network-vif-unplugged")
    (symptom,) = novalint.diagnose(other, config(text)).symptoms
    assert not symptom.causes


def test_a_rule_shows_a_cause_where_it_is_told_the_facts() -> None:
    from novalint.logs.diagnosis import concluded
    from novalint.logs.tally import Count

    count = Count()
    count.take([SEED.encode()])
    facts = novalint.Deployment(profile="dense-multi-tenant", role="compute")
    diagnosis = concluded(count, config(NOVA), Settings(deployment=facts))
    fatal = cause(diagnosis, "vif_plugging_is_fatal")
    assert (fatal.verdict, fatal.rule) == ("shown", "fatal-vif-plugging")
    assert "+vif_plugging_is_fatal = false" in diagnosis.patch.unified_diff()


def test_a_value_that_excludes_a_cause_rules_it_out() -> None:
    text = NOVA.replace("#vif_plugging_is_fatal = true", "vif_plugging_is_fatal = false")
    diagnosis = novalint.diagnose(SEED, config(text))
    verdicts = [
        str(one.verdict)
        for one in diagnosis.symptoms[1].causes
        if one.option == "vif_plugging_is_fatal"
    ]
    assert sorted(verdicts) == ["possible", "ruled-out"]
    assert not diagnosis.patch


def test_what_nova_refuses_to_read_wrote_no_line_of_it() -> None:
    text = "[DEFAULT]\ninstance_build_timeout = 0 # never\n"
    line = f"[instance: {INSTANCE}] Instance build timed out. Set to error state."
    refused = cause(novalint.diagnose(line, config(text)), "instance_build_timeout")
    assert refused.verdict == "ruled-out"
    assert "; Nova refuses this value and cannot have written this line with it: nova-compute" in (
        refused.message
    )
    good = novalint.diagnose(line, config("[DEFAULT]\ninstance_build_timeout = 0\n"))
    assert cause(good, "instance_build_timeout").verdict == "ruled-out"
    assert cause(good, "instance_build_timeout").origin == ("nova.conf", 2)


def test_without_a_configuration_all_is_possible() -> None:
    diagnosis = novalint.diagnose(SEED.splitlines())
    verdicts = {cause.verdict for one in diagnosis.symptoms for cause in one.causes}
    assert verdicts == {novalint.Verdict.POSSIBLE}
    assert diagnosis.release is None
    assert cause(diagnosis, "vif_plugging_timeout").value is None


def test_options_that_the_release_lacks_are_no_cause() -> None:
    line = "Queue reply_1 is stuck on unresponsive node. Trying to delete the queue"
    old = novalint.load(novalint.Document.parse(NOVA, "nova.conf"), release="train")
    assert novalint.diagnose(line, old).symptoms[0].causes == ()


def test_a_cause_is_named_as_the_release_names_it() -> None:
    line = "handler exception: [Errno 111] ECONNREFUSED"
    text = "[DEFAULT]\n[vnc]\nvncserver_listen = 10.0.0.7\n"
    document = novalint.Document.parse(text, "nova.conf")
    old = novalint.diagnose(line, novalint.load(document, release="ocata"))
    new = novalint.diagnose(line, novalint.load(document, release="train"))
    assert cause(old, "vncserver_listen").value == "10.0.0.7"
    assert cause(new, "server_listen").value == "10.0.0.7"
    assert not {"server_listen"} & {one.option for one in old.symptoms[0].causes}


def test_a_default_is_no_secret_and_a_value_is() -> None:
    harmless = novalint.diagnose(UNREACHABLE, config("[DEFAULT]\n"))
    assert cause(harmless, "transport_url").value == "rabbit://"
    text = "[DEFAULT]\ntransport_url = rabbit://nova:hush@ctl\n"
    assert cause(novalint.diagnose(UNREACHABLE, config(text)), "transport_url").value == "***"


def test_a_line_with_two_anchors_of_a_kind_counts_once() -> None:
    (symptom,) = novalint.diagnose("OSError: [Errno 98] Address already in use").symptoms
    assert (symptom.name, symptom.count) == ("address-in-use", 1)


def test_symptoms_near_the_cause_come_first() -> None:
    lines = [UNEXPECTED] * 50 + [UNREACHABLE]
    names = [one.name for one in novalint.diagnose(lines).symptoms]
    assert names == ["amqp-unreachable", "vif-event-unexpected"]


def test_times_and_parts() -> None:
    later = UNREACHABLE.replace("09:12:01.402", "10:00:00.000").replace("in 1 s", "in 4 s")
    (symptom,) = novalint.diagnose([later, UNREACHABLE]).symptoms
    assert (symptom.first, symptom.last) == ("2026-03-02 09:12:01.402", "2026-03-02 10:00:00.000")
    assert dict(symptom.told)["seconds"] == ("4", "1")
    assert dict(novalint.diagnose(SEED).symptoms[1].told)["instances"] == 1


def test_a_record_that_says_it_in_several_lines_counts_once() -> None:
    head = "2026-03-02 09:12:01.402 7 ERROR nova.compute.manager [req-1] "
    lines = [
        f"{head}Traceback (most recent call last):",
        f"{head}nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed",
        f"{head}nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed",
        head.replace(".402", ".977") + "Virtual Interface creation failed",
    ]
    (symptom,) = novalint.diagnose(lines).symptoms
    assert (symptom.name, symptom.count) == ("vif-creation-failed", 2)


@pytest.mark.parametrize(
    "secret", ["rabbit://nova:hunter2@controller:5672", "password=hunter2", "token: hunter2 x"]
)
def test_no_secret_leaks(secret: str) -> None:
    line = f"AMQP server on controller:5672 is unreachable: {secret}. Trying again in 1 seconds."
    text = f"[DEFAULT]\ntransport_url = rabbit://nova:hunter2@controller:5672/\n{NOVA[10:]}"
    diagnosis = novalint.diagnose(line, config(text))
    assert diagnosis.symptoms
    assert "hunter2" not in repr([(one.example, one.told) for one in diagnosis.symptoms])
    values = [(one.value, one.message) for symptom in diagnosis.symptoms for one in symptom.causes]
    assert "hunter2" not in repr(values)


@pytest.mark.parametrize(
    "secret",
    [
        "X-Auth-Token: gAAAAABhunter2",
        "for token gAAAAABhunter2-_A",
        "eyJhbGciOiJFUzI1NiJ9.eyJhunter2.hunter2",
        "Authorization: Basic hunter2",
        "{'Cookie': 'a=hunter2'}",
    ],
)
def test_no_token_leaks(secret: str) -> None:
    line = f"AMQP server on controller:5672 is unreachable: {secret}. Trying again in 1 seconds."
    (symptom,) = novalint.diagnose(line).symptoms
    assert "hunter2" not in repr(symptom)
    assert "***" in symptom.example


def test_an_option_that_a_line_names_is_looked_up_under_its_old_name() -> None:
    line = 'Deprecated: Option "vncserver_listen" from group "vnc" is deprecated. Use option'
    line += ' "server_listen" from group "vnc".'
    document = novalint.Document.parse("[vnc]\nvncserver_listen = 10.0.0.7\n", "nova.conf")
    (symptom,) = novalint.diagnose(line, novalint.load(document, release="train")).symptoms
    (found,) = symptom.causes
    assert (found.option, found.verdict, found.rule) == (
        "server_listen",
        "shown",
        "deprecated-name",
    )
    assert found.origin == ("nova.conf", 2)


def test_control_characters_become_escapes() -> None:
    line = "AMQP server on a:1 is unreachable: \x1b]0;x\x07\u202e. Trying again in 1 seconds"
    (symptom,) = novalint.diagnose(line).symptoms
    assert symptom.example.isprintable()


def test_a_diagnosis_can_be_pickled() -> None:
    diagnosis = novalint.diagnose(SEED, config(NOVA))
    assert pickle.loads(pickle.dumps(diagnosis)) == diagnosis


def test_the_example_of_the_page_is_diagnosed() -> None:
    path = Path(__file__).parents[2] / "examples" / "logs" / "nova-compute.log"
    with path.open(encoding="utf-8") as log:
        assert [one.name for one in novalint.diagnose(log).symptoms] == [
            "amqp-unreachable",
            "vif-event-unexpected",
        ]


CUT = {
    "vif-plug-timeout": f"Timeout waiting for ['network-vif-plugged-{PORT}', 'network-vif-plu",
    "vif-event-unexpected": f"Received unexpected event network-vif-plugged-{PORT[:20]}",
    "vif-port-failed": "Neutron Reported failure on event network-vif-plug",
    "placement-record-not-read": "Failed to retrieve resource provider tree from placement API "
    "for UUID 5a5a",
    "rpc-pool-exceeded": "Connection pool limit exceeded: current size 30 surp",
    "database-pool-exhausted": "QueuePool limit of size 5 overflow 50 reached, conne",
    "power-states-differ": "While synchronizing instance power states, found 8 instances in",
    "report-interval-too-long": "Report interval must be less than service down time. Current co",
    "libvirt-secret-missing": "Secret not found: no secret with matching uuid '457eb6",
    "libvirt-socket-refused": "Failed to connect socket to '/var/run/libvirt/libv",
    "glance-not-answering": "Error contacting glance server 'http://10.0.0.11:9",
    "option-value-refused": "Value for option my_ip from LocationInfo(location=<Locations.us",
}  # fmt: skip


@pytest.mark.parametrize("name", CUT)
def test_a_line_that_was_cut_off(name: str) -> None:
    """By a column of a terminal, a search engine, or whoever asked about it."""
    assert name in [one.name for one in novalint.diagnose(CUT[name]).symptoms]


@pytest.mark.parametrize("given", [str, str.encode])
def test_the_name_of_a_log_is_no_line_of_it(
    given: type[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("messages").write_text(SEED)
    for name in ("messages", "./messages", "/var/log/nova/nova-compute.log"):
        with pytest.raises(novalint.ArgumentError, match=f"name of a file, `{name}`; give its"):
            novalint.diagnose(given(name))
    for line in ("VirtualInterfaceCreateException", "see nova-compute.log", "messages\n", "\0", ""):
        assert novalint.diagnose(given(line)).symptoms == ()
    with Path("messages").open() as lines:
        assert novalint.diagnose(lines).symptoms
