"""Lines that say another number than the configuration: they do not come of it."""

from __future__ import annotations

import re

import pytest

import novalint
from novalint.logs.catalogue import find
from novalint.logs.diagnosis import Diagnosis
from novalint.logs.index import modules_by_signature
from novalint.logs.symptom import Verdict
from novalint.text.document import Document

PORT = "0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11"
OLD = (
    "2026-03-02 09:16:48.220 7 WARNING nova.virt.libvirt.driver [-] Timeout waiting for "
    f"[('network-vif-plugged', '{PORT}')] for instance with vm_state building and task_state "
    "spawning.: eventlet.timeout.Timeout: 300 seconds"
)
NEW = (
    f"2026-03-02 09:16:48.220 7 WARNING nova.compute.manager [-] Timeout waiting for "
    f"['network-vif-plugged-{PORT}'] for instance with vm_state building and task_state spawning. "
    f"Event states are: network-vif-plugged-{PORT}: timed out after 300.01 seconds"
)
TWO = NEW.replace(
    f"['network-vif-plugged-{PORT}'",
    f"['network-vif-plugged-{PORT}'"
    + ", 'network-vif-plugged-1b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d12'",
)
UNEXPECTED = f"Received unexpected event network-vif-plugged-{PORT} for instance"
BROKER = "AMQP server on ctl:5672 is unreachable: timed out. Trying again in 1 seconds."
NO_WAIT = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\nvif_plugging_timeout = 0\n"
TOLD = [
    (name, cause.option)
    for name, module in modules_by_signature().items()
    for cause in find(name, module).causes
    if f"(?P<{cause.told_in}>" in find(name, module).pattern
]


def diagnosed(log: str, text: str) -> Diagnosis:
    return novalint.diagnose(log, novalint.load(Document.parse(text, "nova.conf")))


def verdicts(diagnosis: Diagnosis, option: str) -> set[str]:
    causes = (cause for symptom in diagnosis.symptoms for cause in symptom.causes)
    return {str(cause.verdict) for cause in causes if cause.option == option}


@pytest.mark.parametrize("line", [OLD, NEW])
@pytest.mark.parametrize("more", ["", f"\n{UNEXPECTED}"])
def test_who_does_not_wait_runs_into_no_timeout(line: str, more: str) -> None:
    diagnosis = diagnosed(f"{BROKER}\n{line}{more}", NO_WAIT)
    assert verdicts(diagnosis, "vif_plugging_timeout") == {"ruled-out"}
    assert diagnosis.symptoms[0].name == "amqp-unreachable"
    assert not diagnosis.patch
    (cause,) = (
        cause
        for symptom in diagnosis.symptoms[:2]
        for cause in symptom.causes
        if cause.option == "vif_plugging_timeout"
    )
    assert "with 0 Nova does not write this line: nova-compute was perhaps not" in cause.message


def test_an_event_of_another_kind_is_waited_for_all_the_same() -> None:
    line = "Timeout waiting for ['other-x'] for instance with vm_state active"
    assert verdicts(diagnosed(line, NO_WAIT), "vif_plugging_timeout") == {"possible"}


@pytest.mark.parametrize("value", ["0", ""])
@pytest.mark.parametrize("rest", [" for instance with vm_state building", "."])
def test_a_wait_that_is_switched_off_ends_in_no_callback(rest: str, value: str) -> None:
    """Worded like that by ocata, and by zvm until today."""
    text = f"[DEFAULT]\nvif_plugging_timeout = {value}\n"
    told = diagnosed(f"Timeout waiting for vif plugging callback{rest}", text)
    assert verdicts(told, "vif_plugging_timeout") == {"ruled-out"}
    assert not told.fixes


@pytest.mark.parametrize("event", ["volume-reimaged", "accelerator-request-bound"])
def test_what_is_no_port_is_waited_for_by_another_option(event: str) -> None:
    """As long as `reimage_timeout_per_gb` and `arq_binding_timeout` say, which is 25 and later."""
    name = f"{event}-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11"
    line = (
        f"WARNING nova.compute.manager [-] Timeout waiting for ['{name}'] for instance with "
        "vm_state active and task_state rebuilding. Event states are: "
        f"{name}: timed out after 20.00 seconds"
    )
    assert not diagnosed(line, "[DEFAULT]\nvif_plugging_timeout = 60\n").symptoms


