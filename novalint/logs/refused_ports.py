"""Options without a part in a build that ended by its port: neutron refused it, or had given it.

nova-compute asks neutron for ports, as often as `network_allocate_retries` says, and waits for
their events then. That the wait ended in vain, or at once by an event that says that the port
failed, raises VirtualInterfaceCreateException (nova/virt/libvirt/driver.py of 15.1.5 and 34.0.0).
Where the asking fails, `Instance failed network setup` is logged (nova/compute/manager.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from novalint.logs.signature import OptionCause
    from novalint.logs.tally import Tally

_FATAL, _TIMEOUT = "vif_plugging_is_fatal", "vif_plugging_timeout"
_RAISED = "VirtualInterfaceCreateException"
_FAILED, _GIVEN_UP, _TIMED_OUT = "vif-port-failed", "vif-creation-failed", "vif-plug-timeout"
_ASKING_FAILED = "network-setup-retried"
_ENDS = (_GIVEN_UP, "network-allocation-failed", "network-not-rescheduled")
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
        return f"neutron said that the port failed ({_FAILED}), so no wait was too short"
    if (cause.group, cause.option) in _ALLOCATION and _was_given(tally, tallies):
        return f"neutron had given the port before {_RAISED} ended the build"
    return ""


def is_vain(cause: OptionCause, tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether a server would only come up with a port that neutron has refused."""
    is_end = tally.signature.name in _ENDS
    return is_end and cause.option == _FATAL and is_refused(tally, tallies)


def is_refused(tally: Tally, tallies: Mapping[str, Tally]) -> bool:
    """Whether neutron refused the port of each build, and none of them timed out."""
    return _TIMED_OUT not in tallies and _covers(_FAILED, tally, tallies)


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
