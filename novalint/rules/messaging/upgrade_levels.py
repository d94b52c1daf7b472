"""Pins of RPC versions, as a rolling upgrade sets them: [upgrade_levels]."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.compute_rpc import NAMES_BEFORE_OCATA, OLDEST, last_that_sends
from novalint.records import NamedTuple
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.releases import Release

GROUP = "upgrade_levels"
UNCHECKED = ("workarounds", "disable_compute_service_check_for_ffu")
"""What lets compute services in that are too old."""


class Api(NamedTuple):
    """What the clients of one RPC interface know and send.

    `sent` are the majors of its version by the release that first sends each, newest first;
    `accepted` those that the same clients can still send, which is one before for a release with
    compatible calls. `names` are the code names by the release from which on each version counts,
    `first` and `last` the oldest and the newest of them (None: that of the release itself).
    """

    sent: tuple[tuple[int, int], ...]
    accepted: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, int], ...]
    first: int | None
    last: int | None


APIS = {
    "compute": Api(
        ((23, 6), (17, 5), (15, 4)),
        ((23, 5), (18, 5), (15, 4)),
        ((23, 6), (17, 5), (11, 4), (9, 3)),
        9,
        None,
    ),
    "conductor": Api(((15, 3),), ((15, 3),), ((12, 3), (9, 2), (7, 1)), 7, 15),
    "scheduler": Api(((15, 4),), ((15, 4),), ((11, 4), (9, 3), (7, 2)), 7, 16),
    "baseapi": Api(((15, 1),), ((15, 1),), (), None, None),
}
"""The interfaces by option (nova/compute, conductor, scheduler: rpcapi.py; nova/baserpc.py)."""

CALLS = {
    "compute": "call to nova-compute",
    "conductor": "use of the database through nova-conductor",
    "scheduler": "call to nova-scheduler",
    "baseapi": "call to the base interface of all services",
}
"""What a pin holds back, by option."""

SELECTIONS = (4, 5)
"""The version of nova-scheduler's calls that returns the objects for which conductors ask."""
SELECTIONS_SINCE = 17
"""The first release in which they ask (nova/scheduler/rpcapi.py, `select_destinations`)."""


def _at(table: tuple[tuple[int, int], ...], major: int) -> int:
    return next((value for since, value in table if major >= since), 0)


