"""Options without a part in a build that ended by its port: neutron refused it, or had given it.

nova-compute asks neutron for ports, as often as `network_allocate_retries` says, and waits for
their events then. That the wait ended in vain, or at once by an event that says that the port
failed, raises VirtualInterfaceCreateException (nova/virt/libvirt/driver.py of 15.1.5 and 34.0.0).
Where the asking fails, `Instance failed network setup` is logged, and `Failed to allocate
network(s)` with another exception (nova/compute/manager.py).
"""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.logs.signature import Stage
from novalint.nova.vif_plugging import BUILDS, REBOOTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from novalint.logs.signature import OptionCause
    from novalint.logs.tally import Tally

_FATAL, _TIMEOUT = "vif_plugging_is_fatal", "vif_plugging_timeout"
_RAISED = "VirtualInterfaceCreateException"
_FAILED, _GIVEN_UP, _TIMED_OUT = "vif-port-failed", "vif-creation-failed", "vif-plug-timeout"
_ASKING_FAILED = "network-setup-retried"
_NOT_ALLOCATED = "network-allocation-failed"
_ENDS = (_GIVEN_UP, _NOT_ALLOCATED, "network-not-rescheduled")
"""Symptoms that a build ends with when its port is not ready."""
_ALLOCATION = (
    ("DEFAULT", "network_allocate_retries"),
    ("neutron", "http_retries"),
    ("neutron", "timeout"),
)


def not_at_work(cause: OptionCause, tally: Tally, tallies: Mapping[str, Tally]) -> str:
    """Return why an option has no part in the end of these builds; empty where it may have."""
    if tally.signature.name not in _ENDS:
        return ""
    if (cause.group, cause.option) == ("DEFAULT", _TIMEOUT) and is_refused(tally, tallies):
        return f"{_refusal(tallies)}, so no wait was too short"
    if (cause.group, cause.option) in _ALLOCATION and _was_given(tally, tallies):
        return f"neutron had given the port before {_RAISED} ended the build"
    return ""


def is_vain(cause: OptionCause, tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether a change would only bring up a server with a port that neutron has refused.

    Or whether nothing says that a build came as far as to wait for a port.
    """
    if cause.option == _FATAL and _is_late_for_no_build(cause, tally, tallies):
        return True
    if tally.signature.name not in _ENDS or cause.option not in (_FATAL, _TIMEOUT):
        return False
    is_refusal = cause.option == _FATAL and is_refused(tally, tallies)
    return is_refusal or _ended_without_a_wait(tallies)


def _is_late_for_no_build(cause: OptionCause, tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether all that lets an event come too late is the wait of a live migration or a reboot.

    A reboot is given up as a build is; of a live migration no such line tells.
    """
    late = {name for name in cause.remedy.beside if name in tallies} if cause.remedy else set()
    tasks = set(tallies[_TIMED_OUT].told.get("task", ())) if _TIMED_OUT in tallies else set()
    if not tasks or not tasks.isdisjoint(BUILDS) or not late <= {_TIMED_OUT, _GIVEN_UP}:
        return False
    if _GIVEN_UP in late or tally.signature.name in _ENDS:
        return not tasks.isdisjoint(REBOOTS)
    return bool(late)


def _ended_without_a_wait(tallies: Mapping[str, Tally]) -> bool:
    """Whether builds ended, and no line that would be there too if that was by a wait.

    The traceback of the one has the other, where a log shows it.
    """
    waits = (_GIVEN_UP, _TIMED_OUT, _FAILED)
    return _NOT_ALLOCATED in tallies and not any(name in tallies for name in waits)


def is_refused(tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether neutron refused the port of each build, or did not give it: no wait was in vain.

    A line that names no server is of one of these where the log has no other end of a wait.
    """
    refused = {*_servers(_FAILED, tallies), *_without_port(tallies)}
    refused -= _servers(_TIMED_OUT, tallies)
    if not tally.instances.keys() <= refused:
        return False
    if tally.is_bound:
        return True
    return _TIMED_OUT not in tallies and (_FAILED in tallies or _ended_before_waiting(tallies))


def _without_port(tallies: Mapping[str, Tally]) -> frozenset[str]:
    """Return the servers whose builds ended with another exception than that of a wait."""
    if _NOT_ALLOCATED not in tallies or not _are_told_apart(tallies):
        return frozenset()
    return _servers(_NOT_ALLOCATED, tallies) - _servers(_GIVEN_UP, tallies)


def _are_told_apart(tallies: Mapping[str, Tally]) -> bool:
    """Whether it is known what each build ended with, and the server where that is a wait.

    Lines name the exception, or each record has another line that names the trouble.
    """
    ended = tallies[_NOT_ALLOCATED]
    if not ended.raised or ended.has_unnamed:
        return _GIVEN_UP not in (ended.beside or ()) and _has_reason(ended, tallies)
    return _GIVEN_UP not in tallies or tallies[_GIVEN_UP].is_bound


def _has_reason(tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether each record has the line of one and the same trouble that is no port's."""
    others = (tallies[name].signature for name in tally.beside or () if name in tallies)
    return any(
        other.stage is Stage.CAUSE and other.name not in (_TIMED_OUT, _FAILED) for other in others
    )


def _ended_before_waiting(tallies: Mapping[str, Tally]) -> bool:
    """Whether no build of the log ended with the exception of a wait."""
    return _NOT_ALLOCATED in tallies and _are_told_apart(tallies) and _GIVEN_UP not in tallies


def _servers(name: str, tallies: Mapping[str, Tally]) -> frozenset[str]:
    return frozenset(tallies[name].instances) if name in tallies else frozenset()


def _refusal(tallies: Mapping[str, Tally]) -> str:
    if _FAILED in tallies:
        return f"neutron said that the port failed ({_FAILED})"
    return f"the build failed before it waited for a port ({_NOT_ALLOCATED})"


def _was_given(tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether each build ended when neutron had given its port."""
    if _ASKING_FAILED in tallies:
        return False
    is_named = tally.raised == {_RAISED} and not tally.has_unnamed
    return is_named or _covers(_GIVEN_UP, tally, tallies)


def _covers(name: str, tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether each record of a symptom shows another one too, or each of its servers has it."""
    if name not in tallies:
        return False
    if name in (tally.beside or ()):
        return True
    return tally.is_bound and tally.instances.keys() <= tallies[name].instances.keys()