@pytest.mark.parametrize(
    ("line", "value", "verdict"),
    [
        (OLD, "300", "possible"),
        (OLD, "60", "ruled-out"),
        (OLD, "600", "ruled-out"),
        (NEW, "300", "possible"),
        (NEW, "60", "ruled-out"),
        (NEW, "600", "ruled-out"),
        (NEW, "310", "possible"),
        (NEW.replace("300.01", "0.00"), "300", "possible"),  # it could not be waited for
        (f"{NEW}: eventlet.timeout.Timeout: 300 seconds", "600", "ruled-out"),
        (TWO, "600", "possible"),  # another event may have taken the rest of the time
        (f"{TWO}: eventlet.timeout.Timeout: 300 seconds", "600", "ruled-out"),
    ],
)
def test_the_seconds_of_a_line(line: str, value: str, verdict: str) -> None:
    diagnosis = diagnosed(line, f"[DEFAULT]\nvif_plugging_timeout = {value}\n")
    assert verdicts(diagnosis, "vif_plugging_timeout") == {verdict}
    assert bool(diagnosis.fixes) == (verdict == "possible")


@pytest.mark.parametrize("value", ["", "5m", "-5"])
def test_a_line_that_a_file_does_not_allow(value: str) -> None:
    """An empty number waits no time; with one that Nova refuses it fails before it waits."""
    told = diagnosed(f"{OLD}", f"[DEFAULT]\nvif_plugging_timeout = {value}\n")
    assert verdicts(told, "vif_plugging_timeout") == {"ruled-out"}
    assert not told.fixes
    (cause,) = (one for one in told.symptoms[0].causes if one.option == "vif_plugging_timeout")
    assert "nova-compute was perhaps not restarted since the change" in cause.message
    assert "None" not in cause.message


def test_an_empty_number_makes_a_way_out_void() -> None:
    raised = "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"
    assert not diagnosed(raised, "[DEFAULT]\nvif_plugging_timeout =\n").fixes


@pytest.mark.parametrize("value", ["60", "600"])
def test_a_log_of_another_configuration_is_mended_under_no_symptom(value: str) -> None:
    raised = "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"
    log = f"{OLD}\nERROR nova.compute.manager [-] Failed to allocate network(s): {raised}"
    told = diagnosed(log, f"[DEFAULT]\nvif_plugging_timeout = {value}\n")
    assert {one.name for one in told.symptoms} >= {"vif-creation-failed", "vif-plug-timeout"}
    assert verdicts(told, "vif_plugging_timeout") == {"ruled-out"}
    assert not told.fixes
    assert diagnosed(log, "[DEFAULT]\nvif_plugging_timeout = 300\n").fixes


def test_an_either_or_is_offered_in_one_way() -> None:
    diagnosis = diagnosed(f"{BROKER}\n{UNEXPECTED}", NO_WAIT)
    assert verdicts(diagnosis, "vif_plugging_timeout") == {"shown"}
    assert [fix.title for fix in diagnosis.fixes if "is_fatal" in fix.title] == []


def test_an_either_or_is_offered_in_one_way_under_all_symptoms() -> None:
    raised = "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"
    log = f"{NEW}\nERROR nova.compute.manager [-] Failed to allocate network(s): {raised}"
    told = diagnosed(log, "[DEFAULT]\nvif_plugging_timeout = 290\n")
    assert verdicts(told, "vif_plugging_timeout") == {"shown"}
    assert [fix.title for fix in told.fixes] == ["Comment out vif_plugging_timeout"]


@pytest.mark.parametrize(("name", "option"), TOLD)
def test_a_number_that_is_the_options_own(name: str, option: str) -> None:
    """With the value that the line has the option may be behind it, with another it is not."""
    signature = find(name, modules_by_signature()[name])
    cause = next(one for one in signature.causes if one.option == option)
    sample = OLD if name == "vif-plug-timeout" else signature.samples[0]
    match = re.search(signature.pattern, sample)
    assert match
    value = int(float(match[cause.told_in])) - cause.told_more
    alike = [one for one in signature.causes if one.told_in == cause.told_in]
    for number, is_out in ((value, False), (value + 7, True)):
        text = "".join(f"[{one.group}]\n{one.option} = {number}\n" for one in alike)
        diagnosis = diagnosed(sample, text)
        (symptom,) = (one for one in diagnosis.symptoms if one.name == name)
        found = [one for one in symptom.causes if (one.group, one.option) == (cause.group, option)]
        assert [one.is_contradicted for one in found] == [is_out]
        assert (found[0].verdict is Verdict.RULED_OUT) == is_out


