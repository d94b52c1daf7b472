"""A build that ended by its port: neutron refused it, or gave it and said nothing more."""

from __future__ import annotations

import novalint
from novalint.deployment import Deployment
from novalint.logs.diagnosis import Diagnosis, concluded
from novalint.logs.streams import blocks_of_lines
from novalint.logs.tally import Count
from novalint.settings import Settings
from novalint.text.document import Document

FIRST, SECOND = "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10", "8f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b11"
EVENT = "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11"
RAISED = "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"
LOWERED = "[DEFAULT]\nvif_plugging_timeout = 60\n"
BUSY = Settings(deployment=Deployment.of({"role": ["compute"], "peak_concurrent_builds": 200}))


def line(second: int, message: str, instance: str = FIRST) -> str:
    time = f"2026-03-02 09:16:{second}.220 7"
    return f"{time} ERROR nova.compute.manager [req-1 - - - - -] [instance: {instance}] {message}"


def refused(instance: str = FIRST) -> str:
    said = f"Neutron Reported failure on event {EVENT} for instance {instance}"
    return line(10, f"{said}: {RAISED}", instance)


def failed(instance: str = FIRST, raised: str = RAISED) -> str:
    return line(20, f"Failed to allocate network(s): {raised}", instance)


def aborted(instance: str = FIRST) -> str:
    why = "Failed to allocate the network(s), not rescheduling."
    return line(30, f"Build of instance {instance} aborted: {why}", instance)


def waited(instance: str = FIRST) -> str:
    said = f"Timeout waiting for ['{EVENT}'] for instance with vm_state building and task_state x"
    return line(10, said, instance)


def diagnosed(*lines: str, text: str = LOWERED) -> Diagnosis:
    config = novalint.load(Document.parse(text, "nova.conf"))
    count = Count()
    count.take(blocks_of_lines(lines))
    return concluded(count, config, BUSY)


def verdicts(diagnosis: Diagnosis, option: str) -> dict[str, str]:
    return {
        symptom.name: str(cause.verdict)
        for symptom in diagnosis.symptoms
        for cause in symptom.causes
        if cause.option == option
    }


def test_no_wait_helps_a_port_that_neutron_refused() -> None:
    for lines in ([refused()], [refused(), failed(), aborted()]):
        diagnosis = diagnosed(*lines)
        assert set(verdicts(diagnosis, "vif_plugging_timeout").values()) == {"ruled-out"}
        assert not diagnosis.fixes


def test_a_wait_of_another_server_may_have_been_too_short() -> None:
    told = diagnosed(refused(), failed(), waited(SECOND), failed(SECOND))
    assert "ruled-out" not in verdicts(told, "vif_plugging_timeout").values()
    assert verdicts(diagnosed(refused(), failed(SECOND)), "vif_plugging_timeout") == {
        "vif-creation-failed": "shown"
    }


def test_lines_without_a_server_are_of_the_port_that_neutron_refused() -> None:
    told = diagnosed(refused().partition(": nova")[0], "Virtual Interface creation failed")
    assert verdicts(told, "vif_plugging_timeout") == {"vif-creation-failed": "ruled-out"}
    assert not told.fixes
    told = diagnosed(refused().partition(": nova")[0], waited(SECOND), RAISED)
    assert verdicts(told, "vif_plugging_timeout")["vif-creation-failed"] == "shown"


UNREACHABLE = "keystoneauth1.exceptions.connection.ConnectFailure: Unable to establish connection"


def test_a_build_that_got_no_port_has_not_waited_for_it() -> None:
    for lines in (
        [failed(raised=UNREACHABLE), aborted()],
        [failed(raised=UNREACHABLE), refused(SECOND), failed(SECOND), aborted()],
        [failed(raised=UNREACHABLE), aborted().replace(f"[instance: {FIRST}] ", "")],
    ):
        told = diagnosed(*lines)
        assert set(verdicts(told, "vif_plugging_timeout").values()) == {"ruled-out"}
        assert not told.fixes
    told = diagnosed(failed(raised=UNREACHABLE), aborted(), failed(SECOND), aborted(SECOND))
    assert verdicts(told, "vif_plugging_timeout")["network-not-rescheduled"] == "shown"


