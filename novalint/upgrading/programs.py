"""What an upgrade changes whatever the files say: programs that go, other threads."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.drivers import PREFIX, package
from novalint.nova.native_threads import BACKEND, IN_WSGI_SERVER
from novalint.nova.programs import (
    GREEN_BY_OPTION,
    KEEP_GREEN,
    KEEP_GREEN_BY_OPTION,
    PROGRAM_CHANGES,
    ProgramChange,
)
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.idle import with_neutron

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.comparison import Comparison


_OF_XENAPI = (
    "xvpvncproxy_",
    "console_driver",
    "console_public_hostname",
    "console_xvp_",
    "xenapi_",
)


def program_changes(
    before: Config, after: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Change]:
    """Yield what changes between two releases for nodes of the roles, whatever the files say.

    `before` is what the start release reads from the files, `after` what the target does. A program
    that is not run here by what they say is nothing to do.
    """
    majors = {
        release.major: release
        for release in releases()
        if comparison.old < release <= comparison.new
    }
    for step in PROGRAM_CHANGES:
        if step.major in majors and any(deployment.plays(role) is not False for role in step.roles):
            why = _unused(step, before) if step.goes else ""
            what = step.message.partition("; ")[0]
            message = step.message if step.goes else f"{what}; {_way(step, after)}"
            phrase = f"{what}; nothing changes here, as {why}" if why else message
            effect = _effect(step, before)
            when = (majors[step.major],)
            yield Change(
                Effect.NOTHING if why else effect, "", "", phrase, None, when, step.programs
            )
    yield from _programs_to_go(before, comparison, deployment)


def _programs_to_go(
    before: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Change]:
    """Yield the programs that the target still has and calls deprecated."""
    by_major = {release.major: release for release in releases()}
    for step in PROGRAM_CHANGES:
        since, gone = by_major.get(step.deprecated or 0), by_major[step.major]
        goes = since is not None and since <= comparison.new < gone
        run = any(deployment.plays(role) is not False for role in step.roles)
        if since and goes and run and not _unused(step, before) and not _is_rare(step, before):
            when = (since,) if since > comparison.old else ()
            phrase = f"from {gone} on {step.message}"
            yield Change(Effect.SOON, "", "", phrase, None, when, step.programs)


def _unused(step: ProgramChange, config: Config) -> str:
    """Return which setting shows that nobody runs a program; empty where somebody may."""
    if "nova-cells" in step.programs and config.boolean("cells", "enable") is False:
        return "`[cells] enable` is false"
    if "nova-network" in step.programs and (why := with_neutron(config)):
        return why
    driver = package(config).removeprefix(PREFIX)  # a full path says no package
    if "nova-xvpvncproxy" in step.programs and driver not in ("", "xenapi"):
        return f"`compute_driver` is of `{driver}`"
    if "nova-xvpvncproxy" in step.programs and not driver and not _names_xenapi(config):
        return "no line sets an option of XenAPI"
    return ""


def _names_xenapi(config: Config) -> bool:
    """Whether files that choose no driver have a line for XenAPI, or for its consoles."""
    return any(
        usage.place.assignment.group.lower() == "xenserver"
        or usage.place.assignment.option.startswith(_OF_XENAPI)
        for usage in config.usages
    )


def _effect(step: ProgramChange, config: Config) -> Effect:
    """Return what a step does where nothing shows that it is about something else."""
    return Effect.BREAKS if step.goes and not _is_rare(step, config) else Effect.CHANGES


def _is_rare(step: ProgramChange, config: Config) -> bool:
    """Whether hardly anybody runs a program, and no line shows that somebody does here."""
    return "nova-xvpvncproxy" in step.programs and not package(config)


def _way(step: ProgramChange, after: Config) -> str:
    """Return how to stay on green threads."""
    in_server = set(step.roles) <= set(IN_WSGI_SERVER)
    if in_server or not after.schema.option("DEFAULT", BACKEND):
        return KEEP_GREEN
    asked = after.value("DEFAULT", BACKEND) == "eventlet"
    return GREEN_BY_OPTION if asked else KEEP_GREEN_BY_OPTION
