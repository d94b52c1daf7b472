"""What holds for every migration, whatever the file and the two releases."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import command

from novalint.config.layers import Place
from novalint.config.model import Config, load
from novalint.config.setting import Setting
from novalint.deployment import Deployment
from novalint.nova.meanings import PRESENT_VALUES
from novalint.nova.same_defaults import IMPLIED, as_written, is_of_the_code, mean_the_same
from novalint.schema.comparison import Comparison, Kind, compare
from novalint.schema.options import Name
from novalint.schema.releases import Release, releases
from novalint.text.document import Document, normalize_group
from novalint.text.source import encode
from novalint.upgrading.defaults import same_value, shifts
from novalint.upgrading.dispositions import Dispositions, successors
from novalint.upgrading.login import GROUP, LoginFromOptions
from novalint.upgrading.migration import Draft, named_anew, with_values
from novalint.upgrading.pinned_defaults import pinned, pins

PAIRS = list(combinations(releases(), 2))
"""Every release with every later one."""
LISTS = {("filter_scheduler", "enabled_filters"), ("filter_scheduler", "available_filters")}
"""Options out of whose list is taken what the target no longer has."""
SERVERS = ("glance", "api_servers")
"""The option whose servers are written with their scheme."""
GONE = {("scheduler", "driver")}
"""Options whose line goes with the value that the target no longer has."""
COMPOSED = {("DEFAULT", "transport_url")}
"""Options that are put together from others, which are gone."""


def check(old: Release, new: Release, *documents: Document) -> Draft:
    """Check all promises of one migration, the old behaviour kept and not; give the former."""
    config = load(*documents, release=old.series)
    named, dispositions = named_anew(config, new)
    draft = with_values(named)
    assert unknown(draft.after) == []
    assert changed(config, draft.after, dispositions) == []
    assert woken(config, draft.after, dispositions) == []
    assert problems(draft.after) <= problems(config)
    again = with_values(named_anew(load(*draft.after.documents, release=old.series), new)[0])
    assert not again.patch
    kept, unkept = keep(config, draft, compare(old, new))
    assert unknown(kept.after) == []
    assert moved_defaults(config, kept, dispositions, unkept, compare(old, new)) == []
    return kept


def keep(config: Config, draft: Draft, comparison: Comparison) -> tuple[Draft, set[Name]]:
    """Keep the old behaviour, which once more changes nothing; give what cannot be kept, too."""
    found = shifts(config, draft.after, comparison, Deployment())
    wanted, unkept = pins(found, draft.after)
    assert not [one for one in unkept if "does not read" in one.why]
    kept = draft.then(pinned(draft.after, wanted))
    before = load(*kept.after.documents, release=comparison.old.series)
    again = with_values(named_anew(before, comparison.new)[0])
    assert not again.patch
    rest = shifts(before, again.after, comparison, Deployment())
    assert pins(rest, again.after)[0] == ()
    return kept, {one.name for one in unkept}


def unknown(config: Config) -> list[str]:
    """Give the names that the release does not know, those of groups that values name aside."""
    found = []
    for usage in config.usages:
        name = normalize_group(usage.place.assignment.group), usage.place.assignment.option
        known = usage.option or config.schema.renamed(*name) or name[0] in config.named_groups
        if not known:
            found.append(f"[{name[0]}] {name[1]}")
    return found


def changed(before: Config, after: Config, dispositions: Dispositions) -> list[tuple[object, ...]]:
    """Give what is set, lives on, is accepted by both, and has another value all the same."""
    found = []
    for setting in before.settings:
        name = setting.group, setting.name
        for to in successors(*name, after.schema):
            now = after.setting(*to)
            if (
                dispositions.winners[to] != name
                or set_anew(before, to)
                or setting.fault
                or now.fault
            ):
                continue
            if (to in GONE and now.is_default) or (to in COMPOSED and dispositions.broker):
                continue
            if content(setting) == "" and content(now) in ([], ()):
                continue  # an option that became a list: oslo.config reads an empty one of nothing
            if content(now) == [content(setting)]:
                continue  # `cpu_model` is `cpu_models` from train on, a list of one
            if not same_value(content(setting), shortened(setting, now)):
                found.append((name, to, content(setting), content(now)))
    return found


def woken(before: Config, after: Config, dispositions: Dispositions) -> list[str]:
    """Give what both releases know, what was unset, and what is set all the same."""
    found = []
    for setting in after.settings:
        name = setting.group, setting.name
        if before.schema.option(*name) is None or before.setting(*name).places:
            continue
        if name in COMPOSED and dispositions.broker:
            continue
        if dispositions.login and name in login_names(dispositions.login):
            continue
        if all(is_of_other_plugin(before, place) for place in setting.places):
            continue  # `tenant_name` up to pike: from queens on most plugins read it
        if dispositions.winners.get(name, name) == name and not set_anew(before, name):
            found.append(f"[{name[0]}] {name[1]}")
    return found


def is_of_other_plugin(config: Config, place: Place) -> bool:
    """Tell whether a line is of an option of keystoneauth that the chosen plugin does not have."""
    group, name = normalize_group(place.assignment.group), place.assignment.option
    option = config.schema.option(group, name)
    return option is not None and not config.registers(option)


def login_names(login: LoginFromOptions) -> set[tuple[str, str]]:
    """Return the options of a log-in that was composed: those that older ones became, and more."""
    return {*login.moves.values(), *((GROUP, name) for name in login.added)}


def set_anew(config: Config, name: tuple[str, str]) -> bool:
    """Tell whether a file sets a name that its own release does not read yet."""
    readers = config.schema.option(*name) or config.schema.renamed(*name)
    return not readers and any(name in layer.values for layer in config.layers)


def shortened(before: Setting, now: Setting) -> object:
    """Give a value; of one that was translated, such as a list that was cut, what it was before."""
    old, new = content(before), content(now)
    name = (now.group, now.name)
    if name == SERVERS and isinstance(old, list) and [with_scheme(one) for one in old] == new:
        return old
    if isinstance(old, str) and PRESENT_VALUES.get((name, old)) == new:
        return old
    cut = isinstance(old, list) and isinstance(new, list)
    if (now.group, now.name) in LISTS and cut and [one for one in old if one in new] == new:
        return old
    return new


def with_scheme(server: object) -> str:
    """Give an image server as releases since queens need it written."""
    return str(server) if "//" in str(server) else f"http://{server}"


def content(setting: Setting) -> object:
    """Give the typed value, else the texts that have none."""
    if setting.value is None:
        return [place.assignment.value for place in setting.places]
    return setting.value


def problems(config: Config) -> int:
    return sum(len(document.problems) for document in config.documents)


def moved_defaults(
    before: Config,
    kept: Draft,
    dispositions: Dispositions,
    unkept: set[Name],
    comparison: Comparison,
) -> list[tuple[object, ...]]:
    """Give the options whose default changed, that can be kept, and that were not."""
    different = []
    for one in comparison.of(Kind.DEFAULT):
        name = one.group, one.option
        old = before.schema.option(*(one.before or name))
        if "*" in one.group or old is None or name in unkept or set_anew(before, name):
            continue
        if dispositions.winners.get(name, (old.group, old.name)) != (old.group, old.name):
            continue  # it takes the value of another option, which the file sets
        if is_of_the_code(name) or mean_the_same(name, one.old.value, one.new.value):
            continue
        was, now = before.setting(old.group, old.name), kept.after.setting(*name)
        held = IMPLIED.get(name) if was.value is None else was.value
        held = as_written(name, held, comparison.new.major)
        if was.is_default and not same_value(*map(numbered, (held, now.value))):
            different.append((name, held, now.value))
    return different


def numbered(value: object) -> object:
    """Take the numbers of privsep's capabilities for the texts that their schema has."""
    return list(map(str, value)) if isinstance(value, list) else value


def applies(draft: Draft, folder: Path) -> None:
    """Check that patch(1) makes of the files what the migration does."""
    if not draft.patch:
        return
    for document in draft.config.documents:
        (folder / document.path).write_bytes(encode(document.text))
    command.applied(encode(draft.patch.unified_diff()), folder)
    for document in draft.after.documents:
        assert (folder / document.path).read_bytes() == encode(document.text)
