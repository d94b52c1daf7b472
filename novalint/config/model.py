"""The typed configuration: every option's value as Nova would read it, and where it comes from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from novalint.annotations import TYPE_CHECKING, Any
from novalint.arguments import checked
from novalint.config.absent import More
from novalint.config.layers import Layer, Usage, check_paths, is_foreign, read_together
from novalint.config.resolution import TooDeep, endless, resolve, unset
from novalint.config.setting import GuardedSetting, Setting, UndecidedSetting
from novalint.config.unknown import Reason, placeholder
from novalint.errors import UnknownNameError
from novalint.records import dataclass, field, replace
from novalint.schema.options import Name, Option, Schema, load_schema
from novalint.schema.releases import Release, Version, find_release, full_version, newest
from novalint.schema.types import Value
from novalint.text.document import Document, normalize_group

if TYPE_CHECKING:
    from typing import TypeVar

    from novalint.config.sharing import Sharing
    from novalint.schema.additions import Additions
    from novalint.text.source_map import Arm

    T = TypeVar("T")

DEEPEST = 64
"""References to references that are followed; oslo.config ends in a RecursionError near 120."""


@dataclass(frozen=True)
class Config:
    """One configuration: documents in the order in which Nova reads them, under one release.

    `release_told`: somebody named it. `arms` are the branches of a template that are taken to be
    chosen; what stands in others counts for nothing, or is not known to count. A `guard` is put
    around what is not known here: rules see a configuration `with_guards`, or one that is
    `undecided`. A part that stands `by_itself` is read beside no other file. `supposed` are what
    options have that some text elsewhere may set; `sharing`, which files others read as well.
    """

    schema: Schema
    documents: tuple[Document, ...]
    release_told: bool = True
    guard: Callable[[Setting], Setting] | None = field(default=None, compare=False, repr=False)
    arms: tuple[Arm, ...] = ()
    by_itself: bool = False
    supposed: tuple[tuple[Name, Value], ...] = ()
    sharing: Sharing | None = field(default=None, compare=False, repr=False)
    _known: dict[Name, Setting] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    _asked: dict[Name, Setting | None] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    _derived: dict[object, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    @property
    def release(self) -> Release:
        """The release whose understanding applies."""
        return self.schema.release

    @property
    def version(self) -> Version | None:
        """Nova's version where it was told in full, such as (31, 3, 1)."""
        return self.schema.version

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        """The documents by their paths."""
        return {document.path: document for document in self.documents}

    @cached_property
    def hosted(self) -> bool:
        """Whether a document stands within a host."""
        return any(document.host for document in self.documents)

    @cached_property
    def is_open(self) -> bool:
        """Whether text of another file may stand in a document: nothing is known to be absent."""
        return self._more.open

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The paths of files without a group or name of Nova's; a link may lead to any file."""
        return frozenset(d.path for d in self.documents if is_foreign(d, self.schema))

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The documents with their assignments by name."""
        return tuple(Layer(document, self.arms) for document in self.documents)

    def within(self, arms: tuple[Arm, ...]) -> Config:
        """Return the configuration as it is where branches are chosen."""
        return replace(self, arms=arms)

    @cached_property
    def usages(self) -> tuple[Usage, ...]:
        """Every assignment within a group, in the order read, with the options that read it."""
        return tuple(
            Usage(place, *self.readers(name))
            for layer in self.layers
            for name, places in layer.values.items()
            for place in places
        )

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Every option that the files set, under its current name, in the order first set."""
        return tuple(self._guard(setting) for setting in self._set)

    @property
    def known_settings(self) -> tuple[Setting, ...]:
        """Every option that the files set and whose value is known here."""
        return tuple(setting for setting in self._set if setting.unknown is None)

    @cached_property
    def _set(self) -> tuple[Setting, ...]:
        options: dict[Name, Option] = {}
        for usage in self.usages:
            for option in (usage.option, *usage.renamed):
                if option is not None:
                    options.setdefault((option.group, option.name), option)
        return tuple(self._setting(option) for option in options.values())

    @cached_property
    def named_groups(self) -> frozenset[str]:
        """The groups that values name: keystoneauth reads a log-in from any `auth_section`, and
        oslo.config a source of settings from any `config_source`.
        """
        names = [str(setting.value) for setting in self._set if setting.name == "auth_section"]
        source = self._ask(("DEFAULT", "config_source"))
        names += map(str, source.value) if source and isinstance(source.value, list) else ()
        return frozenset(normalize_group(name) for name in names)

    def setting(self, group: str, option: str) -> Setting:
        """Return an option as Nova would read it, set or default.

        Raises UnknownNameError, an OptionError, where the release does not know the option.
        """
        if (setting := self._ask((normalize_group(group), option))) is None:
            from novalint.config.misnamed import no_option

            raise UnknownNameError(no_option(self.schema, normalize_group(group), option))
        return self._guard(setting)

    def value(self, group: str, option: str) -> Value:
        """Return the typed value of an option; None where this release does not have it.

        Raises UnknownValue in a guarded configuration where the value is not known here.
        """
        setting = self._ask((group, option))
        return self._guard(setting).value if setting else None

    def is_computed(self, group: str, option: str) -> bool:
        """Whether a template decides about an option, by an expression or by a branch."""
        setting = self._ask((group, option)) if self.hosted else None
        return setting is not None and setting.unknown is not None and setting.unknown.of_template

    def boolean(self, group: str, option: str) -> bool | None:
        """Return an option that is true or false; None where it cannot be read or is neither."""
        value = self.value(group, option)
        return value if isinstance(value, bool) else None

    def integer(self, group: str, option: str) -> int | None:
        """Return an option that is a whole number; None where it cannot be read or is none."""
        value = self.value(group, option)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, group: str, option: str) -> float | None:
        """Return an option that is a number; None where it cannot be read or is none."""
        value = self.value(group, option)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def text(self, group: str, option: str) -> str | None:
        """Return an option that is a text; None where it cannot be read or is none."""
        value = self.value(group, option)
        return value if isinstance(value, str) else None

    def items(self, group: str, option: str) -> tuple[str, ...] | None:
        """Return an option that is a list, as texts; None where it cannot be read or is none.

        Of a list with items that are not known here, those that are known are returned.
        """
        setting = self._ask((group, option))
        value = self._sure(setting).value if setting else None
        if not isinstance(value, list):
            return None
        return tuple(item for item in map(str, value) if not placeholder(item))

    def known_url(self, group: str, option: str) -> str | None:
        """Return an option that is a URL, of which parts may be not known here; None for no text.

        Those parts are left as they stand: `placeholder` tells them. Where a placeholder stands for
        the whole URL, UnknownValue is raised in a guarded configuration.
        """
        setting = self._ask((group, option))
        value = self._sure(setting).value if setting else None
        if not isinstance(value, str):
            return None
        return value if "://" in value else self.text(group, option)

    def derived(self, derive: Callable[[Config], T]) -> T:
        """Return what a function makes of this, once; it looks at nothing that is guarded."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return self._derived[derive]  # type: ignore[no-any-return]

    def with_guards(self) -> Config:
        """Return the configuration as rules see it: who touches the unknown raises UnknownValue."""
        return self._with(GuardedSetting.of)

    def undecided(self) -> Config:
        """Return the configuration with None for each value that is not known here.

        So do rules see it that judge each line by itself: another line decides nothing about it.
        """
        return self._with(UndecidedSetting.of)

    def _with(self, guard: Callable[[Setting], Setting]) -> Config:
        _ = self._set, self.touched  # what surely will be resolved is resolved once, for both
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        object.__setattr__(other, "guard", guard)
        for cached in ("settings", "_guarded"):
            other.__dict__.pop(cached, None)
        return other

    def _guard(self, setting: Setting) -> Setting:
        if self.guard is None or setting.unknown is None:
            return setting
        key = (setting.group, setting.name)
        return self._guarded.get(key) or self._guarded.setdefault(key, self.guard(setting))

    @cached_property
    def _guarded(self) -> dict[Name, Setting]:
        return {}

    def _sure(self, setting: Setting) -> Setting:
        """Guard a setting of which not even parts are known."""
        unknown = setting.unknown
        return self._guard(setting) if unknown and unknown.reason is Reason.BRANCH else setting

    def __getitem__(self, group: str) -> Mapping[str, Value]:
        """Return the typed values of a group, defaults included.

        A value that Nova would refuse is None. Raises UnknownNameError for an unknown group.
        """
        from novalint.config.group_view import view_of

        return view_of(self.schema, group, self.value)

    def __iter__(self) -> Iterator[str]:
        return iter(self.schema.groups)

    def readers(self, name: Name) -> tuple[Option | None, tuple[Option, ...]]:
        """Return the option that a name is here, and those that are read from it as an old name."""
        renamed = tuple(filter(self.registers, self.schema.renamed(*name)))
        option = self.schema.option(*name)
        is_old = renamed and option and not self.registers(option)  # `tenant_name` to most plugins
        return None if is_old else option, renamed

    def registers(self, option: Option) -> bool:
        """Return whether Nova registers an option: of a keystoneauth plugin only where chosen."""
        plugins = option.facts.get("plugins")
        chosen = self.schema.option(option.group, "auth_type") if plugins else None
        return not plugins or (chosen is not None and self._setting(chosen).value in plugins)

    @cached_property
    def _written(self) -> frozenset[Name]:
        return frozenset(name for layer in self.layers for name in (*layer.values, *layer.doubtful))

    @cached_property
    def touched(self) -> frozenset[Name]:
        """The options that are read from a name that a file sets, perhaps beside others."""
        renamed = (option for name in self._written for option in self.schema.renamed(*name))
        return self._written.union((option.group, option.name) for option in renamed)

    def _ask(self, name: Name) -> Setting | None:
        """Look an option up once, however many rules ask for it."""
        if name not in self._asked:
            self._asked[name] = self._looked_up(name)
        return self._asked[name]

    def _looked_up(self, name: Name) -> Setting | None:
        default = unset(self.schema, *name)
        if default and not self.hosted and self._written.isdisjoint(default.names):
            return default.setting
        setting = self._setting(option) if (option := self.schema.option(*name)) else None
        return self._more.maybe(setting) if setting and self.hosted else setting  # may hold more

    @property
    def is_override(self) -> bool:
        """Whether a document is put over a nova.conf that a deployment tool writes itself."""
        return self.hosted and bool(self._more.by_tools)

    @cached_property
    def _more(self) -> More:
        return More.of(self.documents, self.by_itself, dict(self.supposed))

    def _setting(self, option: Option) -> Setting:
        key = (option.group, option.name)
        if key in self._known:
            return self._known[key]
        default = None if key in self._written else unset(self.schema, *key)
        if default and self._written.isdisjoint(default.names):
            return self._known.setdefault(key, default.setting)
        try:
            return self._resolve(option, key, ())
        except TooDeep:
            return self._known.setdefault(key, endless(option, self.layers))

    def _resolve(self, option: Option, key: Name, asked: tuple[Name, ...]) -> Setting:
        """Resolve an option, named `key`, for others; `asked` are those, the first one first."""
        if key in self._known:
            return self._known[key]
        if key in asked or len(asked) > DEEPEST:
            raise TooDeep

        def refer(group: str, name: str) -> Setting | None:
            other = self.schema.referred(group, name)
            return self._resolve(other, (group, name), (*asked, key)) if other else None

        return self._known.setdefault(key, resolve(option, self.layers, refer))


@checked
def load(
    *paths: str | os.PathLike[str] | Document,
    release: str | None = None,
    additions: Additions | None = None,
) -> Config:
    """Read files as one configuration, in order; a directory as --config-dir does: its `*.conf`.

    Without a release the newest one is taken; `additions` are options that it has besides. Raises
    FileError for what cannot be read, is given twice or is nothing but a directory without a
    `*.conf`, and ReleaseError for an unknown release.
    """
    chosen = newest() if release is None else find_release(release)
    documents = read_together(paths)
    check_paths(documents)
    schema = load_schema(chosen, additions, full_version(release))
    return Config(schema, tuple(documents), release is not None)
