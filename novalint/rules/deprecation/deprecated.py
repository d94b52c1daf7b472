"""Old names, and options that are to go."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.layers import merged_before
from novalint.findings import Finding, Fix, Note, Safety, Severity
from novalint.rules.common.logins import elsewhere
from novalint.rules.common.places import at
from novalint.rules.common.values_there import can_take, is_default
from novalint.rules.declaration import is_read_on_node, rule
from novalint.schema.since import since_in_words
from novalint.text.document import normalize_group
from novalint.text.writing import comment_out, live, move, rename
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.schema.options import Name, Option

_FLOATING_POOL = ("neutron", "default_floating_pool")


@rule("deprecated-name", theme="deprecation", severity=Severity.WARNING, sign="other name")
def deprecated_name(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set under a name or in a group of an older release.

    ## What it checks

    Assignments that are read only because an option of the release still answers to that old name.
    Not looked at are `[DEFAULT] rpc_conn_pool_size` (up to 2024.2) and `rpc_thread_pool_size` (up
    to rocky): oslo.messaging lists both as options of that group, too.

    ## Why it matters

    Nova reads the value and logs a warning at every start. Old names are dropped after some
    releases; from then on the line is ignored silently. Where the current name is set as well, it
    wins within a file, and the old line has no effect (info, if both say the same); but an old name
    in a later file wins over the current one in an earlier file. Where a tool merges overrides into
    one file first, as kolla-ansible does, the current name of any of them wins, and of an option
    with several values both names count. Where roles are given and no service of the node reads the
    option, this is info.

    ## Example

        [DEFAULT]
        rpc_thread_pool_size = 64

    The option is called `executor_thread_pool_size` today.

    ## Fix safety

    Safe: the line is renamed in place or moved to the option's group, with the comment lines
    touching it; where the current name is set in the same file, or in one that is merged before
    it, the line without effect is commented out; beside several values of the current name in such
    a file there is no fix, as the line would replace them. The proof is made for the configuration
    at hand; without it the fix counts as unsafe. A name that several options answer to gets no fix,
    and neither does a list of filters that names some which are gone: nova-scheduler does not start
    with it under either name.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`Opt._get_from_namespace`,
    `_Namespace._get_file_value`); the old names from the release schemas.
    """
    for usage in config.usages:
        if usage.option is not None or not usage.renamed:
            continue
        place = usage.place
        group, name = normalize_group(place.assignment.group), place.assignment.option
        current = " and ".join(
            option_name(successor.group, successor.name) for successor in usage.renamed
        )
        beside = _beside(place, usage.renamed[0], config)
        winner = None if usage.renamed[0].multi else beside
        same = winner is not None and winner.assignment.value == place.assignment.value
        way = "rename it" if usage.renamed[0].group == group else "move it there"
        if beside:
            way = _way_beside(way, current, place, beside, winner is not None, same)
        read = any(
            is_read_on_node(config, deployment, successor.group, successor.name)
            for successor in usage.renamed
        )
        if not read:
            way += ", although no service of this node reads that"
        yield Finding(
            f"{option_name(group, name)} is an old name of {current}; {way}",
            at(place),
            group,
            name,
            tuple(_fixes(place, usage.renamed, winner, config)) if winner or not beside else (),
            (Note("the current name is set here", at(beside)),) if beside else (),
            Severity.INFO if same or not read else None,
        )


def _beside(place: Place, option: Option, config: Config) -> Place | None:
    """Return the assignment to the current name that Nova reads in the place's stead or beside it.

    It stands in the same file, of those in branches of a template only what comes whenever the
    place does; or in one that is merged into the same nova.conf before it.
    """
    document = place.document
    arms = set(document.arms(place.assignment.span.start))
    assignments = [
        assignment
        for assignment in live(document, option.group, option.name)
        if arms.issuperset(document.arms(assignment.span.start))
    ]
    if assignments:
        return None if option.multi else place._replace(assignment=assignments[-1])
    for layer in reversed(merged_before(config.layers, document)):
        if (option.group, option.name) in layer.values:
            return layer.values[option.group, option.name][-1]
    return None


def _way_beside(way: str, current: str, place: Place, beside: Place, wins: bool, same: bool) -> str:
    """Say what to do with an old name beside the current one, which counts or does so as well."""
    path = beside.document.path
    where = "" if path == place.document.path else f" in {shown(path)}"
    if not wins:
        return f"{way} and add the values of {current}{where}, which it then replaces"
    remove = f"remove it, since {current} is set{where} too and"
    if same or not where:
        return f"{remove} {'says the same' if same else 'wins'}"
    return f"{remove} wins, or {way} if it is to count here"


