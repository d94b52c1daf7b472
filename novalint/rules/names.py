"""Names that nobody reads: oslo.config ignores them without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Location, Safety, Severity
from novalint.rules.declaration import rule
from novalint.rules.nearest import listed, nearest
from novalint.rules.places import at, is_live
from novalint.rules.reading import is_read
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.text.writing import move, rename

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TOO_COMMON = 3
"""A name that more groups have, such as `auth_url`, does not say where it belongs."""


@rule("unknown-group", theme="options", severity=Severity.WARNING)
def unknown_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Options are set in a group that nothing in Nova reads.

    ## What it checks

    Groups with at least one assignment that the release does not know: neither Nova's own, nor
    those of the libraries it uses, nor groups that get their name from another option's value.

    ## Why it matters

    oslo.config never looks at groups that no code asks for, and says nothing about them.

    ## Example

        [vif_plug_ovs]
        ovs_vsctl_timeout = 240

    os-vif reads these options from `[os_vif_ovs]`.

    ## Fix safety

    Unsafe: where one known group has nearly the same name, the header is corrected, and what stands
    below it comes into effect.

    ## Sources

    The release schemas, made from the real packages: see schemas/README.md.
    """
    for document in config.documents:
        used = {normalize_group(a.group) for a in document.assignments}
        for group in document.groups:
            name = normalize_group(group.name)
            if name not in used or name.strip() == "default" or config.schema.options(name):
                continue
            used.discard(name)  # one finding a group and file
            near = nearest(group.name.strip(), config.schema.groups, 1)
            fixes = []
            if near:
                inside = Span(group.span.start + 1, group.span.end - 1)
                patch = Patch.of(document.source, [Edit(*inside, near[0])])
                fixes = [Fix(f"Write [{near[0]}]", patch, Safety.UNSAFE)]
            hint = f"the nearest is `[{near[0]}]`" if near else "comment it out if nobody else does"
            yield Finding(
                f"nothing in Nova {config.release} reads the group `[{group.name}]`; {hint}",
                Location.of(document, group.span),
                group.name,
                fixes=tuple(fixes),
            )


@rule("unknown-option", theme="options", severity=Severity.WARNING)
def unknown_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set that nothing in Nova reads.

    ## What it checks

    Names in known groups that are no current and no old name of an option of the release, that no
    other group has either (see misplaced-option), and that are no dashed spelling of one (see
    dashed-option). Where a known name is nearly the same, this is an error: what is configured
    cannot work.

    ## Why it matters

    oslo.config ignores names that no code asks for, without a message: a misspelt option leaves the
    default in force, and the file looks right.

    ## Example

        [DEFAULT]
        vif_plugging_if_fatal = false

    The option is called `vif_plugging_is_fatal`.

    ## Fix safety

    Unsafe: the name is corrected where a known one is nearly the same and not set yet, so the value
    comes into effect.

    ## Sources

    The release schemas, made from the real packages: see schemas/README.md. That unknown names pass
    in silence was tried with oslo.config 10.7.0.
    """
    for place, group in _unread(config):
        name = place.assignment.option
        if _dashed(config, group, name) or _elsewhere(config, group, name):
            continue
        near = nearest(name, config.schema.options(group) or ())
        hint = f"the nearest is {listed(near)}" if near else "remove it, or ask who needs it"
        yield Finding(
            f"nothing in Nova {config.release} reads `{name}` in [{group}]; {hint}",
            at(place),
            group,
            name,
            tuple(_corrected(place, group, near)),
            override=Severity.ERROR if near else None,
        )


def _corrected(place: Place, group: str, near: list[str]) -> Iterator[Fix]:
    if near and not is_live(place.document, group, near[0]):
        patch = rename(place.document, place.assignment, near[0])
        yield Fix(f"Write {near[0]}", patch, Safety.UNSAFE)


@rule("misplaced-option", theme="options", severity=Severity.ERROR)
def misplaced_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set in a group that does not have it, while another group has.

    ## What it checks

    Names that the group does not know and one to three other groups do.

    ## Why it matters

    oslo.config looks for an option in its own group only. In the wrong one it is ignored without a
    message, and the default stays in force.

    ## Example

        [libvirt]
        vif_plugging_is_fatal = false

    The option belongs in `[DEFAULT]`.

    ## Fix safety

    Unsafe: where exactly one group has the option and does not set it yet, the line moves there
    with the comment lines touching it, so the value comes into effect.

    ## Sources

    The release schemas, made from the real packages: see schemas/README.md.
    """
    for place, group in _unread(config):
        name = place.assignment.option
        groups = _elsewhere(config, group, name)
        if not groups or _dashed(config, group, name):
            continue
        fixes = []
        if len(groups) == 1 and not is_live(place.document, groups[0], name):
            patch = move(place.document, place.assignment, groups[0], name)
            fixes = [Fix(f"Move it to [{groups[0]}]", patch, Safety.UNSAFE)]
        yield Finding(
            f"nobody reads `{name}` in [{group}]; it belongs in "
            f"{' or '.join(f'[{one}]' for one in groups)}",
            at(place),
            group,
            name,
            tuple(fixes),
        )


@rule("dashed-option", theme="options", severity=Severity.ERROR)
def dashed_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is written with dashes, and nobody reads it.

    ## What it checks

    Names with `-` that the group knows with `_`.

    ## Why it matters

    Dashes belong to the command line. In a file oslo.config looks for the name with underscores
    only and ignores the other one without a message. (Old names are the exception: they are read in
    both spellings.)

    ## Example

        [DEFAULT]
        log-dir = /var/log/nova

    ## Fix safety

    Unsafe: the name gets its underscores and the value comes into effect.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`Opt._get_from_namespace` asks for `dest`).
    """
    for place, group in _unread(config):
        name = place.assignment.option
        right = _dashed(config, group, name)
        if not right:
            continue
        fixes = []
        if not is_live(place.document, group, right):
            patch = rename(place.document, place.assignment, right)
            fixes = [Fix(f"Write {right}", patch, Safety.UNSAFE)]
        yield Finding(
            f"nobody reads `{name}` with dashes in a file; write `{right}`",
            at(place),
            group,
            name,
            tuple(fixes),
        )


def _unread(config: Config) -> Iterator[tuple[Place, str]]:
    """Give the assignments in known groups that nothing reads, with their normalized group."""
    for usage in config.usages:
        group = normalize_group(usage.place.assignment.group)
        read = usage.option is not None or usage.renamed
        if not read and config.schema.options(group) is not None:
            yield usage.place, group


def _dashed(config: Config, group: str, name: str) -> str:
    right = name.replace("-", "_")
    return right if right != name and is_read(config.schema, group, right) else ""


def _elsewhere(config: Config, group: str, name: str) -> tuple[str, ...]:
    found = tuple(one for one in config.schema.groups_with(name) if one != group)
    return found if len(found) <= TOO_COMMON else ()