def test_another_line_of_the_record_may_name_what_a_build_ended_with() -> None:
    """As where oslo.log puts no summary of the exception behind a message."""
    url = "ConnectFailure: Unable to establish connection to http://net:9696/v2.0/networks"
    record = [line(20, "Failed to allocate network(s)"), line(20, url)]
    told = diagnosed(*record, aborted())
    assert verdicts(told, "vif_plugging_timeout") == {"network-not-rescheduled": "ruled-out"}
    assert not told.fixes
    vif = [line(20, "Failed to allocate network(s)", SECOND), line(20, RAISED, SECOND)]
    told = diagnosed(*record, aborted(), *vif, aborted(SECOND))
    assert verdicts(told, "vif_plugging_timeout")["network-not-rescheduled"] == "shown"


def test_what_a_build_ended_with_is_not_known_without_its_exception() -> None:
    """As in ocata, where it is at the end of the traceback, and neutron may have answered so."""
    ends = ["Traceback (most recent call last):", "InternalServerError: An unexpected error"]
    for behind in ([], [line(20, end) for end in ends]):
        told = diagnosed(line(20, "Failed to allocate network(s)"), *behind, aborted())
        assert verdicts(told, "vif_plugging_timeout") == {"network-not-rescheduled": "possible"}
        assert not told.fixes
    told = diagnosed(line(20, "Failed to allocate network(s)"), line(20, RAISED), aborted())
    assert verdicts(told, "vif_plugging_timeout")["network-not-rescheduled"] == "shown"
    assert verdicts(diagnosed(aborted()), "vif_plugging_timeout") == {
        "network-not-rescheduled": "shown"
    }


def test_other_drivers_say_less_of_a_wait() -> None:
    """nova/virt/zvm/driver.py of 34.0.0, nova/virt/xenapi/vmops.py of 21.2.4."""
    told = diagnosed(line(10, "Timeout waiting for vif plugging callback."), failed())
    assert verdicts(told, "vif_plugging_timeout")["vif-plug-timeout"] == "shown"


def test_no_retry_helps_where_neutron_gave_the_port() -> None:
    diagnosis = diagnosed(waited(), failed(), aborted(), text="[DEFAULT]\ndebug = false\n")
    assert verdicts(diagnosis, "network_allocate_retries") == {
        "network-allocation-failed": "ruled-out",
        "network-not-rescheduled": "ruled-out",
    }
    assert not verdicts(diagnosis, "http_retries")
    assert verdicts(diagnosis, "vif_plugging_is_fatal")["vif-creation-failed"] == "possible"
    assert diagnosis.fixes


def test_a_retry_may_help_where_neutron_did_not_give_the_port() -> None:
    unable = (
        "nova.exception.UnableToAutoAllocateNetwork: Unable to automatically allocate a network"
    )
    again = line(15, "Instance failed network setup (attempt 1 of 1)")
    for lines in ([failed(raised=unable)], [again, failed()]):
        found = verdicts(diagnosed(*lines), "network_allocate_retries")
        assert found["network-allocation-failed"] == "shown"


def test_only_a_connection_that_fails_is_made_again() -> None:
    quota = "nova.exception.PortLimitExceeded: Maximum number of ports exceeded"
    setup = "Instance failed network setup after 1 attempt(s)"
    text = "[neutron]\nhttp_retries = 0\n"
    for raised, found in ((UNREACHABLE, "shown"), (quota, None)):
        told = diagnosed(line(15, f"{setup}: {raised}"), failed(raised=raised), text=text)
        of_http = verdicts(told, "http_retries")
        assert of_http.get("network-allocation-failed") == found
        assert of_http.get("network-setup-retried") == found


def test_a_build_that_is_not_rescheduled_starts_on_no_other_host() -> None:
    assert verdicts(diagnosed(aborted()), "network_allocate_retries") == {
        "network-not-rescheduled": "possible"
    }
