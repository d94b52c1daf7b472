"""Names that nobody reads: oslo.config ignores them without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.findings import Finding, Fix, Location, Note, Safety, Severity
from novalint.nearest import is_slip, nearest
from novalint.nova.lifetimes import Story, group_story, option_story
from novalint.rules.common.logins import is_needless
from novalint.rules.common.places import at, is_live
from novalint.rules.common.reading import below_swallowed_headers, is_read
from novalint.rules.declaration import rule
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.text.writing import move, rename
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.options import Name
    from novalint.text.document import Document, Group

TOO_COMMON = 3
"""A name that more groups have, such as `auth_url`, does not say where it belongs."""


@rule("unknown-group", theme="options", severity=Severity.WARNING)
def unknown_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Options are set in a group that nothing in Nova reads.

    ## What it checks

    Groups with at least one assignment that the release does not know: neither Nova's own, nor
    those of the libraries it uses, nor groups that get their name from another option's value. The
    finding says when the group was removed or when it will arrive, where another release has it.
    Assignments in it that have a successor elsewhere are told one by one (see unknown-option).

    ## Why it matters

    oslo.config never looks at groups that no code asks for, and says nothing about them.

    ## Example

        [vif_plug_ovs]
        ovs_vsctl_timeout = 240

    os-vif reads these options from `[os_vif_ovs]`.

    ## Fix safety

    Unsafe: where one known group has nearly the same name, or is what a common wrong name stands
    for, the header is corrected, and what stands below it comes into effect.

    ## Sources

    The schemas of all releases, made from the real packages: see schemas/README.md.
    """
    unread = list(_unread(config, of_known_groups=False))
    for document in config.documents:
        used = {group for place, group, story in unread if place.document is document and not story}
        for group in document.groups:
            name = normalize_group(group.name)
            if name not in used or name.strip() == "default":
                continue
            used.discard(name)  # one finding a group and file
            yield _unknown(config, document, group)


def _unknown(config: Config, document: Document, group: Group) -> Finding:
    message = group_story(normalize_group(group.name), config.release)
    near, hint = ([], "") if message else _meant(group.name.strip(), config)
    fixes = []
    if near:
        inside = Span(group.span.start + 1, group.span.end - 1)
        patch = Patch.of(document.source, [Edit(*inside, near[0])])
        fixes = [Fix(f"Write [{near[0]}]", patch, Safety.UNSAFE)]
    return Finding(
        message or f"nothing in Nova {config.release} reads the group `[{group.name}]`; {hint}",
        Location.of(document, group.span),
        group.name,
        fixes=tuple(fixes),
    )


def _meant(name: str, config: Config) -> tuple[list[str], str]:
    """Give the group that a wrong name stands for, if there is one, and a hint for the message."""
    from novalint.nova.successors import GROUPS

    to = GROUPS.get(normalize_group(name))
    if to and config.schema.options(to) is not None:
        return [to], f"its options are read from `[{to}]`"
    near = nearest(name, config.schema.groups, 1)
    return near, f"the nearest is `[{near[0]}]`" if near else "comment it out if nobody else does"


@rule("unknown-option", theme="options", severity=Severity.WARNING)
def unknown_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set that nothing in Nova reads.

    ## What it checks

    Names in known groups that are no current and no old name of an option of the release, that no
    other group has either (see misplaced-option), and that are no dashed spelling of one (see
    dashed-option). Where an older or a newer release reads the very name in the very group, the
    finding says when it was removed or when it will arrive, and what stands in its place, or what
    applies now that it is ignored, as far as that is known. Where it is a known name with a slip of
    one or two letters, this is an error: what is configured cannot work. What a log-in gets along
    without is info: `auth_strategy` in any, where services are found in `[service_user]`.

    ## Why it matters

    oslo.config ignores names that no code asks for, without a message: a misspelt option leaves the
    default in force, and the file looks right.

    ## Example

        [DEFAULT]
        vif_plugging_if_fatal = false

    The option is called `vif_plugging_is_fatal`.

    ## Fix safety

    Unsafe: the name is corrected where it is a slip of one or two letters and the known name is not
    set yet, so the value comes into effect. A name that is merely alike may be another option's.
    The line of an option that was renamed or moved gets its present name where that is not set yet.

    ## Sources

    The schemas of all releases, made from the real packages: see schemas/README.md. What took the
    place of options without an alias was read in Nova, oslo.messaging, oslo.db, oslo.middleware,
    oslo.policy, keystonemiddleware and os-vif: in the last release with the option and in the first
    one without it. That unknown names pass in silence was tried with oslo.config 10.7.0.
    """
    yield from _from_other_releases(config)
    for place, group, story in _unread(config):
        name = place.assignment.option
        if story or _dashed(config, group, name) or _elsewhere(config, group, name):
            continue
        near = nearest(name, config.schema.options(group) or ())
        hint = f"the nearest is {listed(near)}" if near else "remove it, or ask who needs it"
        yield Finding(
            f"nothing in Nova {config.release} reads `{name}` in [{group}]; {hint}",
            at(place),
            group,
            name,
            tuple(_corrected(place, group, near)),
            override=_weight(config, group, name, near),
        )


def _weight(config: Config, group: str, name: str, near: list[str]) -> Severity | None:
    if is_needless(config, group, name):
        return Severity.INFO
    return Severity.ERROR if near and is_slip(name, near[0]) else None


def _from_other_releases(config: Config) -> Iterator[Finding]:
    """Tell of names that other releases read, in groups that are known today and others."""
    for known in (True, False):
        for place, group, story in _unread(config, of_known_groups=known):
            if story:
                set_at = _already_set(config, story.names)
                yield Finding(
                    story.message,
                    at(place),
                    group,
                    place.assignment.option,
                    () if set_at else tuple(_moved(place, story.names)),
                    (Note("that option is set here", at(set_at)),) if set_at else (),
                )


def _already_set(config: Config, names: tuple[Name, ...]) -> Place | None:
    """Give where the one option that stands in a line's place is set, if it takes one value."""
    setting = config.setting(*names[0]) if len(names) == 1 else None
    found = setting is not None and not setting.option.multi and setting.places
    return found[-1] if found else None


