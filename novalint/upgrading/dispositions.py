"""What becomes of each assignment on the way to a later release: stays, moves, or goes.

An assignment means what the start release reads from it. It stays where the target reads just that
from it, moves to the names that the options have there, and goes, with a reason, where nothing
takes its value, or where another assignment to the same option counts instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from novalint.config.layers import merged_before
from novalint.text.document import normalize_group
from novalint.text.hosting import takes_comments
from novalint.upgrading.broker import BrokerFromOptions, broker
from novalint.upgrading.login import LoginFromOptions, login

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.config.layers import Place, Usage
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Name, Option, Schema

AssignmentKey = tuple[str, int]
"""The path of a document and the offset of an assignment in it."""


ABOUT_NAMES = (
    "unknown-option",
    "unknown-group",
    "misplaced-option",
    "dashed-option",
    "lowercase-default-group",
)
"""Rules about names that nothing reads: each finding says a fact and, behind it, what to do."""


class Disposition(NamedTuple):
    """What becomes of one assignment.

    `options` are those of the start release that read it, `names` the names that it is to have in
    the target release: its own alone where it stays, none where it goes. `rival` is the option of
    the target that another assignment sets instead of it.
    """

    place: Place
    options: tuple[Option, ...]
    names: tuple[Name, ...]
    rival: Name | None = None

    @property
    def name(self) -> Name:
        """The group, normalized, and the name of the assignment."""
        return name_of(self.place)

    @property
    def stays(self) -> bool:
        """Whether the line is right for the target release as it stands."""
        return self.names == (self.name,)


def name_of(place: Place) -> Name:
    """Return the group, as oslo.config normalizes it, and the name of an assignment."""
    return normalize_group(place.assignment.group), place.assignment.option


def key_of(place: Place) -> AssignmentKey:
    """Tell one assignment from all others of a configuration."""
    return place.document.path, place.assignment.span.start


def successors(group: str, name: str, target: Schema) -> tuple[Name, ...]:
    """Return the names that an option of an older release has in the target; none if it is gone."""
    from novalint.nova.successors import moved_to
    from novalint.schema.history import life

    option = target.option(group, name)
    option_life = life(group, name)
    if option and "replaced_by" in option.facts:  # of a group such as `vgpu_*`, which was renamed
        heirs = (
            (alias for alias in option_life.aliases if alias.covers(target.release))
            if option_life
            else ()
        )
        return tuple((heir.group, heir.name) for heir in heirs) or ((group, name),)
    if option:
        return ((group, name),)
    names = option_life.current_names(target.release) if option_life else ()
    names = tuple(name for name in names if target.option(*name))
    moved = None if names else moved_to(group, name, target)
    return (moved,) if moved else names


class _Claim(NamedTuple):
    """One option that reads an assignment, its name in the target, and whether it is heard."""

    option: Option
    to: Name
    counts: bool


@dataclass(frozen=True)
class Dispositions:
    """The dispositions of all assignments of a configuration, as the start release reads it.

    `composes`: lines may be added that say together what options without a successor said. `outer`
    are those of all branches, where this is one of them: `check` looks at all of them at once.
    """

    config: Config
    target: Schema
    composes: bool = True
    outer: Dispositions | None = None

    @cached_property
    def all(self) -> tuple[Disposition, ...]:
        """The disposition of every assignment within a group, in the order read."""
        return tuple(map(self._disposition, self.config.usages))

    @cached_property
    def broker(self) -> BrokerFromOptions | None:
        """The broker whose options the target lacks; None where none gets lost."""
        composed = broker(self.config, self.target)
        if composed and composed.url and not self.composes:
            return composed._replace(url="", fault="no line of the file counts in all cases")
        return composed

    @cached_property
    def login(self) -> LoginFromOptions | None:
        """The log-in of the API that gets other names; None where there is none to rename."""
        return login(self.config, self.target) if self.composes else None

    def way(self, disposition: Disposition) -> str:
        """Return what `check` advises in the target about a line that nothing reads there."""
        of_lines, of_groups = self._ways
        path, offset = disposition.place.document.path, disposition.place.position.offset
        return of_lines.get((path, offset), "") or of_groups.get((path, disposition.name[0]), "")

    @cached_property
    def _ways(self) -> tuple[dict[AssignmentKey, str], dict[tuple[str, str], str]]:
        """What `check` advises, by lines, and by groups that are unknown as a whole."""
        if self.outer is not None:
            return self.outer._ways
        from novalint.engine.report import examine
        from novalint.settings.model import Settings

        there = replace(self.config, schema=self.target, release_told=True)
        of_lines: dict[AssignmentKey, str] = {}
        of_groups: dict[tuple[str, str], str] = {}
        for finding in examine(there, Settings(select=ABOUT_NAMES)).findings:
            path, advice = finding.location.path, finding.message.partition("; ")[2]
            if not finding.option:
                of_groups[path, normalize_group(finding.group)] = advice
            else:
                of_lines[path, finding.location.start.offset] = advice
        return of_lines, of_groups

    @cached_property
    def winners(self) -> dict[Name, Name]:
        """For each option of the target, the one of the start release whose value it takes."""
        rivals: dict[Name, list[Name]] = {}
        for setting in self.config.settings:
            for to in self._successors(setting.group, setting.name):
                rivals.setdefault(to, []).append((setting.group, setting.name))
        return {to: min(names, key=self._rank(to)) for to, names in rivals.items()}

    def _successors(self, group: str, name: str) -> tuple[Name, ...]:
        """Return the present names of an option, those that it has with this driver included."""
        from novalint.nova.drivers import package
        from novalint.nova.successors import moved_for_driver

        names = successors(group, name, self.target)
        if not names and self.login and (group, name) in self.login.moves:
            return (self.login.moves[group, name],)
        moved = None if names else moved_for_driver(package(self.config), group, name, self.target)
        return (moved,) if moved else names

    def _rank(self, to: Name) -> Callable[[Name], int]:
        """Order options that became one as the target looks for them: its own name first."""
        from novalint.schema.history import life

        option_life = life(*to)
        old = (
            [(old_name.group, old_name.name) for old_name in option_life.old_names]
            if option_life
            else []
        )
        order = [to, *old]
        return lambda name: order.index(name) if name in order else len(order)

    @cached_property
    def _claims(self) -> dict[AssignmentKey, list[_Claim]]:
        claims: dict[AssignmentKey, list[_Claim]] = {}
        for setting in self.config.settings:
            name = (setting.group, setting.name)
            for to in self._successors(*name):
                option = self.target.option(*to)
                multi = option is not None and option.multi
                for place in (*setting.shadowed, *setting.places):
                    counts = (multi and setting.option.multi) or (
                        self.winners[to] == name
                        and self._heard(setting, place)
                        and (place.document.path, to) not in self._unread_names
                    )
                    claim = _Claim(setting.option, to, counts)
                    claims.setdefault(key_of(place), []).append(claim)
        return claims

    def _heard(self, setting: Setting, place: Place) -> bool:
        """Return whether no name that comes before this one sets the option in the same file.

        That is also one into which a tool merges the place's file behind others.
        """
        before = merged_before(self.config.layers, place.document)
        files = [place.document, *(layer.document for layer in before)]
        names = {
            name_of(position)
            for position in (*setting.shadowed, *setting.places)
            if any(position.document is file for file in files)
        }
        order = _names(setting.option)
        return min(names, key=order.index) == name_of(place)

    def comes_last(self, disposition: Disposition) -> bool:
        """Whether no line of its file comes behind it in the list of a multi-valued option."""
        return all(
            self._heard(self.config.setting(option.group, option.name), disposition.place)
            for option in disposition.options
        )

    @cached_property
    def _unread_names(self) -> set[tuple[str, Name]]:
        """The names that a document sets and the start release does not read, with its path."""
        return {
            (usage.place.document.path, name_of(usage.place))
            for usage in self.config.usages
            if usage.option is None and not usage.renamed
        }

    def _disposition(self, usage: Usage) -> Disposition:
        place = usage.place
        options = (*((usage.option,) if usage.option else ()), *usage.renamed)
        if not options:
            return self._unread(place)
        claims = self._claims.get(key_of(place), [])
        names = tuple(dict.fromkeys(claim.to for claim in claims if claim.counts))
        if len(names) > 1 and set(names) == set(self._readers(name_of(place))):
            names = (name_of(place),)
        if names != (name_of(place),) and self._is_added_up(options, names, place):
            names = (name_of(place),)
        lost = None if names or not claims else claims[0].to
        if not names and lost is None and self.is_of_driver(name_of(place)):
            return Disposition(place, (), (name_of(place),))
        return Disposition(place, options, names, lost)

    def _is_added_up(
        self, options: tuple[Option, ...], names: tuple[Name, ...], place: Place
    ) -> bool:
        """Whether files that a tool merges set values under several names, which all count.

        Under one name those of one file would replace those of the others. The target reads them
        under the old name, too.
        """
        if not any(layer.replaces for layer in self.config.layers):
            return False
        settings = [self.config.setting(each.group, each.name) for each in options if each.multi]
        places = [each for setting in settings for each in setting.places]
        several = len({name_of(each) for each in places}) > 1
        files = len({each.document.path for each in places}) > 1
        return several and files and set(names) <= set(self._readers(name_of(place)))

    def _unread(self, place: Place) -> Disposition:
        """Judge what the start release does not read: what the target would read newly may stay."""
        name = name_of(place)
        if self._is_named(name[0]):
            return Disposition(place, (), (name,))
        if self.target.option(*name):  # by its present name, where a group such as `vgpu_*` has one
            to = successors(*name, self.target)
            set_too = to != (name,) and (place.document.path, to[0]) in self._unread_names
            return Disposition(place, (), () if set_too else to, to[0] if set_too else None)
        readers = self._readers(name)
        if not readers and not takes_comments(place.document):
            return Disposition(place, (), (name,))  # whoever reads it would lose it for good
        known = [reader for reader in readers if self._was_known(reader)]
        if not readers and self.is_of_driver(name):
            return Disposition(place, (), (name,))
        names = () if known or len(readers) != 1 else readers
        return Disposition(place, (), names, known[0] if known else None)

    def is_of_driver(self, name: Name) -> bool:
        """Whether a line may be for a driver from elsewhere, as the target reads no such option."""
        return name[0] in self._driver_groups and self.target.option(*name) is None

    @cached_property
    def _driver_groups(self) -> tuple[str, ...]:
        from novalint.nova.drivers import groups_elsewhere

        return groups_elsewhere(self.config)

    def _was_known(self, to: Name) -> bool:
        """Return whether the start release has an option of the target, under whatever name."""
        from novalint.schema.history import life

        option_life = life(*to)
        return option_life is not None and bool(option_life.current_names(self.config.release))

    def _readers(self, name: Name) -> tuple[Name, ...]:
        option = self.target.option(*name)
        own = ((option.group, option.name),) if option else ()
        return (*own, *self.renamed(name))

    def renamed(self, name: Name) -> tuple[Name, ...]:
        """Return the options of the target that are also read from an old name.

        One that only plugins of keystoneauth have counts where `auth_type` chooses such a plugin.
        """
        renamed = (
            (successor.group, successor.name)
            for successor in self.target.renamed(*name)
            if "plugins" not in successor.facts
            or self.config.value(successor.group, "auth_type") in successor.facts["plugins"]
        )
        return tuple(dict.fromkeys(renamed))

    def _is_named(self, group: str) -> bool:
        """Whether a value such as `auth_section` names a group; then nobody can tell here."""
        return group in self.config.named_groups and self.target.options(group) is None


def _names(option: Option) -> list[Name]:
    """Return the names of an option in the order in which oslo.config looks for them."""
    old = [(normalize_group(group), name) for group, name in option.old_names]
    return [(option.group, option.name), *old]


def rank(disposition: Disposition) -> int:
    """Return the place of a line's name among those of its option; the present one has 0."""
    return max(
        (_names(option).index(disposition.name) for option in disposition.options), default=0
    )
