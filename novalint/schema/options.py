"""What one release understands: its groups, its options, their old names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property

from novalint.annotations import TYPE_CHECKING, Any
from novalint.records import NamedTuple, dataclass
from novalint.schema.entries import Entries, document_of
from novalint.schema.releases import Release, Version, dotted, releases
from novalint.schema.store import read_json, read_text

if TYPE_CHECKING:
    from novalint.schema.additions import Additions

Name = tuple[str, str]
"""A group's and an option's name."""


SECRET_LATER = frozenset(
    {
        "approle_role_id",
        "approle_secret_id",
        "client_secret",
        "fixed_key",
        "hmac_keys",
        "memcache_password",
        "root_token_id",
    }
)
"""Options that some releases or groups have without calling them secret, as others do."""

_SERVICES = {"metadata": "nova-api-metadata"}


class Option(NamedTuple):
    """One option of a release: where it stands, and its entry in the release's JSON Schema."""

    group: str
    name: str
    entry: Mapping[str, Any]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What JSON Schema has no word for: type class, old names, origin of the default."""
        facts: Mapping[str, Any] = self.entry["x-oslo"]
        return facts

    @property
    def multi(self) -> bool:
        """Whether every assignment counts instead of the last one."""
        return bool(self.facts.get("multi"))

    @property
    def secret(self) -> bool:
        """Whether its value is never shown: the release marks it, or another one does."""
        return bool(self.entry.get("writeOnly")) or self.name in SECRET_LATER

    @property
    def deprecated(self) -> bool:
        """Whether it is to be removed without a successor."""
        return bool(self.entry.get("deprecated"))

    @property
    def readers(self) -> tuple[str, ...]:
        """The services that read it, such as `nova-compute`; empty where that is not known.

        An estimate that names rather too many: see schemas/README.md. Commands are left out, as
        there is nothing to restart.
        """
        services = (name for name in self.facts.get("read_by", ()) if name != "manage")
        return tuple(_SERVICES.get(name, f"nova-{name}") for name in services)

    @property
    def on_reload(self) -> bool:
        """Whether a running service takes a new value on SIGHUP, without a restart."""
        return bool(self.facts.get("mutable"))

    @property
    def machine(self) -> str | None:
        """What of the host its default depends on, e.g. `host name`; None for a fixed default."""
        dependence: str | None = self.facts.get("machine")
        return dependence

    @property
    def old_names(self) -> tuple[Name, ...]:
        """Its deprecated names in the order in which oslo.config looks for them.

        `*` in the schema stands for what a group such as `mdev_nvidia-35` is named by.
        """
        old = self.facts.get("deprecated_names")
        if not old:
            return ()
        star = self.group.partition("_")[2]
        return tuple((group.replace("*", star), name) for group, name in old)


class LostOption(LookupError):  # noqa: N818 (a state of oslo.config's, no mistake)
    """An old name that oslo.config knows, but not its option: the reference stays text."""


@dataclass(frozen=True, eq=False)
class Schema:
    """The options of one release; `document` is its JSON Schema, of groups their options alone.

    `additions` are options that it has besides. `version` is that of Nova where it was told in
    full: what came later is not in the document. There is one of each release in a process: two are
    equal where they are the same object, as comparing thousands of options takes milliseconds. A
    pickle names the release alone, its version, and what is added to it.
    """

    release: Release
    document: Mapping[str, Any]
    additions: Additions | None = None
    version: Version | None = None

    def __repr__(self) -> str:  # the document alone is some hundred kilobytes
        return f"Schema({self.version_or_release})"

    def __reduce__(self) -> tuple[Any, ...]:
        known = self.release, self.additions, self.version
        if self.release in releases() and load_schema(*known) is self:
            return load_schema, known
        return type(self), (self.release, self.document)

    @property
    def version_or_release(self) -> str:
        """Nova's version where it was told in full, else the series."""
        return dotted(self.version) if self.version else str(self.release)

    def options(self, group: str) -> Mapping[str, Mapping[str, Any]] | None:
        """Return the entries of a group by option name; None for a group that nothing reads.

        The group is named as oslo.config normalizes it: lower case, except for DEFAULT.
        """
        content = self.document["properties"].get(group) or self._dynamic_group(group)
        options: Mapping[str, Mapping[str, Any]] | None = content and content["properties"]
        return options

    def option(self, group: str, name: str) -> Option | None:
        """Return an option by its current name, groups named by another option's value included."""
        known = self._known.get((group, name))
        if known is not None:
            return known
        entry = (self.options(group) or {}).get(name)
        if not entry:
            return None
        option = Option(group, name, entry)
        if group in self.document["properties"]:  # files may name as many others as they like
            self._known[group, name] = option
        return option

    def renamed(self, group: str, name: str) -> tuple[Option, ...]:
        """Return the options that are also read from this old name."""
        names = self._old_names.get((group, name))
        return tuple(filter(None, (self.option(*name) for name in names))) if names else ()

    def by_old_name(self) -> Iterator[tuple[str, tuple[Name, ...]]]:
        """Yield every old name of an option, with the options that are read from it in a group."""
        yield from ((name, options) for (_, name), options in self._old_names.items())

    def having(self, group: str, fact: str) -> Iterator[tuple[str, Any]]:
        """Yield the options of a group that have a fact, such as `plugins`, with it, by name."""
        options = self.options(group) or {}
        if isinstance(options, Entries):
            yield from options.having(fact)
            return
        for name, entry in options.items():
            if fact in entry["x-oslo"]:
                yield name, entry["x-oslo"][fact]

    def referred(self, group: str, name: str) -> Option | None:
        """Return the option that a reference `$group.name` means, by a current or by an old name.

        Through an old name oslo.config reads the option as if it stood in the old name's group,
        which it knows only in the case of its declaration (oslo_config/cfg.py 10.7.0,
        `ConfigOpts._find_deprecated_opts`). Raises LostOption where it looks in the wrong place.
        """
        option = self.option(group, name)
        known = None if option else self._by_old_name.get((group, name))
        renamed = known and self.option(*known)
        if option or renamed is None or self.options(group) is None:
            return option
        home = group if renamed.group == "DEFAULT" else renamed.group
        option = self.option(home, renamed.facts.get("name", renamed.name))
        if option is None:
            raise LostOption(name)
        return option._replace(group=group)

    def groups_with(self, name: str) -> tuple[str, ...]:
        """Return the groups that have an option of this name, DEFAULT first."""
        return tuple(group for group, options in self._groups() if name in options)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups with a fixed name, DEFAULT first, then by name."""
        return tuple(self.document["properties"])

    def __iter__(self) -> Iterator[Option]:
        """Yield every option of the groups with a fixed name."""
        for group, options in self._groups():
            for name, entry in options.items():
                yield Option(group, name, entry)

    def with_old_names(self) -> Iterator[Option]:
        """Yield the options that have old names, quicker than all options."""
        for group in self.groups:
            for name, _ in self.having(group, "deprecated_names"):
                yield Option(group, name, self.document["properties"][group]["properties"][name])

    def _groups(self) -> Iterator[tuple[str, Mapping[str, Mapping[str, Any]]]]:
        for group, content in self.document["properties"].items():
            yield group, content["properties"]

    def _dynamic_group(self, group: str) -> Mapping[str, Any] | None:
        patterns: Mapping[str, Mapping[str, Any]] = self.document.get("patternProperties", {})
        matching = (content for pattern, content in patterns.items() if re.search(pattern, group))
        return next(matching, None)

    @cached_property
    def _known(self) -> dict[Name, Option]:
        """The options that were looked up, of groups with a fixed name."""
        return {}

    @cached_property
    def _declared_old_names(self) -> tuple[tuple[Name, Name], ...]:
        """Each old name as it is declared, with the present one."""
        return tuple(
            ((old_group.replace("*", group.partition("_")[2]), old), (group, name))
            for group in self.groups
            for name, old_names in self.having(group, "deprecated_names")
            for old_group, old in old_names
        )

    @cached_property
    def _by_old_name(self) -> dict[Name, Name]:
        declared = self._declared_old_names
        return {(group, old.replace("-", "_")): name for (group, old), name in declared}

    @cached_property
    def _old_names(self) -> dict[Name, tuple[Name, ...]]:
        options: dict[Name, tuple[Name, ...]] = {}
        for (group, old), name in self._declared_old_names:
            key = group if group == "DEFAULT" else group.lower(), old
            known = options.get(key, ())
            if name not in known:  # oslo.db declares both `DATABASE` and `database`
                options[key] = (*known, name)
        return options


def load_schema(
    release: Release, additions: Additions | None = None, version: Version | None = None
) -> Schema:
    """Return what a release understands, and what settings add to it; read once in a process.

    Of a version that is told in full, it is what that one understands.
    """
    return _loaded(release, additions or None, version)


@cache
def _loaded(release: Release, additions: Additions | None, version: Version | None) -> Schema:
    file = f"nova/{release.series}.json"
    if not (version or additions):
        return Schema(release, document_of(read_text(file)))
    document: Mapping[str, Any] = read_json(file)
    if version:
        from novalint.schema.updates import as_of

        document = as_of(document, version)
    if additions:
        from novalint.schema.additions import extended

        document = extended(document, additions)
    return Schema(release, document, additions, version)