def _moved(place: Place, names: tuple[Name, ...]) -> Iterator[Fix]:
    """Offer to write the line under the one name that stands in its place."""
    if len(names) != 1:
        return
    (group, name), (document, assignment) = names[0], place
    if normalize_group(assignment.group) == group:
        yield Fix(f"Rename it to {name}", rename(document, assignment, name), Safety.UNSAFE)
    else:
        patch = move(document, assignment, group, name)
        yield Fix(f"Move it to [{group}] {name}", patch, Safety.UNSAFE)


def _corrected(place: Place, group: str, near: list[str]) -> Iterator[Fix]:
    slip = near and is_slip(place.assignment.option, near[0])
    if slip and not is_live(place.document, group, near[0]):
        patch = rename(place.document, place.assignment, near[0])
        yield Fix(f"Write {near[0]}", patch, Safety.UNSAFE)


@rule("misplaced-option", theme="options", severity=Severity.ERROR)
def misplaced_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set in a group that does not have it, while another group has.

    ## What it checks

    Names that the group does not know in any release and one to three other groups do in this one.
    A name of several words that one other group has is an error where one of the two groups is
    [DEFAULT]. Otherwise it is a warning: an option of that name may be a different one.

    ## Why it matters

    oslo.config looks for an option in its own group only. In the wrong one it is ignored without a
    message, and the default stays in force.

    ## Example

        [libvirt]
        vif_plugging_is_fatal = false

    The option belongs in `[DEFAULT]`.

    ## Fix safety

    Unsafe: where one group alone has a name of several words and does not set it yet, the line
    moves there with the comment lines touching it, so the value comes into effect.

    ## Sources

    The release schemas, made from the real packages: see schemas/README.md.
    """
    for place, group, story in _unread(config):
        name = place.assignment.option
        groups = _elsewhere(config, group, name)
        if story or not groups or _dashed(config, group, name):
            continue
        there = " or ".join(f"[{one}]" for one in groups)
        sure = _one_of_its_kind(name, groups) and "DEFAULT" in (group, *groups)
        where = f"it belongs in {there}" if sure else f"an option of that name is in {there}"
        yield Finding(
            f"nobody reads `{name}` in [{group}]; {where}",
            at(place),
            group,
            name,
            tuple(_moved_to(place, groups)),
            override=None if sure else Severity.WARNING,
        )


def _one_of_its_kind(name: str, groups: tuple[str, ...]) -> bool:
    """Tell whether one group alone has a name, and one that says more than `host` or `enabled`."""
    return len(groups) == 1 and "_" in name


def _moved_to(place: Place, groups: tuple[str, ...]) -> Iterator[Fix]:
    name = place.assignment.option
    if _one_of_its_kind(name, groups) and not is_live(place.document, groups[0], name):
        patch = move(place.document, place.assignment, groups[0], name)
        yield Fix(f"Move it to [{groups[0]}]", patch, Safety.UNSAFE)


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
    for place, group, _ in _unread(config):
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


class _Unread(NamedTuple):
    """An assignment that nothing reads, its normalized group, and what other releases say.

    In groups that are unknown as well only an option with a present name has a story of its own.
    """

    place: Place
    group: str
    story: Story | None


def _unread(config: Config, *, of_known_groups: bool = True) -> Iterator[_Unread]:
    """Give the assignments that nothing reads, either in known groups or in all others.

    What a group holds that a value such as `auth_section` names, nobody here can tell.
    """
    usages = [(normalize_group(u.place.assignment.group), u) for u in config.usages]
    unread = [(group, u.place) for group, u in usages if u.option is None and not u.renamed]
    astray = below_swallowed_headers(config) if unread else ()
    unread = [one for one in unread if not astray or one[1] not in astray]
    alive = {group for group, u in usages if u.option is not None or u.renamed} if unread else ()
    for group, place in unread:
        known = group in alive or config.schema.options(group) is not None
        hidden = not known and group in config.named_groups
        if known == of_known_groups and not hidden:
            story = option_story(group, place.assignment.option, config.release)
            yield _Unread(place, group, story if known or (story and story.names) else None)


def _dashed(config: Config, group: str, name: str) -> str:
    right = name.replace("-", "_")
    return right if right != name and is_read(config.schema, group, right) else ""


def _elsewhere(config: Config, group: str, name: str) -> tuple[str, ...]:
    found = tuple(one for one in config.schema.groups_with(name) if one != group)
    return found if len(found) <= TOO_COMMON and not is_needless(config, group, name) else ()