def _fixes(
    place: Place, options: tuple[Option, ...], winner: Place | None, config: Config
) -> Iterator[Fix]:
    option = options[0]
    if len(options) > 1 or not (winner or can_take(option, place, config)):
        return
    document, assignment = place
    if winner:
        patch = comment_out(document, [assignment])
        yield Fix("Comment out the line without effect", patch, Safety.SAFE)
    elif normalize_group(assignment.group) == option.group:
        patch = rename(document, assignment, option.name)
        yield Fix(f"Rename it to {option.name}", patch, Safety.SAFE)
    else:
        patch = move(document, assignment, option.group, option.name)
        yield Fix(f"Move it to [{option.group}] {option.name}", patch, Safety.SAFE)


@rule("deprecated-option", theme="deprecation", severity=Severity.INFO, sign="deprecated")
def deprecated_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set that is deprecated for removal.

    ## What it checks

    Options that are set and that the release declares deprecated for removal. Where roles are given
    and no service of the node reads the option, the finding says so.

    ## Why it matters

    Nova still reads the value and logs a warning. After the removal the line is ignored silently,
    and what it did is gone or done another way: the finding says which, as far as that is known,
    else the release notes of the release that deprecated it. A line that says what is the default
    can go without that, if no other file sets the option.

    ## Example

        [DEFAULT]
        config_drive_format = vfat

    ## Fix safety

    Where the option is in a group of a kind that was renamed, such as `[vgpu_nvidia-35]`, the line
    moves to the group of the new name; unsafe, as all files of a node should change together. Where
    another option takes its value, the line gets that name; unsafe, as Nova then reads another
    option. Otherwise there is no fix: whether it can go is a matter of what depends on it.

    ## Sources

    The release schemas: `deprecated` and `x-oslo.since`, as declared in Nova and its libraries.
    What to use instead was read in their source, nova/conf/ first of all.
    """
    for setting in config.settings:
        if not setting.option.deprecated:
            continue
        since = since_in_words(setting.option)
        when = f" since {since}" if since else ""
        to = _replacement(setting, config)
        way = f"use {option_name(*to)}" if to else _way_without(setting, config)
        read = is_read_on_node(config, deployment, setting.group, setting.name)
        idle = "" if read else ", and no service of this node reads it"
        yield Finding(
            f"{option_name(setting.group, setting.name)} is deprecated{when} and will be removed"
            f"{idle}; {way}",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            tuple(_moves(config, setting.places, to)),
        )


def _way_without(setting: Setting, config: Config) -> str:
    """Return what to do without an option that no other one replaces."""
    from novalint.nova.successors import HEARTBEATS_STAY, advice

    way = advice(setting.group, setting.name, config.schema) or "do without it"
    idle = way != HEARTBEATS_STAY and _says_default(setting, config)
    return "remove it, since its value is the default" if idle else way


def _says_default(setting: Setting, config: Config) -> bool:
    """Return whether the only line of an option has the value that holds without it.

    An override may stand over a line that its tool writes.
    """
    if elsewhere(config):
        return False
    names = {(setting.group, setting.name), *setting.option.old_names}
    layers = [layer for layer in config.layers if not names.isdisjoint(layer.values)]
    only = len(layers) == len(setting.places) == 1 and not setting.shadowed
    return only and is_default(setting.option, setting.places[0])


def _replacement(setting: Setting, config: Config) -> Name | None:
    """Return the option that takes the value, as those of groups such as `[vgpu_*]` have one."""
    if "replaced_by" not in setting.option.facts:
        from novalint.nova.drivers import package
        from novalint.nova.successors import moved_for_driver, moved_to

        name = setting.group, setting.name
        to = moved_for_driver(package(config) or "", *name, config.schema)
        to = to or moved_to(*name, config.schema)
        return None if to == _FLOATING_POOL and _has_nova_network(config) else to
    from novalint.schema.history import life

    option_life = life(setting.group, setting.name)
    for alias in option_life.aliases if option_life else ():
        if alias.covers(config.release):
            return alias.group, alias.name
    return None


def _has_nova_network(config: Config) -> bool:
    """Return whether files choose nova-network, which reads no option of Neutron's group."""
    option = config.schema.option("DEFAULT", "use_neutron")
    return option is not None and config.setting("DEFAULT", "use_neutron").partial is False


def _moves(config: Config, places: tuple[Place, ...], to: Name | None) -> Iterator[Fix]:
    """Offer to move the only line there is to a place where nothing is set yet."""
    option = config.schema.option(*to) if to else None
    if to and option and len(places) == 1 and config.setting(*to).places in ((), places):
        document, assignment = places[0]
        if not can_take(option, places[0], config):
            return
        if normalize_group(assignment.group) == to[0]:
            yield Fix(f"Rename it to {to[1]}", rename(document, assignment, to[1]), Safety.UNSAFE)
            return
        patch = move(document, assignment, *to)
        yield Fix(f"Move it to [{to[0]}] {to[1]}", patch, Safety.UNSAFE)