@rule(
    "upgrade-level-unknown",
    theme="messaging",
    severity=Severity.ERROR,
    options=tuple(f"{GROUP}.{name}" for name in APIS),
)
def upgrade_level_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova does not know an RPC version pin or no longer supports it, so calls fail.

    ## What it checks

    `compute`, `conductor`, `scheduler` and `baseapi` of `[upgrade_levels]`: a version such as `6.1`
    whose major version the release can send, or a name that it knows for such a version. For
    `compute` that is `auto`, or a code name up to its own release: `antelope` but not `2023.1`. For
    `conductor` the last name is ocata, as nothing has changed since; `scheduler` must be 4.5 or
    later from queens on, which no name stands for; `baseapi` has no names. An empty value is not a
    version, and not the same as no pin.

    ## Why it matters

    An unknown name is taken for a version, and so is an empty value. Then each call fails with a
    ValueError, or, if the name looks like a version, such as `2023.1`, with RPCVersionCapError. So
    does each call under a pin to a major version that is no longer supported: from rocky on nothing
    can be sent to a nova-compute of pike. Of the calls to nova-conductor these are the ones through
    which other services use the database, not those of builds and migrations, which are not pinned.

    With `scheduler` below 4.5 each choice of a host ends in
    SelectionObjectsWithOldRPCVersionNotSupported, as nova-conductor asks for objects that came with
    that version: no server is built or moved. The calls of nova-api and nova-compute are older, so
    nothing is said of nodes without nova-conductor there.

    ## Example

        [upgrade_levels]
        compute = 2023.1

    ## Fix safety

    Unsafe: `compute` gets the code name of a release that it names by number, unless that is too
    old for a pin, and upper case becomes lower case. Any other pin is commented out, so that the
    newest version is sent. While older compute services still run, set `compute = auto` instead, or
    name their release.

    ## Sources

    Nova 15.1.5 to 34.0.0: `VERSION_ALIASES` and the targets in nova/compute/rpcapi.py,
    nova/conductor/rpcapi.py (`ConductorAPI`; `ComputeTaskAPI` has no pin),
    nova/scheduler/rpcapi.py and nova/baserpc.py; `_ver` of the first for the major before, in
    17.0.13 and from 23.2.2 on; from 17.0.13 on nova/scheduler/rpcapi.py (`select_destinations`) and
    nova/conductor (`return_objects=True` in manager.py and tasks). oslo.messaging:
    oslo_messaging/_utils.py (`version_is_compatible`), tried with 18.3.1.
    """
    for _, name in known_first(config, ((GROUP, name) for name in APIS)):
        pin = config.text(GROUP, name)
        fault = "" if pin is None else _complaint(name, pin, config.release, deployment)
        if fault:
            meant = _meant(pin or "", config.release) if name == "compute" else ""
            yield finding(
                config,
                GROUP,
                name,
                f"`[{GROUP}] {name}` {shown(pin) if pin else 'is empty, which'} is {fault};"
                f" {_way(name, meant)}",
                set_fix(config, GROUP, name, meant)
                if meant
                else unset_fix(config, GROUP, name, f"Comment out {name}"),
            )


def _way(name: str, meant: str) -> str:
    """Return what to do about a pin, `meant` being the one that is plainly meant."""
    if meant:
        return f"set it to {meant}, or remove it if no older compute services run"
    while_older = ", or set it to auto while older compute services run"
    return f"remove it{while_older if name == 'compute' else ''}"


def _meant(pin: str, release: Release) -> str:
    """Return the pin for compute services that is plainly meant; empty where none is, or too old.

    Nova knows releases by their code names, which the later ones are not called by any more.
    """
    from novalint.schema.releases import releases

    word = pin.strip().lower()
    name = next((one.codename for one in releases() if word == str(one)), word)
    if name == "auto":
        return name
    named = _majors().get(name, 0)
    is_pin = not _fault("compute", name, release)
    return name if is_pin and release.major - 2 <= named < release.major else ""


def _complaint(service: str, pin: str, release: Release, deployment: Deployment) -> str:
    """Return what is wrong with a pin, and what that entails on this node; empty for nothing."""
    fault = _fault(service, pin, release)
    if fault:
        return f"{fault}, so every {CALLS[service]} fails"
    chooses = service == "scheduler" and deployment.plays("conductor") is not False
    if chooses and release.major >= SELECTIONS_SINCE and _is_before_selections(pin):
        return "below version 4.5, which the choice of a host needs, so no server is built or moved"
    return ""


def _fault(service: str, pin: str, release: Release) -> str:
    """Return what is wrong with a pin; empty where calls can be sent under it."""
    api = APIS[service]
    version = _version(service, pin, release)
    if version is None:
        return "not an RPC version that Nova knows"
    least, most = _at(api.accepted, release.major), _at(api.sent, release.major)
    if version > most:
        return "not an RPC version that Nova knows"
    return "" if version >= least else "older than the versions of RPC that Nova can send"


def _is_before_selections(pin: str) -> bool:
    """Return whether a pin of nova-scheduler that is known is too old for what conductors ask."""
    parts = pin.split(".")
    return len(parts) == 1 or (int(parts[0]), int(parts[1])) < SELECTIONS


def _version(service: str, pin: str, release: Release) -> int | None:
    """Return the major version that a pin stands for; None where it stands for none."""
    api = APIS[service]
    if service == "compute" and pin == "auto":
        return _at(api.sent, release.major)
    parts = pin.split(".")
    if len(parts) in (2, 3) and all(part.isascii() and part.isdecimal() for part in parts):
        return int(parts[0])
    named = _majors().get(pin)
    if named is None or api.first is None:
        return None
    newest = min(api.last or 99, _newest_name(service, release.major))
    return _at(api.names, named) if api.first <= named <= newest else None


def _newest_name(service: str, major: int) -> int:
    """Return the release whose code name is the newest that a release knows.

    Ocata and pike do not know their own, nor does rocky for nova-compute.
    """
    if major in (15, 16) or (service == "compute" and major == 18):
        return major - 1
    return major


def _majors() -> dict[str, int]:
    """Return the major versions by code name."""
    from novalint.schema.releases import releases

    return {**NAMES_BEFORE_OCATA, **{release.codename: release.major for release in releases()}}


@rule(
    "upgrade-level-left-behind",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{GROUP}.compute", ".".join(UNCHECKED)),
)
def upgrade_level_left_behind(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The compute RPC pin names a release that compute services can no longer run.

    ## What it checks

    `[upgrade_levels] compute` with the code name of a release more than two before this one, or a
    version that only such releases send. It is silent where Nova would still start beside compute
    services of that release, and with `[workarounds] disable_compute_service_check_for_ffu`, by
    which older compute services are let in while several releases are skipped.

    ## Why it matters

    A compute service may be one release older than the controllers, or two from one SLURP release
    to the next; with older ones services do not start (from wallaby on). So the pin is left from an
    upgrade that is done. It keeps Nova from what newer messages can do, and some calls fail as they
    need a newer version.

    ## Example

        [upgrade_levels]
        compute = zed

    ## Fix safety

    Unsafe: the pin is commented out, so that the newest version is sent. `auto` follows the
    compute services by itself.

    ## Sources

    Nova 34.0.0: nova/compute/rpcapi.py (`VERSION_ALIASES`, `can_send_version`), nova/utils.py
    (`raise_if_old_compute`); nova/service.py (`Service.create`), which in 21.2.4 and 22.4.0 logs
    what it raises from 23.2.2 on.
    """
    pin = config.text(GROUP, "compute")
    if pin is None or _fault("compute", pin, config.release) or config.boolean(*UNCHECKED):
        return
    major = config.release.major
    if _newest_pinned(pin, major) < min(major - 2, OLDEST.get(major, major)):
        yield finding(
            config,
            GROUP,
            "compute",
            f"`[{GROUP}] compute` {shown(pin)} is the pin of an upgrade that must have finished"
            " long ago, and keeps Nova from sending newer messages to compute services; remove"
            " it or set it to"
            " auto",
            unset_fix(config, GROUP, "compute", "Comment out compute"),
        )


def _newest_pinned(pin: str, major: int) -> int:
    """Return the newest release that a pin can be meant for; this one where it is no name."""
    parts = pin.split(".")
    if len(parts) == 1:
        return _majors().get(pin, major)
    return last_that_sends((int(parts[0]), int(parts[1])))