def test_two_numbers_of_which_one_fits() -> None:
    line = "Connection pool limit exceeded: current size 30 surpasses max configured rpc_conn_pool_"
    log = f"{line}size 30\n{line}size 99"
    assert verdicts(diagnosed(log, "[oslo_messaging_rabbit]\nrpc_conn_pool_size = 99\n"),
                    "rpc_conn_pool_size") <= {"possible", "shown"}  # fmt: skip


GIVEN_UP = (
    "2026-03-02 09:16:48.320 7 ERROR nova.compute.manager [-] Instance failed to spawn: "
    "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"
)


@pytest.mark.parametrize(
    ("log", "fatal", "told"),
    [
        (f"{OLD}\n{GIVEN_UP}", "false", True),
        (f"{NEW}\n{GIVEN_UP}", "false", True),
        (f"{OLD}\n{GIVEN_UP}", "true", False),
        (GIVEN_UP, "false", False),  # the database may have refused the record of the interface
        (OLD, "false", False),
    ],
)
def test_a_server_that_was_given_up_contradicts_false(log: str, fatal: str, told: bool) -> None:
    """34 nova/virt/libvirt/driver.py:8613, 15 nova/virt/libvirt/driver.py:5288."""
    text = f"[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\nvif_plugging_is_fatal = {fatal}\n"
    said = [
        cause.message
        for symptom in diagnosed(log, text).symptoms
        for cause in symptom.causes
        if cause.is_contradicted
    ]
    assert any("with false Nova does not write this line" in one for one in said) is told


def test_an_event_that_came_shows_no_backend_without_events() -> None:
    text = NO_WAIT.replace("vif_plugging_timeout = 0", "vif_plugging_is_fatal = false")
    diagnosis = diagnosed(f"{UNEXPECTED} with vm_state active and task_state None", text)
    assert "shown" not in verdicts(diagnosis, "vif_plugging_is_fatal")


POOL = "sqlalchemy.exc.TimeoutError: QueuePool limit of size {} overflow 50 reached"


@pytest.mark.parametrize("value", ["20", "many"])
def test_a_number_may_be_that_of_another_pool(value: str) -> None:
    text = f"[database]\nmax_pool_size = 5\n[api_database]\nmax_pool_size = {value}\n"
    told = diagnosed(POOL.format(5), text)
    causes = {cause.group: cause for cause in told.symptoms[0].causes if "size" in cause.option}
    assert str(causes["database"].verdict) == "possible"
    api = causes["api_database"]
    assert str(api.verdict) == "ruled-out"
    assert api.message.endswith("what the log says here is `[database] max_pool_size`")
    assert not api.is_contradicted


def test_a_number_that_no_pool_has_is_of_another_configuration() -> None:
    text = "[database]\nmax_pool_size = 5\n[api_database]\nmax_pool_size = 20\n"
    causes = diagnosed(POOL.format(7), text).symptoms[0].causes
    assert [cause.group for cause in causes if cause.is_contradicted] == [
        "database",
        "api_database",
    ]


def test_an_empty_number_is_shown_as_empty_and_not_as_unreadable() -> None:
    for value, shown in (("", ""), ("5m", None)):
        told = diagnosed(OLD, f"[DEFAULT]\nvif_plugging_timeout = {value}\n")
        causes = told.symptoms[0].causes
        assert [one.value for one in causes if one.option == "vif_plugging_timeout"] == [shown]


def test_the_overflow_of_the_pool_of_the_other_database_rules_nothing_out() -> None:
    log = (
        "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 50 reached, connection "
        "timed out, timeout 30.00\n(1040, 'Too many connections')\n"
    )
    text = "[database]\nconnection = mysql+pymysql://n:p@db/nova\nmax_overflow = 1000\n"
    verdicts = {
        symptom.name: cause.verdict
        for symptom in diagnosed(log, text).symptoms
        for cause in symptom.causes
        if (cause.group, cause.option) == ("database", "max_overflow")
    }
    assert verdicts["database-connections-used-up"] is Verdict.POSSIBLE
