"""The text of a diagnosis of many symptoms: an overview first, and nothing told twice."""

from __future__ import annotations

import json

import novalint
from novalint.logs.diagnosis import Diagnosis
from novalint.pages.diagnoses import Diagnosed
from novalint.pages.diagnoses import as_text as text_of_several
from novalint.pages.diagnosis import as_json, as_text
from novalint.text.document import Document

NIGHT = """\
2026-11-28 23:05:01.442 7 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server on ctl:5672 \
is unreachable: timed out. Trying again in 1 seconds.
2026-11-28 23:03:44.002 7 ERROR oslo_service.periodic_task [-] Error during ComputeManager._sync: \
oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message ID 2f3f4f5f
2026-11-28 23:09:30.100 7 WARNING keystoneauth.identity.generic.base [-] Failed to discover \
available identity versions when contacting http://ctl:5000/v3. Attempting to parse version.
2026-11-28 23:10:10.100 7 ERROR nova.compute.manager [-] Instance failed to spawn: \
nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed
2026-11-28 23:10:10.300 7 ERROR nova.compute.manager [-] Instance failed to spawn: x
2026-11-28 23:10:20.100 7 ERROR nova.virt.libvirt.guest [-] Error launching a defined domain: \
internal error: qemu unexpectedly closed the monitor: cannot set up guest memory 'pc.ram'
2026-11-28 23:10:40.100 7 CRITICAL nova [-] Unhandled error: nova.exception.InvalidCPUInfo: \
Configured CPU model: EPYC is not compatible with host CPU. Please correct your config and try \
again. Unacceptable CPU info: the CPU is incompatible with host CPU: Host CPU does not provide \
required features: avx512vnni
"""
FILE = "[DEFAULT]\nrpc_response_timeout = 10\n[libvirt]\ncpu_mode = custom\ncpu_models = EPYC\n"


def diagnosed(log: str = NIGHT, text: str = FILE) -> Diagnosis:
    return novalint.diagnose(log, novalint.load(Document.parse(text, "nova.conf")))


def report(log: str = NIGHT) -> list[str]:
    return as_text(diagnosed(log), lambda fix: fix.patch.unified_diff()).splitlines()


def headings(lines: list[str]) -> list[str]:
    body = lines[lines.index("") :]
    return [line.rpartition("[")[2][:-1] for line in body if line.endswith("]") and line[0] != " "]


def test_the_worst_level_stands_above_all() -> None:
    lines = report()
    end = lines.index("")
    levels = [line.split()[0] for line in lines[1:end] if line[2] != " "]
    assert lines[0] == "In short, by level; below, the likeliest cause first:"
    assert levels == ["CRITICAL", *["ERROR"] * 5, "WARNING"]
    assert "nova-compute does not start" in lines[1]


def test_each_symptom_of_the_overview_has_its_block() -> None:
    lines = report()
    overview = " ".join(lines[1 : lines.index("")])
    names = headings(lines)
    assert all(f"[{name}]" in overview for name in names)
    assert overview.count("[") == len(names) == len(set(names)) == 7


def test_a_symptom_of_the_same_lines_is_told_along() -> None:
    lines = report()
    names = headings(lines)
    assert "periodic-task-failed" not in names and "qemu-ended" not in names
    assert "  the same lines show: periodic-task-failed" in lines
    assert "  the same lines show: cpu-lacks-features" in lines
    assert "  the same lines show: qemu-ended" in lines


def test_one_that_has_lines_of_its_own_stands_by_itself() -> None:
    assert "spawn-failed" in headings(report())
    one = "\n".join(line for line in NIGHT.splitlines() if not line.endswith("spawn: x"))
    assert "spawn-failed" not in headings(report(one))


def test_records_of_several_lines_are_one() -> None:
    first, *_ = (line for line in NIGHT.splitlines() if "Virtual Interface" in line)
    start, _, raised = first.partition("Instance failed to spawn: ")
    log = f"{start}Instance failed to spawn\n{start}Traceback\n{start}{raised}"
    (symptom,) = (one for one in diagnosed(log).symptoms if one.name == "spawn-failed")
    assert symptom.beside == ("vif-creation-failed",)
    assert symptom.worst == "ERROR"
    assert headings(["", *report(log)]) == ["vif-creation-failed"]


def test_what_is_set_and_what_a_rule_shows_is_told_in_full_of_many() -> None:
    text = "\n".join(report())
    assert "shown here: [DEFAULT] rpc_response_timeout = 10 (nova.conf:2)" in text
    assert "possible: [libvirt] cpu_models = EPYC (nova.conf:5): each must be a" in text
    assert "  possible, not set: [DEFAULT] long_rpc_timeout = 1800" in text


