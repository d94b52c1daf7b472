"""Groups that nothing in Nova reads."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Note, Safety, Severity
from novalint.nearest import is_slip, nearest
from novalint.nova.lifetimes import group_story
from novalint.nova.successors import GROUPS, NEEDLESS_GROUPS
from novalint.rules.common.places import at
from novalint.rules.common.reading import is_read, is_set_in, nearest_slip
from novalint.rules.declaration import is_read_on_node, rule
from novalint.rules.options.unread import Unread, loss, unread, useless_database
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.options import Name, Schema
    from novalint.text.document import Document, Group

MOST_ALIKE = 5
"""Groups of a like name that are looked at."""
MOST = 30
"""Places of one finding that are told."""


@rule("unknown-group", theme="options", severity=Severity.WARNING, sign="other name")
def unknown_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Options are set in a group that nothing in Nova reads.

    ## What it checks

    Groups with at least one assignment that the release does not know: neither Nova's own, nor
    those of the libraries it uses, nor groups that get their name from another option's value. The
    finding says when the group was removed, as far back as essex, or when it will arrive, where
    another release has it. It is one for each group and file, with the places of its options; those
    that have a successor elsewhere are reported one by one (see unknown-option).

    A group that is gone together with what read it, such as a driver, is info, and so is one that
    deployment tools write although Nova does without it. Else what is set there was meant to have
    an effect, which is lost: a warning. It is an error where it is sure which group is meant, and
    services have no broker, database or credentials for want of it.

    ## Why it matters

    oslo.config never looks at groups that no code asks for, and says nothing about them.

    ## Example

        [vif_plug_ovs]
        ovs_vsctl_timeout = 240

    os-vif reads these options from `[os_vif_ovs]`.

    ## Fix safety

    Unsafe: the header is corrected, and what is below it comes into effect, where its name is a
    typo of one that has one of these options, or has its words in another order, or a common wrong
    one, or like one, or the end of one, that alone has all of these options. There is no fix where
    the file sets an option in that group too: one may be an old copy.

    ## Sources

    The schemas of all releases, made from the real packages, and the tags of Nova before ocata: see
    schemas/README.md.
    """
    lost = [usage for usage in unread(config, of_known_groups=False) if not usage.story]
    for document in config.documents:
        usages: dict[str, list[Unread]] = {}
        for usage in lost:
            if usage.place.document is document and usage.group.strip() != "default":
                usages.setdefault(usage.group, []).append(usage)
        for group in document.groups:
            options = usages.pop(normalize_group(group.name), [])  # one finding a group and file
            if options:
                yield _unknown(config, deployment, document, group, options)


def _unknown(
    config: Config, deployment: Deployment, document: Document, group: Group, options: list[Unread]
) -> Finding:
    name = normalize_group(group.name)
    names = [lost.name for lost in options]
    message, meant, severity = _said(name, document, group, names, config)
    fixes = []
    if meant:
        vital = any(_is_needed(config, deployment, lost, (meant, lost.name)) for lost in options)
        severity = Severity.ERROR if vital else severity
        same = [header.span for header in document.groups if normalize_group(header.name) == name]
        edits = [Edit(span.start + 1, span.end - 1, meant) for span in same]
        patch = Patch.of(document.source, edits)
        fixes = [Fix(f"Write [{meant}]", patch, Safety.UNSAFE)]
    return Finding(
        message,
        Location.of(document, group.span),
        group.name,
        fixes=tuple(fixes),
        related=tuple(Note("nothing reads this", at(lost.place)) for lost in options[:MOST]),
        override=severity,
    )


def _is_needed(config: Config, deployment: Deployment, lost: Unread, to: Name) -> bool:
    """Return whether a service has no broker, database or log-in for want of a line."""
    return (
        loss(config, deployment, lost, to) is Severity.ERROR
        and is_read_on_node(config, deployment, *to)
        and not useless_database(config, deployment, lost, to)
    )


def _said(
    name: str, document: Document, group: Group, options: list[str], config: Config
) -> tuple[str, str, Severity | None]:
    """Return what to say of a group, the group that is meant if there is one, and how bad it is."""
    story = group_story(name, config.release)
    if story:
        return story.message, "", Severity.INFO if story.harmless else None
    subject = f"{shown(f'[{group.name}]')} is not a group of Nova {config.release}"
    if name in NEEDLESS_GROUPS:
        return f"{subject}; {NEEDLESS_GROUPS[name]}", "", Severity.INFO
    alike, certain = _meant(name, options, config)
    if not alike:
        return f"{subject}; remove it unless something other than Nova reads it", "", None
    names = " or ".join(f"`[{other}]`" for other in alike)
    if certain and not any(is_set_in(document, config, alike[0], each) for each in options):
        return f"{subject}; write {names}", alike[0], None
    return f"{subject}; remove it, or write {names} if that is meant", "", None


def _belongs(schema: Schema, group: str, name: str) -> bool:
    """Return whether a group has an option of a name, or of one that it is but for a slip."""
    return is_read(schema, group, name) or bool(nearest_slip(name, group, schema))


def _meant(name: str, options: list[str], config: Config) -> tuple[list[str], bool]:
    """Return the groups that may be meant, and whether it is plain that the only one is.

    It is where the name is a slip or turns the words round, or where no other group has all the
    options: `[oslo_messaging]` may stand for several, and `rabbit_retry_interval` is of one of
    them.
    """
    meant = GROUPS.get(name, "")
    if config.schema.options(meant):
        return [meant], True
    groups = config.schema.groups
    alike = nearest(name, groups, MOST_ALIKE)
    words = sorted(name.replace("-", "_").split("_"))  # [database_api] is [api_database]
    turned = [other for other in groups if sorted(other.split("_")) == words]
    slips = turned or [other for other in alike if is_slip(name, other)]
    if len(slips) == 1:
        return slips, any(_belongs(config.schema, slips[0], option) for option in options)
    able = [other for other in groups if all(is_read(config.schema, other, o) for o in options)]
    having = [
        other for other in able if other in alike or other in name or other.endswith(f"_{name}")
    ]
    if having:
        return having[:MOST_ALIKE], len(able) == 1
    if len(able) == 1 and len(set(options)) > 1:  # one name alone may be another one's too
        return able, False
    return [other for other in alike if other.startswith(f"{name}_")] or alike[:1], False
