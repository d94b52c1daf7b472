"""A project: its settings, what a caller says over them, its configurations and their reports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import starmap

from novalint.annotations import TYPE_CHECKING, Any
from novalint.arguments import check_fields, checked
from novalint.config.layers import check_paths
from novalint.config.model import Config
from novalint.config.sharing import NOTHING, sharing_in_kolla
from novalint.engine.report import Report, chosen_rules, examine
from novalint.engine.told_by_hosts import told_by_hosts
from novalint.errors import ForeignFileError, NovalintError, SettingsError
from novalint.project.discovery import ConfigurationInput, InputSpec, inputs_of_paths
from novalint.records import dataclass, field, replace
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, full_version, newest
from novalint.settings.model import Override, Settings, Table
from novalint.settings.naming import check_names
from novalint.settings.path_patterns import common_folder
from novalint.wording import relative

if TYPE_CHECKING:
    from novalint.engine.cloud_places import Opener
    from novalint.engine.cloud_report import CloudReport
    from novalint.findings.baseline import Baseline
    from novalint.hosts.declared import Declared
    from novalint.project.fleet import FleetComparison
    from novalint.project.inventory import Inventory
    from novalint.project.other_readers import OtherReaders
    from novalint.project.report import ProjectReport
    from novalint.project.sharing import Readers
    from novalint.rules.fleet.model import Node
    from novalint.text.document import Document


def _remembered() -> Any:
    """Return a field for what was found out, which is no part of what a project is."""
    return field(default_factory=dict, init=False, repr=False, compare=False, hash=False)


@checked
@dataclass(frozen=True)
class Project:
    """Configurations that share a settings file, and how they are checked.

    `settings` hold for the configurations that they name; files of their own are checked with the
    settings nearest to them where `search` says so, else with these too. `overrides` is what the
    caller says over all of them; `baseline` holds the findings that were accepted. The command line
    is a thin layer over this class.
    """

    settings: Settings = field(default_factory=Settings)
    overrides: Override = field(default_factory=Override)
    baseline: Baseline | None = None
    search: bool = False
    _nearest: dict[str, Settings] = _remembered()
    _files: dict[str, Settings] = _remembered()
    _trees: dict[str, OtherReaders] = _remembered()
    _projects: dict[str | None, Project] = _remembered()

    def __post_init__(self) -> None:
        """Refuse what is no settings, no override, no baseline."""
        check_fields(self)

    @classmethod
    def find(cls, path: str | os.PathLike[str] = ".") -> Project:
        """Return the project of a file or directory: that of the nearest settings file.

        Raises FileError where that file cannot be read, SettingsError where it is wrong.
        """
        return cls(Settings.find(path), search=True)

    @cached_property
    def laid_out(self) -> Settings:
        """The settings with a configuration for all that placeholders stand for now.

        Raises SettingsError where nothing is found for one, FileError where an inventory that names
        the machines cannot be read.
        """
        from novalint.project.inventory import hosts_of
        from novalint.settings.placeholders import laid_out

        return laid_out(self.settings, hosts_of(self.settings))

    @property
    def configurations(self) -> tuple[str, ...]:
        """The names of the configurations that the settings describe, placeholders filled in.

        Raises SettingsError where nothing is found for a placeholder.
        """
        return tuple(self.laid_out.configurations)

    @property
    def is_fleet(self) -> bool:
        """Whether the settings say that the configurations are nodes of one cloud."""
        from novalint.project.inventory import describes_fleet

        return describes_fleet(self.settings)

    @cached_property
    def inventory(self) -> Inventory:
        """Which node each configuration is, and what follows from that.

        Raises FileError or SettingsError where an Ansible inventory cannot be read.
        """
        from novalint.project.inventory import inventory_of

        return inventory_of(self.laid_out, self.overrides)

    def over(self, overrides: Override) -> Project:
        """Return the project with something else said over its settings."""
        return replace(self, overrides=overrides)

    def inputs(self, *names: str) -> tuple[InputSpec, ...]:
        """Return where named configurations are read from; without names, all of them.

        Raises SettingsError for a name that the settings do not have.
        """
        chosen = dict.fromkeys(names or self.configurations)
        return tuple(self._input(name) for name in chosen)

    def _input(self, name: str) -> InputSpec:
        replaces = self.laid_out.configuration(name).merge == "replace"
        return InputSpec(self.laid_out.files(name), name, True, "", replaces=replaces)

    def declared(self, path: str) -> tuple[Declared, ...]:
        """Return what the settings that a file belongs to say about what stands within it."""
        return (self.nearest((path,)) if self.search else self.settings).declared(path)

    def excludes(self, path: str) -> bool:
        """Return whether the settings that a file belongs to leave it out of a directory."""
        return (self.nearest((path,)) if self.search else self.settings).excludes(path)

    def settings_for(self, source: ConfigurationInput) -> Settings:
        """Return what holds for one configuration, the caller's word over all.

        Raises FileError or SettingsError where the settings nearest to it are wrong.
        """
        return self._own(source).over(self.overrides)

    def named_release(self, source: ConfigurationInput) -> str | None:
        """Return the release that the settings name for one configuration; None where none do."""
        return self._written(source).release

    def _own(self, source: ConfigurationInput) -> Settings:
        """Return what holds for one configuration, without the caller's word."""
        return told_by_hosts(self._written(source), source.documents)

    def _written(self, source: ConfigurationInput) -> Settings:
        """Return what the settings say of one configuration."""
        if source.name is None:
            own = self._file(source).effective(*source.paths)
        else:
            own = self.laid_out.effective(*source.paths, configuration=source.name)
            own = self.inventory.completed(own, source.name) if self.is_fleet else own
        return own

    def _file(self, source: ConfigurationInput) -> Settings:
        """Return the settings that one configuration belongs to, as they are written."""
        if self.search and source.name is None:
            return self.nearest(source.paths)
        return self.settings

    def nearest(self, paths: Sequence[str]) -> Settings:
        """Return the settings nearest to the directory that files have in common.

        Settings of a directory within say nothing of files elsewhere.
        """
        folder = common_folder(paths)
        if folder not in self._nearest:
            self._nearest[folder] = self._found(folder)
        return self._nearest[folder]

    def _found(self, folder: str) -> Settings:
        """Return the settings nearest to a directory; a file that many share is read once."""
        path = Settings.nearest_file(folder)
        if path is None or path == self.settings.path:
            return self.settings if path else Settings()
        if path not in self._files:
            self._files[path] = Settings.read(relative(path))
        return self._files[path]

    def check_settings(self, source: ConfigurationInput) -> None:
        """Raise FileError or SettingsError where the settings of a configuration are wrong."""
        check_names(self._file(source))
        self.settings_for(source)

    def config(self, source: ConfigurationInput) -> Config:
        """Return documents as one configuration of the release that holds for them."""
        return self._config(source, self.settings_for(source))

    def alone(self, source: ConfigurationInput, settings: Settings) -> Config:
        """Return the same as if nobody else read any of the files."""
        return replace(config_of(source.documents, settings), sharing=NOTHING)

    def _config(self, source: ConfigurationInput, settings: Settings) -> Config:
        config = config_of(source.documents, settings)
        if source.name is None:
            others = self._others_in_kolla(config) or self._others_by_settings(source, config)
            if others is None:
                return config
            own = sharing_in_kolla(config.by_path) or NOTHING
            own = own._replace(others=others, together=source.walked)
            return replace(config, sharing=own)
        sharing = self._readers.sharing(source.name, self._node(source.name))
        return replace(config, sharing=sharing)

    def _others_in_kolla(self, config: Config) -> OtherReaders | None:
        """Return all that read overrides of kolla-ansible beside those of a configuration."""
        if not config.hosted:
            return None
        from novalint.project.other_readers import folder_in_kolla, in_kolla

        folder = folder_in_kolla(config)
        if folder and folder not in self._trees:
            self._trees[folder] = in_kolla(self, config)
        return self._trees.get(folder)

    def _others_by_settings(self, source: ConfigurationInput, config: Config) -> Any:
        """Return the configurations of the settings that read one of the files, named alone."""
        settings = self._file(source)
        if not settings.configurations:
            return None
        from novalint.project.other_readers import reading

        whole = self
        if settings is not self.settings:
            whole = self._projects.setdefault(settings.path, Project(settings, self.overrides))
        try:
            return reading(config, whole._readers)
        except NovalintError:  # a placeholder that stands for nothing, which others are told
            return None

    @cached_property
    def _readers(self) -> Readers:
        """The files and the services of all configurations."""
        from novalint.project.other_readers import named
        from novalint.project.sharing import Readers, files_of

        specs = {each.name: each for each in self.inputs() if each.name}
        files = {name: files_of(spec) for name, spec in specs.items()}
        roles = {name: self._roles(name) for name in files}
        nodes = {name: self._node(name) for name in files}
        return Readers(files, roles, partial(named, self, specs, roles, nodes))

    def _node(self, name: str) -> str:
        return self.laid_out.configuration(name).node or name

    def _roles(self, name: str) -> frozenset[str]:
        if self.is_fleet:
            return frozenset(self.inventory.by_configuration[name].roles)
        own = self.laid_out.effective(*self.laid_out.files(name), configuration=name)
        return own.over(self.overrides).deployment.roles

    def report(self, source: ConfigurationInput) -> Report:
        """Check one configuration, and count what its settings leave out.

        Raises SettingsError for a name in them that no rule has, on its line.
        """
        check_names(self._file(source))
        own = self._own(source)
        chosen = own.over(self.overrides)
        report = examine(self._config(source, chosen), chosen, self.baseline)
        if own.path is None:
            return report
        ignored = self._ignored(own, report.config) if own.select or own.ignore else 0
        return replace(report, ignored=ignored)

    def _ignored(self, own: Settings, config: Config) -> int:
        """Return how many findings the settings ignore that the caller would be told."""
        asked = replace(own, select=(), ignore=()).over(self.overrides)
        left_out = {rule.name for rule in chosen_rules(asked)}
        left_out -= {rule.name for rule in chosen_rules(own.over(self.overrides))}
        if not left_out:
            return 0
        return len(examine(config, replace(asked, select=tuple(sorted(left_out)))).findings)

    def check(self, *paths: str | os.PathLike[str]) -> ProjectReport:
        """Check files, each a configuration of its own; without any, what the settings name.

        Without any, and where the settings describe a fleet, its nodes are compared as well. Raises
        FileError for what cannot be read and SettingsError where the settings are wrong, or are to
        name the files and name none.
        """
        if not paths and not self.settings.configurations:
            raise SettingsError("the settings name no configuration; name a path, as check('.')")
        from novalint.project.other_hosts import reports_told_of_hosts
        from novalint.project.report import ProjectReport

        reports = tuple(reports_told_of_hosts(map(self.report, self._read(paths))))
        compared = not paths and self.is_fleet
        return ProjectReport(reports, self.compared(reports) if compared else None)

    def compared(self, reports: Sequence[Report]) -> CloudReport:
        """Compare all configurations, given their reports in order, as the nodes of one cloud."""
        checked = dict(zip(self.configurations, reports, strict=True))
        comparison = self.comparison(lambda node: checked[node.configuration].config)
        return comparison.report(starmap(comparison.take, checked.items()))

    def nodes(self) -> tuple[Node | None, ...]:
        """Return all configurations as nodes of a fleet, unchecked; None for what is no nova.conf.

        Raises FileError for what cannot be read and SettingsError where the settings are wrong.
        """
        take = self.comparison().take
        sources = zip(self.configurations, self._read(()), strict=True)
        return tuple(take.node(name, self.config(source)) for name, source in sources)

    def comparison(self, opener: Opener | None = None) -> FleetComparison:
        """Return what compares the configurations as the nodes of one cloud.

        `opener` gives the configuration of a node again; left out, its files are read again.
        """
        from novalint.project.fleet import FleetComparison

        settings = replace(self.settings.over(self.overrides), configurations=Table())
        return FleetComparison(settings, self.inventory, opener or self._open, self.baseline)

    def _open(self, node: Node) -> Config:
        (spec,) = self.inputs(node.configuration)
        return self.config(spec.read(self.declared))

    def _read(self, paths: Sequence[str | os.PathLike[str]]) -> Iterator[ConfigurationInput]:
        names = [os.fspath(path) for path in paths]
        files = inputs_of_paths(names, False, "", self.declared, self.excludes)
        for spec in files or self.inputs():
            try:
                yield from spec.each(self.declared)
            except ForeignFileError:
                if not spec.walked:
                    raise


def config_of(documents: Sequence[Document], settings: Settings) -> Config:
    """Return documents as one configuration of the settings' release, the newest where none is."""
    release = settings.release
    chosen = newest() if release is None else find_release(release)
    check_paths(documents)
    schema = load_schema(chosen, settings.additions, full_version(release))
    return Config(schema, tuple(documents), release is not None)
