"""The page of one option: what it is in a release, and its life over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from novalint.annotations import TYPE_CHECKING, Any
from novalint.nova.lifetimes import option_story
from novalint.nova.same_defaults import mean_the_same, unset_means
from novalint.schema.life import ReleaseRange, ValueSince, after, before
from novalint.schema.options import load_schema
from novalint.schema.releases import Release, dotted, newest, releases
from novalint.schema.signature import default_change, default_in_words, type_change, type_in_words
from novalint.schema.since import since_in_words

if TYPE_CHECKING:
    from novalint.schema.history import Life
    from novalint.schema.life import Alias, Deprecation, Presence
    from novalint.schema.options import Name
    from novalint.schema.releases import Version

WIDTH = 100
"""Characters of a line of names."""
WRAPPED = ("rules", "log lines")


def headline(life: Life, release: Release, version: Version | None = None) -> str:
    """Return the name, and what is the matter with it in a release, or in a version of it."""
    name = f"[{life.group}] {life.name}"
    names = life.current_names(release)
    if release not in life.releases:
        if life.gone_in(release):
            return name + state(life, release) + _successors(life, release)
        return name + state(life, release) + (f"; until then it is {_written(names)}" * bool(names))
    if life.option and release in life.option.releases:
        arrived = life.update(release)
        late = arrived and version and version < arrived
        return f"{name}: added in {dotted(arrived)}" if arrived and late else name
    read_by = [alias for alias in life.aliases if alias.covers(release)]
    current = _written((reader.group, reader.name) for reader in read_by)
    old_name = f"an old name of {current}{_only_some(read_by)}"
    gone = life.own.gone_in(release) if life.own else None
    if gone:
        return f"{name}: removed in {gone}{_successors(life, release)}; also {old_name}"
    return f"{name}: {old_name}"


def _successors(life: Life, release: Release) -> str:
    """Say which options take the value of a name that is gone; empty where none does."""
    story = option_story(life.group, life.name, release)
    names = story.names if story else ()
    verb = "its successor is" if len(names) == 1 else "its successors are"
    return f"; {verb} {_written(names)}" if names else ""


def state(presence: Presence, release: Release) -> str:
    """Say when something that a release does not know went or comes; empty where it knows it."""
    if release in presence.releases:
        return ""
    gone = presence.gone_in(release)
    return f": removed in {gone}" if gone else f": added in {presence.arrives_in(release)}"


def written_runs(presence: Presence) -> str:
    """Return in which releases something is known."""
    return ", ".join(map(_between, presence.runs))


def body(life: Life, release: Release, more: Iterable[tuple[str, str]] = ()) -> str:
    """Return what is known of an option in a release, or the one that had it last, and its life.

    `more` are rows that follow those of its facts.
    """
    rows = [("in", written_runs(life)), *facts(life, release), *more]
    width = max(len(key) for key, _ in rows) + 1
    lines = [_row(key, text, width) for key, text in rows]
    happened = list(events(life))
    if happened:
        width = max(len(str(when)) for when, _ in happened)
        lines += ["\n", *(f"  {when!s:<{width}}  {what}\n" for when, what in happened)]
    return "".join(lines)


def _row(key: str, text: str, width: int) -> str:
    """Write a row; names of rules and of log lines that do not fit go on below the first ones."""
    head = f"  {key + ':':<{width}} "
    if key not in WRAPPED:
        return f"{head}{text}\n"
    inside = " " * len(head)
    lines = wrap(text, WIDTH, initial_indent=head, subsequent_indent=inside, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in lines)


def related(life: Life, release: Release) -> tuple[Name, ...]:
    """Return the options that are read from this name, or took its place, or had it at its end."""
    current = life.current_names(release)
    ended = tuple((alias.group, alias.name) for alias in life.aliases if alias.last == life.last)
    return tuple(reader for reader in current or ended if reader != (life.group, life.name))


def _between(run: ReleaseRange) -> str:
    if run == (releases()[0], newest()):
        return f"every release, {run.first} to {run.last}"
    return f"{run.first}" if run.first == run.last else f"{run.first} to {run.last}"


def _written(names: Iterable[tuple[str, str]]) -> str:
    return " and ".join(f"[{group}] {name}" for group, name in names)


def _only_some(aliases: list[Alias]) -> str:
    return " with some values of auth_type" if all(alias.plugin for alias in aliases) else ""


def facts(life: Life, release: Release) -> Iterator[tuple[str, str]]:
    """Yield the facts of the release nearest to the wanted one that has the option."""
    if life.option is None:
        return
    older = [earlier for earlier in life.option.releases if earlier <= release]
    at = older[-1] if older else life.option.first
    option = load_schema(at).option(life.group, life.name)
    if life.updates:
        yield "updates", ", ".join(f"{version} from {first} on" for version, first in life.updates)
    if at != release:
        yield "as of", f"{at}"
    yield "type", type_in_words(_last(life.types, at))
    yield "default", default_in_words(_last(life.defaults, at))
    if meaning := unset_means((life.group, life.name), at.major):
        yield "meaning", meaning
    names = [(old_name.group, old_name.name) for old_name in life.old_names if old_name.covers(at)]
    spelt = [(g, n) for g, n in names if "-" not in n or (g, n.replace("-", "_")) not in names]
    if spelt:
        yield "old names", ", ".join(f"[{group}] {name}" for group, name in spelt)
    for span in life.deprecated:
        if span.first <= at <= span.last:
            since = _since(life, span)
            yield "deprecated", f"since {since}" if since else "yes"
    if option is not None:
        if option.secret:
            yield "secret", "never shown"
        yield "takes effect", "on SIGHUP" if option.facts.get("mutable") else "on restart"
        if option.facts.get("read_by"):
            yield "read by", ", ".join(option.facts["read_by"])


def _since(life: Life, span: Deprecation) -> str:
    """Return since when an option is deprecated by its own word, as `check` says it."""
    option = load_schema(span.first).option(life.group, life.name)
    return since_in_words(option) if option else ""


def _last(changes: tuple[ValueSince, ...], release: Release) -> Any:
    return [change.value for change in changes if change.release <= release][-1]


def events(life: Life) -> Iterator[tuple[Release, str]]:
    """Yield what happened in each release in which something did, oldest first."""
    by_release: dict[Release, list[str]] = {}
    for when, what in (*_comings(life), *_names(life), *_changes(life), *_goings(life)):
        by_release.setdefault(when, []).append(what)
    yield from ((when, "; ".join(by_release[when])) for when in sorted(by_release))


def _comings(life: Life) -> Iterator[tuple[Release, str]]:
    for number, run in enumerate(life.runs):
        if run.first != releases()[0]:
            yield run.first, "back" if number else "added"


def _goings(life: Life) -> Iterator[tuple[Release, str]]:
    for run in life.runs:
        end = after(run.last)
        if end:
            yield end, "removed"
    for run in life.option.runs if life.option else ():
        end = after(run.last)
        if end in life.releases and end not in [alias.first for alias in life.aliases]:
            yield end, "no longer an option of its own"


def _names(life: Life) -> Iterator[tuple[Release, str]]:
    was = life.option.releases if life.option else ()
    for alias in life.aliases:
        name = f"[{alias.group}] {alias.name}"
        if before(alias.first) in was and alias.first not in was and not alias.plugin:
            yield alias.first, f"{'renamed' if alias.group == life.group else 'moved'} to {name}"
        else:
            yield alias.first, f"read as an old name of {name}{_only_some([alias])}"
    for alias in sorted(life.old_names, key=lambda other: not _renamed(other, life)):
        if "-" not in alias.name:
            yield from _old_name(alias, life)


def _old_name(alias: Alias, life: Life) -> Iterator[tuple[Release, str]]:
    """Say when an option began and ceased to be read from an old name."""
    name = f"[{alias.group}] {alias.name}"
    if alias.first != releases()[0]:
        yield alias.first, f"{'was' if _renamed(alias, life) else 'also read from'} {name}"
    end = after(alias.last)
    if end and life.option and end in life.option.releases:
        yield end, f"no longer read from {name}"


def _renamed(alias: Alias, life: Life) -> bool:
    """Return whether an old name was the option's own before the option came under this one."""
    from novalint.schema.history import life as find

    other = find(alias.group, alias.name)
    earlier = before(alias.first)
    was = bool(other and other.option and earlier in other.option.releases)
    return was and alias.first == life.first


def _changes(life: Life) -> Iterator[tuple[Release, str]]:
    for old, new in zip(life.types, life.types[1:], strict=False):
        yield new.release, type_change(new.value, old.value)
    for old, new in zip(life.defaults, life.defaults[1:], strict=False):
        same = mean_the_same((life.group, life.name), old.value.value, new.value.value)
        change = default_change(new.value, old.value)
        told = same and not isinstance(new.value.value, list)
        yield new.release, f"{change}, which means the same" if told else change
    for span in life.deprecated:
        since = _since(life, span)
        note = f" (since {since})" if since and since != span.first.series else ""
        yield span.first, f"deprecated{note}"
        end = after(span.last)
        if end and life.option and end in life.option.releases:
            yield end, "no longer deprecated"
