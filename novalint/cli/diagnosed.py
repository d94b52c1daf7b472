"""What `novalint diagnose` compares logs with: one configuration, or those of several hosts."""

from __future__ import annotations

import os
import re
from glob import escape, glob

from novalint.annotations import TYPE_CHECKING
from novalint.cli.log_files import is_like_a_log, is_named_so, is_no_log
from novalint.cli.output import say
from novalint.config.layers import expand
from novalint.errors import FileError, ForeignFileError, SettingsError
from novalint.project.discovery import InputSpec, inputs_of_paths, is_nova_document
from novalint.project.walking import NAMED, candidates
from novalint.records import NamedTuple
from novalint.schema.releases import find_release
from novalint.wording import listed

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from novalint.config.model import Config
    from novalint.project.discovery import ConfigurationInput
    from novalint.project.model import Project
    from novalint.settings import Settings

_PATTERN = re.compile(r"[*?\[]")


_LOOKED_AT = ("configuration", "settings", "deployment", "fact", "role")
"""Arguments that are judged also where no file of a configuration is named."""


class ComparedConfiguration(NamedTuple):
    """A configuration that logs are compared with, what holds for it, and what it is called."""

    name: str
    config: Config
    settings: Settings


def split_logs(arguments: Namespace) -> list[str]:
    """Return the logs that are named, and move configurations among them to where they belong.

    That is what a shell makes of `--config hosts/*/nova.conf`: one --config, and files or folders
    behind it. Raises FileError where it cannot be told what they are for.
    """
    files = [path for path in arguments.logs if is_no_log(path) or _has_hosts(path)]
    if not files:
        return list(arguments.logs)
    if not arguments.config:
        raise FileError(
            f"`{files[0]}` is a configuration, not a log; name it with --config, or check it with "
            "`novalint check`"
        )
    if len(arguments.config) > 1:
        raise FileError(
            f"`{files[0]}` is a configuration, not a log; name each file of one host with --config,"
            " or one directory with those of several"
        )
    others = [path for path in arguments.logs if path not in files and is_named_so(path)]
    _say_left_out(others)
    arguments.hosts = files
    return [path for path in arguments.logs if path not in (*files, *others)]


def compared(arguments: Namespace) -> list[ComparedConfiguration]:
    """Return the configurations that are named, each of a host or of a part of one.

    Raises SettingsError or FileError for what is none, or cannot be read.
    """
    arguments.paths = arguments.config or ()
    if arguments.configuration and arguments.config:
        raise SettingsError("name a --configuration or files with --config, not both")
    if arguments.release is not None:
        find_release(arguments.release)
    if not arguments.paths and not any(getattr(arguments, name) for name in _LOOKED_AT):
        return []
    from novalint.cli.context import project_of

    project = project_of(arguments)
    sources = _named(arguments, project) if arguments.configuration else _files(arguments, project)
    diagnoses = [
        ComparedConfiguration(_called(source), project.config(source), project.settings_for(source))
        for source in sources
    ]
    if not diagnoses and arguments.config:
        raise ForeignFileError(arguments.config[0])
    return [each for each in diagnoses if not _may_be_unread(each.config)] or diagnoses


def _may_be_unread(config: Config) -> bool:
    """Whether no tool reads any of the files, so that a patch of them would change nothing."""
    hosts = [document.host for document in config.documents]
    major = config.release.major
    return bool(hosts) and all(host and host.embedded.may_be_unread(major) for host in hosts)


def _called(source: ConfigurationInput) -> str:
    if source.name is not None:
        return source.name
    texts = [f"({document.name})" for document in source.documents if document.name]
    return " ".join([" + ".join(dict.fromkeys(source.paths)), *texts])


def _named(arguments: Namespace, project: Project) -> Iterator[ConfigurationInput]:
    for spec in project.inputs(*arguments.configuration):
        yield _known(spec.read(project.declared, arguments.embedded))


def _files(arguments: Namespace, project: Project) -> Iterator[ConfigurationInput]:
    paths = [*(arguments.config or ()), *getattr(arguments, "hosts", ())]
    if "-" in paths and "-" in arguments.logs:
        raise FileError("standard input is the log already; name the file of the configuration")
    if len(arguments.config or ()) > 1:
        _refuse_folders_of_hosts(paths)
        _say_together(paths)
        spec = InputSpec(tuple(paths), None, True, "-")
        yield _known(spec.read(project.declared, arguments.embedded))
        return
    for path in paths:
        yield from _of_path(path, arguments.embedded, project)