def test_few_symptoms_are_told_in_full_without_an_overview() -> None:
    lines = report("\n".join(NIGHT.splitlines()[:2]))
    assert headings(["", *lines]) == ["amqp-unreachable", "rpc-reply-timeout"]
    assert lines[0].startswith("The service cannot reach RabbitMQ")
    assert any("for the few calls" in line for line in lines)


def test_one_with_a_patch_of_its_own_is_not_told_along_with_another() -> None:
    wait = "Timeout waiting for ['network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11'] for "
    log = "2026-11-28 23:10:10.100 7 ERROR x [-] Binding failed for port "
    log += "0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11, please check neutron logs for more information: "
    log += f"{wait}instance with vm_state building and task_state spawning."
    assert set(headings(["", *report(log)])) == {"port-binding-failed", "vif-plug-timeout"}


def test_json_has_every_symptom_by_itself() -> None:
    diagnosis = diagnosed()
    names = [one["name"] for one in json.loads(as_json(diagnosis, lambda fix: ""))["symptoms"]]
    assert names == [symptom.name for symptom in diagnosis.symptoms]
    assert {"qemu-ended", "periodic-task-failed", "cpu-lacks-features"} <= set(names)


def test_several_configurations_have_the_overview_too() -> None:
    each = [
        Diagnosed(name, (name,), diagnosed(), lambda fix: fix.patch.unified_diff())
        for name in ("a.conf", "b.conf")
    ]
    lines = text_of_several(each).splitlines()
    assert lines[0] == "In short, by level; below, the likeliest cause first:"
    assert "  the same lines show: qemu-ended" in lines
    assert lines[-1].startswith(
        "10 symptoms, 3 of them reported as part of another, in 7 lines; 2 config"
    )


def test_an_option_with_one_value_is_not_both_possible_and_ruled_out() -> None:
    line = (
        "2026-03-02 09:12:01.402 1 WARNING nova.compute.manager [-] Received unexpected event "
        "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for instance with vm_state active"
        " and task_state None."
    )
    text = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\nvif_plugging_is_fatal = false\n"
    printed = as_text(diagnosed(line, text), lambda fix: "")
    assert "possible: [DEFAULT] vif_plugging_is_fatal = false" in printed
    assert "ruled out: [DEFAULT] vif_plugging_is_fatal" not in printed


def test_of_two_kinds_of_one_line_that_with_options_is_told() -> None:
    line = (
        "Build of instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 aborted: "
        "Failed to allocate the network(s), not rescheduling."
    )
    printed = as_text(diagnosed(line), lambda fix: "")
    assert printed.splitlines()[0].endswith("[network-not-rescheduled]")
    assert "  the same lines show: build-aborted\n" in printed
    assert "vif_plugging_timeout" in printed


def test_an_option_that_is_ruled_out_both_ways_is_named_once() -> None:
    event = (
        "2026-11-28 23:11:00.100 7 WARNING nova.compute.manager [-] Received unexpected event "
        "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for instance with vm_state "
        "active and task_state None.\n"
    )
    told = diagnosed(NIGHT + event, "[DEFAULT]\nvif_plugging_timeout = 0\n")
    text = as_text(told, lambda fix: "")
    assert text.count("ruled out: [DEFAULT] vif_plugging_is_fatal = true\n") >= 1
    assert "vif_plugging_is_fatal = true, [DEFAULT] vif_plugging_is_fatal" not in text


def test_in_brief_what_is_ruled_out_without_a_value_has_a_reason() -> None:
    refused = (
        "2026-11-28 23:12:00.100 7 WARNING keystonemiddleware.auth_token [-] Identity response: "
        '{"error": {"code": 401}}: keystoneauth1.exceptions.http.Unauthorized: The request you '
        "have made requires authentication. (HTTP 401)\n"
    )
    text = " ".join(" ".join(report(NIGHT + refused)).split())
    reason = "(`[service_user] send_service_user_token` is not true)"
    assert f"ruled out: [service_user] password {reason}" in text


def test_the_argument_that_differs_is_no_name_of_a_queue() -> None:
    line = (
        "2026-11-28 23:12:00.100 7 ERROR nova [-] amqp.exceptions.PreconditionFailed: "
        "Exchange.declare: (406) PRECONDITION_FAILED - inequivalent arg 'durable' for exchange "
        "'nova' in vhost '/': received 'true' but current is 'false'\n"
    )
    assert "argument durable; exchange nova" in " ".join(report(line))
