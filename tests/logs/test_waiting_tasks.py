"""Which task waited for a port decides what is offered: only builds end in ERROR for it."""

from __future__ import annotations

import pytest

import novalint
from novalint.logs.symptom import Symptom, Verdict
from novalint.text.document import Document
from novalint.text.source import Source

PORT = "network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11"
LINE = (
    "2026-03-02 09:16:48.220 7 WARNING nova.compute.manager [-] [instance: 7f0c1f0e-3a51-4a59-8a0c-"
    f"1c1b3a4a4b10] Timeout waiting for ['{PORT}'] for instance with vm_state active and "
    "task_state %s. Event states are: x"
)
UNEXPECTED = (
    "2026-03-02 09:18:48.220 7 WARNING nova.compute.manager [-] [instance: 7f0c1f0e-3a51-4a59-8a0c-"
    f"1c1b3a4a4b10] Received unexpected event {PORT} for instance with vm_state active and "
    "task_state None."
)
FATAL, LIVE = "vif_plugging_is_fatal", "live_migration_wait_for_vif_plug"
REBOOT = "wait_for_vif_plugged_event_during_hard_reboot"


def diagnosed(*lines: str, text: str = "[DEFAULT]\n") -> novalint.Diagnosis:
    config = novalint.load(Document(Source.decode(text.encode(), "nova.conf")))
    return novalint.diagnose("\n".join(lines), config)


def options(symptom: Symptom) -> list[str]:
    return [cause.option for cause in symptom.causes]


@pytest.mark.parametrize(
    "task", ["spawning", "rebuild_spawning", "unshelving", "resize_finish", "networking"]
)
def test_a_build_that_waited_in_vain_has_the_patch(task: str) -> None:
    diagnosis = diagnosed(LINE % task)
    assert [fix.title for fix in diagnosis.fixes] == ["Set vif_plugging_is_fatal to false"]
    (symptom,) = diagnosis.symptoms
    assert not {LIVE, REBOOT} & set(options(symptom))


def test_a_line_without_a_task_has_the_patch() -> None:
    (symptom,) = diagnosed(LINE.partition(" with vm_state")[0]).symptoms
    assert symptom.causes[0].fixes
    assert not {LIVE, REBOOT} & set(options(symptom))


def test_a_live_migration_has_the_option_that_lets_it_wait_and_no_patch() -> None:
    diagnosis = diagnosed(LINE % "migrating")
    assert not diagnosis.fixes
    (symptom,) = diagnosis.symptoms
    causes = {cause.option: cause for cause in symptom.causes}
    assert causes[LIVE].verdict is Verdict.POSSIBLE
    assert "the server goes on where it was" in causes[FATAL].message
    assert "ERROR" not in causes[FATAL].message
    assert "max_concurrent_builds" not in causes


@pytest.mark.parametrize("task", ["reboot_started", "reboot_started_hard", "powering-on", "None"])
def test_a_hard_reboot_waits_by_a_workaround(task: str) -> None:
    text = f"[workarounds]\n{REBOOT} = normal\n"
    diagnosis = diagnosed(LINE % task, text=text)
    assert not diagnosis.fixes
    (symptom,) = diagnosis.symptoms
    causes = {cause.option: cause for cause in symptom.causes}
    assert "powers a server off again" in causes[FATAL].message
    assert causes[REBOOT].verdict is Verdict.POSSIBLE
    given_up = "nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed"
    assert not diagnosed(LINE % task, given_up, text=text).fixes
    assert diagnosed(LINE % "migrating", given_up, text=text).fixes


@pytest.mark.parametrize("task", ["resuming", "pausing"])
def test_what_does_not_wait_has_no_patch(task: str) -> None:
    diagnosis = diagnosed(LINE % task)
    assert not diagnosis.fixes
    assert not {FATAL, LIVE, REBOOT} & set(options(diagnosis.symptoms[0]))


def test_builds_beside_a_live_migration_have_the_patch() -> None:
    assert diagnosed(LINE % "migrating", LINE % "spawning").fixes


@pytest.mark.parametrize(("task", "fixes"), [("migrating", 0), ("spawning", 1)])
def test_an_event_after_the_wait_of_a_live_migration_has_no_patch(task: str, fixes: int) -> None:
    diagnosis = diagnosed(LINE % task, UNEXPECTED)
    assert {symptom.name for symptom in diagnosis.symptoms} >= {"vif-event-unexpected"}
    assert len(diagnosis.fixes) == fixes


def test_the_order_of_the_tasks_decides_nothing() -> None:
    others = ["migrating", "reboot_started_hard", "powering-on", "None", "resuming"]
    diagnosis = diagnosed(*(LINE % task for task in [*others, "spawning"]))
    assert diagnosis.fixes
    told = dict(diagnosis.symptoms[0].told)["task"]
    assert isinstance(told, tuple) and len(told) == len(others)


def test_an_option_with_a_part_in_two_kinds_of_waits_has_one_entry() -> None:
    (symptom,) = diagnosed(LINE % "migrating", LINE % "spawning").symptoms
    (fatal,) = (cause for cause in symptom.causes if cause.option == FATAL)
    assert fatal.fixes and "ERROR" in fatal.message and "live migration" in fatal.message


def test_a_hard_reboot_that_waited_contradicts_an_empty_list() -> None:
    (symptom,) = diagnosed(LINE % "reboot_started_hard").symptoms
    causes = {cause.option: cause for cause in symptom.causes}
    assert causes[REBOOT].is_contradicted
    assert "with an empty list Nova does not write this line" in causes[REBOOT].message


def test_a_build_beside_it_keeps_its_patch() -> None:
    assert diagnosed(LINE % "reboot_started_hard", LINE % "spawning").fixes


def test_the_time_is_not_that_of_builds_alone() -> None:
    (symptom,) = diagnosed(LINE % "migrating").symptoms
    (timeout,) = (one for one in symptom.causes if one.option == "vif_plugging_timeout")
    assert "build" not in timeout.message


def test_a_live_migration_that_waited_names_what_gives_it_up() -> None:
    events = f"[('network-vif-plugged', '{PORT[20:]}')]"
    (symptom,) = diagnosed(
        "2026-03-02 09:18:48.220 7 WARNING nova.compute.manager [-] Timed out waiting for events: "
        f"{events}. If these timeouts are a persistent issue it could mean"
    ).symptoms
    fatal = {cause.option: cause for cause in symptom.causes}[FATAL]
    assert "gives up a live migration" in fatal.message and not fatal.fixes


def test_a_server_that_was_to_be_resized_back_waits_whatever_is_fatal() -> None:
    events = f"[('network-vif-plugged', '{PORT[20:]}')]"
    (symptom,) = diagnosed(
        "2019-03-02 09:18:48.220 7 ERROR nova.compute.manager [-] Timeout waiting for Neutron "
        f"events: {events}"
    ).symptoms
    assert symptom.name == "vif-revert-timeout"
    assert options(symptom) == ["vif_plugging_timeout"]
