"""Options that no service on the node reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import references
from novalint.findings import Finding, Note, Severity
from novalint.rules.api.metadata_readers import serves_metadata
from novalint.rules.common import plugging
from novalint.rules.common.compute_only import is_for_all
from novalint.rules.common.consoles import set_for
from novalint.rules.common.places import as_set, at
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.schema.options import Schema

RATIO = "_allocation_ratio"
"""The end of options that any service of stein takes for hosts whose older nova-compute wrote none
(`_from_db_object` in nova/objects/compute_node.py); nova-compute itself writes them from stein on.
"""
STEIN = 19
NAMED = 3
"""Options that the message names."""
MOST = 100
"""Places that notes tell."""


@rule(
    "option-not-read-by-role",
    theme="options",
    severity=Severity.INFO,
    needs=("role",),
)
def option_not_read_by_role(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No service on the node reads the option.

    ## What it checks

    Every option that is set, against the services that read it in this release. There is one
    finding a file, and one for each branch of a template, with the place of each option and who
    reads it. Files that a deployment tool merges for every service are left out. Options about
    plugging VIFs are left to [vif-option-off-compute](vif-option-off-compute.md), the URLs of
    consoles that are on to [console-url-off-compute](console-url-off-compute.md). What the metadata
    service reads counts as read up to 2025.1 where nova-api serves metadata, as `enabled_apis`
    says, unless the fact wsgi says that a web server runs it.

    ## Why it matters

    A change of such a line looks done and does nothing: it belongs to another node. Where one file
    is written for all nodes this is as it should be: name the roles of all services that read the
    file, or ignore this rule.

    ## Example

        [libvirt]
        virt_type = kvm

    in the nova.conf of a node with the role scheduler.

    ## Fix safety

    There is no fix: the file may be shared.

    ## Sources

    Who reads an option is derived from the source of each release, as schemas/README.md says; the
    estimate names rather too many services than too few. Allocation ratios are those of compute
    nodes; in stein nothing is said of them, as other services take theirs for hosts whose
    nova-compute is older. From train on one that still has no ratio in the database is not looked
    at.
    """
    elsewhere = {
        *plugging.OPTIONS,
        *((setting.group, setting.name) for _, setting in set_for(config, "url")),
    }
    unread = [
        setting
        for setting in not_read_by_role(config, deployment)
        if (setting.group, setting.name) not in elsewhere
    ]
    for document in config.documents:
        here = [
            setting
            for setting in unread
            if setting.places[-1].document is document and _is_told(setting, config)
        ]
        if here:
            yield _finding(here, deployment)


def _is_told(setting: Setting, config: Config) -> bool:
    """Return whether a line is in a branch that is chosen: others are told where none is."""
    place = setting.places[-1]
    arms = place.document.arms(place.assignment.span.start)
    return not config.arms or not set(config.arms).isdisjoint(arms)


def not_read_by_role(config: Config, deployment: Deployment) -> list[Setting]:
    """Return what is set and no service of the node's roles reads; nothing where none is told.

    Files that a deployment tool merges for every service are left out.
    """
    if not deployment.roles or "all" in deployment.roles:
        return []
    serving = serves_metadata(config, deployment) is not False
    played = deployment.roles.union(["metadata"] if serving else [])
    others = [
        setting
        for setting in config.settings
        if _is_of_others(setting, played) and not _is_of_old_option(config, setting)
    ]
    referred = _referred(config) if others else frozenset()
    logins = config.named_groups  # whoever reads the option that names one reads the group too
    return [
        setting
        for setting in others
        if setting.name not in referred
        and not (config.release.major == STEIN and setting.name.endswith(RATIO))
        and setting.group not in logins
        and not is_for_all(config, setting.places[-1].document)
    ]


def _is_of_others(setting: Setting, played: frozenset[str]) -> bool:
    here = played.intersection(setting.option.facts.get("read_by", ()))
    return bool(setting.option.readers) and not here


def _is_of_old_option(config: Config, setting: Setting) -> bool:
    """Return whether the line that sets an option sets another one too, whose own name it has.

    Such as `[keystone_authtoken] auth_uri`, an option beside being a name of its successor.
    """
    return setting.via is not None and config.schema.option(*setting.via) is not None


def _referred(config: Config) -> frozenset[str]:
    """Return every name that a value or a default refers to: its readers read these too."""
    written = (place.assignment.value for setting in config.settings for place in setting.places)
    return _named(written) | _referred_by_defaults(config.schema)


@lru_cache(maxsize=8)  # the same for each file of a release, and no small part of its check
def _referred_by_defaults(schema: Schema) -> frozenset[str]:
    return _named(option.entry.get("default") for option in schema)


def _named(values: Iterable[object]) -> frozenset[str]:
    """Return the options that values refer to, without their groups."""
    texts = (value for value in values if isinstance(value, str) and "$" in value)
    return frozenset(name.rpartition(".")[2] for text in texts for name, *_ in references(text))


def _finding(settings: list[Setting], deployment: Deployment) -> Finding:
    """Make the one finding of a file: it points at the first option, its notes at each of them."""
    first, *others = settings
    names = [as_set(setting) for setting in settings[:NAMED]]
    more = len(settings) - len(names)
    *before, last = [*names, f"{more} more"] if more else names
    listed = f"{', '.join(before)} and {last}" if before else last
    verb, them = ("have", "them") if others else ("has", "it")
    names_of_roles = ", ".join(f"`{role}`" for role in sorted(deployment.roles))
    roles = f"role{'s' * (len(deployment.roles) > 1)} {names_of_roles}"
    return Finding(
        f"{listed} {verb} no effect on a node with the {roles}, as no service there reads"
        f" {them}; move {them} to the nodes whose services do, unless all nodes share this file",
        at(first.places[-1]),
        "" if others else first.group,
        "" if others else first.name,
        related=tuple(
            Note(f"read by {', '.join(setting.option.readers)}", at(setting.places[-1]))
            for setting in settings[:MOST]
        ),
    )
