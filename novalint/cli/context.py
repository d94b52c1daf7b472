"""The project that a command line is about: the settings of a file, and what is said over them."""

from __future__ import annotations

import os

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import Deployment, fact_names
from novalint.errors import DeploymentError, FileError, ForeignFileError, SettingsError
from novalint.project.discovery import (
    ConfigurationInput,
    InputSpec,
    inputs_of_paths,
    is_nova_document,
)
from novalint.project.model import Project
from novalint.rules.catalogue import NO_PLUGINS, Plugins
from novalint.settings.model import Override, Settings
from novalint.wording import shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from novalint.findings.baseline import Baseline


def project_of(arguments: Namespace) -> Project:
    """Return the project, with what the command line and the files it names say over it.

    PATHs belong to the settings nearest to each, configurations to those nearest to where the
    command runs; --settings and --isolated decide for all.
    """
    overrides, baseline = _overrides(arguments), _baseline(arguments)
    if arguments.settings is not None or arguments.isolated:
        return Project(settings_of(arguments), overrides, baseline)
    named = getattr(arguments, "configuration", None) or not getattr(arguments, "paths", True)
    settings = Settings.find() if named else Settings()
    return Project(settings, overrides, baseline, search=True)


def project_of_paths(arguments: Namespace) -> Project:
    """Return the project for a command that only looks at files and the settings near to them."""
    if arguments.settings is not None or arguments.isolated:
        return Project(settings_of(arguments))
    return Project(search=True)


def inputs(arguments: Namespace, project: Project) -> list[InputSpec]:
    """Return the PATHs, each a configuration of its own or all of them one, and the named ones.

    Where neither is named, these are all configurations of the settings. Raises SettingsError for
    an unknown name, and where there is nothing to read.
    """
    names = list(getattr(arguments, "configuration", None) or ())
    if not arguments.paths and not names and not project.configurations:
        raise SettingsError(
            "no PATH is given, and no settings have configurations; name a file or a directory, "
            "such as `.`, or - for standard input"
        )
    stdin_filename = getattr(arguments, "stdin_filename", "-")
    together = getattr(arguments, "together", False)
    named = project.inputs(*names) if names or not arguments.paths else ()
    found = inputs_of_paths(
        arguments.paths, together, stdin_filename, project.declared, project.excludes
    )
    return [*found, *named]


def read_inputs(arguments: Namespace, project: Project) -> list[ConfigurationInput]:
    """Return all that is named, or raise FileError for the first one that cannot be read.

    A file of another program is left out, with a word, where --skip-foreign says so.
    """
    embedded = getattr(arguments, "embedded", None)
    configuration_inputs: list[ConfigurationInput] = []
    foreign: list[ForeignFileError] = []
    for spec in inputs(arguments, project):
        try:
            configuration_inputs += spec.each(project.declared, embedded)
        except ForeignFileError as error:
            foreign += left_out(error, spec)
    if not configuration_inputs and not foreign:
        refuse_nothing(arguments.paths)
    refuse_foreign(foreign, arguments)
    return configuration_inputs


def left_out(error: ForeignFileError, spec: InputSpec) -> list[ForeignFileError]:
    """Return what is wrong with a named file; of another one say where it is Nova's still."""
    from novalint.cli.output import say
    from novalint.hosts.computed_overrides import unchecked

    if not spec.walked:
        return [error]
    say(unchecked(error.path))
    return []


def refuse_others(sources: Sequence[ConfigurationInput]) -> None:
    """Raise ForeignFileError where none of the files that are read as one is Nova's."""
    for source in sources:
        if not any(map(is_nova_document, source.documents)):
            raise ForeignFileError(source.documents[0].path)


def refuse_foreign(foreign: Sequence[ForeignFileError], arguments: Namespace) -> None:
    """Raise FileError for files that were named and are none of Nova's.

    Where --skip-foreign says that such files are to be passed over, say in one line which they are.
    """
    if not foreign:
        return
    from novalint.cli.output import say
    from novalint.hosts.computed_overrides import unchecked
    from novalint.wording import listed

    if getattr(arguments, "skip_foreign", False):
        for error in foreign:
            say(unchecked(error.path))
        paths = [error.path for error in foreign if not _is_told(error.path)]
        hold, are = ("contain", "they are") if len(paths) > 1 else ("contains", "it is")
        rest = f"{hold} no configuration of Nova, so {are} skipped"
        say(f"{listed(paths)} {rest}" if paths else "")
    elif len(foreign) > 1:
        named = listed(error.path for error in foreign)
        raise FileError(f"{named} contain no configuration of Nova")
    else:
        raise FileError(why) if (why := unchecked(foreign[0].path)) else foreign[0]