def _of_path(path: str, embedded: str | None, project: Project) -> Iterator[ConfigurationInput]:
    """Yield what one path stands for: all hosts of a folder or a pattern, or all texts of a file.

    A folder of a name such as nova.conf.d is one configuration, as --config-dir reads it.
    """
    if os.path.isdir(path) and os.path.abspath(path).endswith(".d"):  # noqa: PTH100, PTH112
        yield _known(InputSpec((path,), None, True, "").read(project.declared, embedded))
        return
    is_pattern = _is_pattern(path)
    matched = sorted(glob(path)) if is_pattern else [path]  # noqa: PTH207
    if not matched:
        raise FileError(f"no file matches `{path}`")
    foreign = []
    sources = []
    for spec in _specs(matched, project):
        try:
            sources += [_known(source) for source in spec.each(project.declared, embedded)]
        except ForeignFileError as error:
            if not spec.walked and not is_pattern:
                raise
            foreign += [] if spec.walked else [error]
    if foreign and not sources:
        raise foreign[0]
    _say_left_out([error.path for error in foreign])
    yield from sources


def _specs(paths: Sequence[str], project: Project) -> Iterator[InputSpec]:
    """Yield what files and folders hold; a file that only its host names is no part of others."""
    for path in paths:
        specs = inputs_of_paths([path], False, "-", project.declared, project.excludes)
        hosts = [spec for spec in specs if spec.walked and _is_of_host(spec, path)]
        for spec in specs:
            yield spec._replace(part=False) if spec in hosts else spec
        if hosts:
            known = {file for spec in specs for file in spec.files}
            pattern = os.path.join(escape(path), "*.conf")  # noqa: PTH118
            others = sorted(set(glob(pattern)) - known)  # noqa: PTH207
            _say_left_out(others, f"; name `{pattern}` to include it anyway")


def _is_of_host(spec: InputSpec, folder: str) -> bool:
    """Whether a file lies in a folder itself, with a name that says nothing of Nova."""
    (first, *more) = spec.paths
    inside = os.path.dirname(first) == folder.rstrip("/")  # noqa: PTH120
    return inside and not more and first.endswith(".conf") and not NAMED.fullmatch(first)


def _has_hosts(path: str) -> bool:
    """Whether a path that is named as a log is a folder with configurations."""
    try:
        return os.path.isdir(path) and bool(candidates(path))  # noqa: PTH112
    except FileError:
        return False


def _say_left_out(paths: Sequence[str], way: str = "") -> None:
    """Say which files that may have been meant are no configuration of Nova; `way` how they are."""
    if paths:
        verb, it = ("are", "they have") if len(paths) > 1 else ("is", "it has")
        way = way.replace(" it ", " them ") if len(paths) > 1 else way
        say(f"{listed(paths)} {verb} left out: {it} nothing that only Nova reads{way}")


def _is_pattern(path: str) -> bool:
    return not os.path.lexists(path) and bool(_PATTERN.search(path))


def _refuse_folders_of_hosts(paths: Sequence[str]) -> None:
    """Raise FileError for a folder that holds no part of a configuration, but perhaps hosts."""
    for path in paths:
        if os.path.isdir(path) and not expand(path):  # noqa: PTH112
            raise FileError(
                f"there is no `*.conf` in the directory `{path}`; where it has those of hosts, "
                "name it alone, and each is diagnosed"
            )


def _say_together(paths: Sequence[str]) -> None:
    """Say that files are read as one where they may be those of several hosts."""
    names = [os.path.basename(file) for path in paths for file in expand(path)]  # noqa: PTH119
    if len(set(names)) < len(names):
        say(
            f"{listed(paths)} are read as one configuration, in this order; to diagnose each, name "
            "the directory that they are in"
        )


def _known(source: ConfigurationInput) -> ConfigurationInput:
    """Return what was read; raises ForeignFileError for a log, and where none of it is Nova's."""
    logs = [document for document in source.documents if is_like_a_log(document)]
    if logs or not any(map(is_nova_document, source.documents)):
        raise ForeignFileError((logs or source.documents)[0].path)
    return source