def _is_told(path: str) -> bool:
    """Whether a file is of use, or more is said of it: see `left_out`.

    kolla-ansible's globals.yml is read for the release it names.
    """
    from novalint.hosts.computed_overrides import computed
    from novalint.hosts.kolla import GLOBALS, release_in

    if computed(path):
        return True
    return os.path.basename(path) == GLOBALS and release_in(path) is not None  # noqa: PTH119


def refuse_nothing(paths: Sequence[str]) -> None:
    """Raise FileError where folders were named and nothing in them turned out to be Nova's."""
    from novalint.wording import listed

    if paths:
        raise FileError(f"nothing in {listed(paths)} is a configuration of Nova; name its files")


def settings_of(arguments: Namespace) -> Settings:
    """Return the settings of the file that is named, else of the one nearest to the first PATH."""
    if arguments.settings is not None:
        return Settings.read(arguments.settings)
    return Settings() if arguments.isolated else Settings.find(_start(arguments))


def plugins_of(arguments: Namespace) -> Plugins:
    """Return the rules of the plugins that the settings name, and say why a plugin gave none."""
    names = settings_of(arguments).plugins
    if not names:
        return NO_PLUGINS
    from novalint.cli.output import say
    from novalint.rules.plugins import load

    plugins = load(names)
    for fault in plugins.faults:
        say(fault)
    return plugins


def _start(arguments: Namespace) -> str:
    """Return the path from which to look for settings: the first one that is named, else here.

    Standard input counts as the file that it is called.
    """
    paths = getattr(arguments, "paths", None) or [getattr(arguments, "path", None)]
    if paths[0] == "-":
        return str(getattr(arguments, "stdin_filename", "-"))
    return paths[0] or "."


def _baseline(arguments: Namespace) -> Baseline | None:
    """Return the findings that the file named by --baseline accepts."""
    path = getattr(arguments, "baseline", None)
    if path is None:
        return None
    from novalint.findings.baseline import Baseline

    return Baseline.read(path)


def _overrides(arguments: Namespace) -> Override:
    """Return what the command line says; a command that lacks an option says nothing of it."""
    select = names_in(getattr(arguments, "select", None))
    ignore = names_in(getattr(arguments, "ignore", None))
    if select and ignore:
        _refuse_empty(select, ignore)
    return Override(
        release=arguments.release,
        deployment=_facts(arguments),
        select=select or None,
        ignore=ignore,
        min_severity=getattr(arguments, "min_severity", None),
    )


def _refuse_empty(select: Sequence[str], ignore: Sequence[str]) -> None:
    """Raise SettingsError where nothing is left to run: a check would find nothing."""
    from novalint.rules.catalogue import rules

    themes = {rule.name: rule.theme for rule in rules()}
    if all({name, themes.get(name)} & {*ignore} for name in select):
        raise SettingsError(
            "--ignore leaves out everything that --select names; remove one of them"
        )


def _facts(arguments: Namespace) -> Deployment:
    path = arguments.deployment
    deployment = Deployment() if path is None else Deployment.read(path)
    texts: dict[str, str] = {}
    for fact in getattr(arguments, "fact", None) or ():
        name, sign, text = fact.partition("=")
        if not sign:
            named = name.strip() in fact_names()
            what = "has no value" if named else "is not a fact"
            raise DeploymentError(f"`{fact}` {what}; write {name if named else 'NAME'}=VALUE")
        _note_two(name.strip(), texts.get(name.strip(), text), text, arguments)
        texts[name.strip()] = text
    if texts:
        deployment = deployment.merged(Deployment.from_texts(texts))
    roles = names_in(getattr(arguments, "role", None))
    if roles and "role" in texts:
        _note_two("role", texts["role"], ",".join(roles), arguments)
    if roles or getattr(arguments, "role", None):
        deployment = deployment.merged(Deployment.from_texts({"role": ",".join(roles)}))
    return deployment


def _note_two(name: str, first: str, second: str, arguments: Namespace) -> None:
    """Say which value counts where a command line gives a fact two of them."""
    values = [sorted(filter(None, map(str.strip, text.split(",")))) for text in (first, second)]
    if values[0] != values[1] and not getattr(arguments, "quiet", False):
        from novalint.cli.output import say

        last = shown(second)
        say(f"`{name}` is given as {shown(first)} and as {last}, and {last} counts")


def names_in(lists: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of options that may be repeated or hold several, separated by commas."""
    return tuple(name.strip() for text in lists or () for name in text.split(",") if name.strip())
