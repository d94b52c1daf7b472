"""Where configurations are read from: files, directories, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.config.layers import expand
from novalint.errors import FileError, ForeignFileError, SettingsError
from novalint.hosts.signs import may_be_host
from novalint.records import NamedTuple
from novalint.text.document import Document
from novalint.text.source import SIZE_LIMIT, Source, refuse_large

if TYPE_CHECKING:
    from novalint.hosts.declared import Declared

_NOVAS_ALONE = ("libvirt", "api_database", "vnc", "filter_scheduler", "pci", "workarounds")
"""Groups of which many a nova.conf has one, and a file of another service none."""
_OF_UNITS = ("Unit", "Service")
"""Groups of systemd, whose files may be called `nova-compute.service.d/nova-limits.conf`."""
_PLAINLY = (
    *("DEFAULT", "keystone_authtoken", "neutron", "placement", "glance", "cinder", "scheduler"),
    *("oslo_messaging_rabbit", "service_user", *_NOVAS_ALONE),
)
"""Groups of which nearly every nova.conf has one: seen without asking the history of options."""

Declare = Callable[[str], "Sequence[Declared]"]
"""Returns what settings say about a host, by its path."""
Excludes = Callable[[str], bool]
"""Returns whether settings leave a file out where a directory is searched, by its path."""


class ConfigurationInput(NamedTuple):
    """Documents that are read as one configuration, and its name where settings give it one.

    `walked` says that it was found in a folder, with all others there.
    """

    documents: list[Document]
    name: str | None = None
    walked: bool = False

    @property
    def paths(self) -> list[str]:
        """The paths of the documents."""
        return [document.path for document in self.documents]


class InputSpec(NamedTuple):
    """Where one configuration is read from; `together` lets directories stand for their files.

    `walked` says that nobody named the file: it was found in a folder. `part` says that it is read
    beside others that are not here, so that nothing is known to be absent; `replaces` that each of
    the files replaces all values of a key.
    """

    paths: tuple[str, ...]
    name: str | None
    together: bool
    stdin_filename: str
    walked: bool = False
    part: bool = False
    replaces: bool = False

    @property
    def files(self) -> list[str]:
        """The files that will be read, standard input left out."""
        paths = [path for path in self.paths if path != "-" or not self.stdin_filename]
        return [file for path in paths for file in expand(path)] if self.together else paths

    def read(
        self, declare: Declare | None = None, embedded: str | None = None
    ) -> ConfigurationInput:
        """Return the one configuration that is read; `embedded` names the text of a host to read.

        `declare` gives what settings say about a host, by its path. Raises FileError for what
        cannot be read, or is no text, or says nothing at all, and for a host that holds none or
        several.
        """
        documents = [only_document(document, embedded) for document in self._read(declare)]
        if not documents:
            whose = "given directories" if self.name is None else "directories of the configuration"
            name = "" if self.name is None else f" `{self.name}`"
            raise FileError(f"there is no `*.conf` in the {whose}{name}; name one that has some")
        return ConfigurationInput(documents, self.name, self.walked)

    def each(
        self, declare: Declare | None = None, embedded: str | None = None
    ) -> list[ConfigurationInput]:
        """Return the configurations that are read: each text that a host holds is one.

        Raises FileError as `read` does, and ForeignFileError for a file that is none of Nova's.
        """
        if self.together or embedded is not None:
            return [self.read(declare, embedded)]
        (inventory,) = self._read(declare)
        documents = [each for each in inventory.documents if not (self.walked and _is_unused(each))]
        if not documents or not all(map(is_nova_document, documents)):
            raise ForeignFileError(inventory.path)
        return [ConfigurationInput([each], self.name, self.walked) for each in documents]

    def _read(self, declare: Declare | None) -> list[FileContent]:
        sources = (source for path in self.paths for source in self._sources(path))
        return [self._content(source, declare) for source in sources]

    def _content(self, source: Source, declare: Declare | None) -> FileContent:
        content = content_of(source, declare, self.part, self.replaces)
        if not content.documents:
            refuse_broken(source, declare)
        return content

    def _sources(self, path: str) -> list[Source]:
        if path == "-" and self.stdin_filename:
            sources = [Source.decode(_read_stdin(self.stdin_filename), self.stdin_filename)]
        elif self.together:
            sources = [Source.read(file) for file in expand(path)]
        else:
            sources = [read_source(path)]
        for source in sources:
            refuse_binary(source)
            if not source.text and not self.together and not self.walked:
                raise FileError(f"{_called(source.path)} is empty; there is nothing to read")
        return sources


class FileContent(NamedTuple):
    """The documents that one file holds: itself, or those of a host."""

    path: str
    documents: tuple[Document, ...]


def content_of(
    source: Source, declare: Declare | None, part: bool = False, replaces: bool = False
) -> FileContent:
    """Return the documents of a file that was read; see InputSpec for `part` and `replaces`."""
    declared = declare(source.path) if declare else ()
    if declared or may_be_host(source.path, source.text):
        from novalint.hosts.reading import documents_in

        return FileContent(source.path, documents_in(source, declared, part, replaces))
    if part or replaces:
        from novalint.hosts.reading import plain

        return FileContent(source.path, plain(source, part, replaces))
    return FileContent(source.path, (Document(source),))


def only_document(content: FileContent, embedded: str | None = None) -> Document:
    """Return the document of a file that is asked for, by its name or keys of it, or the only one.

    Raises FileError, with the names there are, where there is none such or no one is named.
    """
    path, documents = content.path, _read_by_tools(content.documents)
    names = [document.name for document in documents]
    if embedded is not None and embedded in names:
        return documents[names.index(embedded)]
    fitting = [document for document in documents if embedded and _fits(embedded, document.name)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"`{name}`" for name in names if name)
    if embedded is not None and known:
        raise FileError(f"`{path}` contains no `{embedded}`; it contains {known}")
    if not documents:
        from novalint.hosts.computed_overrides import unchecked

        why = (
            unchecked(path) or f"`{path}` contains no configuration of Nova; name a file that does"
        )
        raise FileError(why)
    if len(documents) > 1:
        raise FileError(
            f"`{path}` contains several configurations; choose one with --embedded: {known}"
        )
    return documents[0]


def _read_by_tools(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return the documents without those under a key that is misspelt, where others are there."""
    read = tuple(each for each in documents if not (each.host and each.host.embedded.misplaced))
    return read or documents


def _fits(keys: str, name: str) -> bool:
    """Whether some keys of a name, one after the other, are those that are asked for."""
    return f".{keys}." in f".{name}."


def _is_unused(document: Document) -> bool:
    """Whether a host has a place for options, and none there: `nova_nova_conf_overrides: {}`.

    A list or a text in that place is to be reported; that another file hides nothing is not.
    """
    host = document.host
    if host is None or document.text:
        return False
    return all(stray.whole for stray in host.embedded.strays)


def is_nova_document(document: Document) -> bool:
    """Return whether a document is for Nova: one within a host is where the host says so."""
    if document.host and document.host.embedded.form not in ("", "jinja", "erb", "go", "shell"):
        return True
    generated = "generator" in document.path
    if not generated and _opens_one(document.text, _NOVAS_ALONE):
        return True
    if _opens_one(document.text, _OF_UNITS) and not _opens_one(document.text, _PLAINLY):
        return False
    if "nova" not in document.path.rpartition("/")[2]:
        from novalint.project.other_programs import is_another_programs

        if is_another_programs(document):
            return False
    if not generated and _opens_one(document.text, _PLAINLY):
        return True
    from novalint.project.belonging import is_novas

    return is_novas(document)


def _opens_one(text: str, groups: Iterable[str]) -> bool:
    """Whether a text opens one of some groups, spelt as usual."""
    return any(f"\n[{group}]" in text or text.startswith(f"[{group}]") for group in groups)


def inputs_of_paths(
    paths: Sequence[str],
    together: bool,
    stdin_filename: str = "-",
    declare: Declare | None = None,
    excludes: Excludes | None = None,
) -> list[InputSpec]:
    """Return PATHs as inputs: each a configuration of its own, or all of them one together.

    A folder that is not read together is walked, without the files that `excludes` says; a PATH
    that is named again is read once. Raises FileError where nothing in a folder is Nova's.
    """
    if paths.count("-") > 1:
        raise FileError("standard input is named twice and can be read once; remove one `-`")
    if together and paths:
        return [InputSpec(tuple(paths), None, True, stdin_filename)]
    every = (spec for path in paths for spec in _inputs_of(path, stdin_filename, declare, excludes))
    return list(dict.fromkeys(every))


def _inputs_of(
    path: str, stdin_filename: str, declare: Declare | None, excludes: Excludes | None
) -> list[InputSpec]:
    if os.path.isdir(path):  # noqa: PTH112
        from novalint.project.walking import candidates

        return [
            InputSpec(
                candidate.paths,
                None,
                len(candidate.paths) > 1,
                "",
                walked=True,
                part=candidate.part,
                replaces=candidate.replaces,
            )
            for candidate in candidates(path, _quietly(declare), _quietly(excludes))
        ]
    return [InputSpec((path,), None, False, stdin_filename, part=_is_override_over_others(path))]


def _quietly(ask: Callable[[str], object] | None) -> Callable[[str], bool]:
    """Return what asks settings about a file; of a mistake in them its reader is told, not this."""

    def answer(path: str) -> bool:
        try:
            return bool(ask and ask(path))
        except (FileError, SettingsError):
            return False

    return answer


def _is_override_over_others(path: str) -> bool:
    """Whether a tool merges a file with others that are there too."""
    if not path.endswith(".conf") or not os.path.isfile(path) or not may_be_host(path, ""):  # noqa: PTH113
        return False
    from novalint.project.overrides import reads_more

    return reads_more(path)


def _called(path: str) -> str:
    return "standard input" if path == "-" else f"`{path}`"


def _read_stdin(name: str) -> bytes:
    """Read standard input whole; raises FileError where it is closed, fails, or is too large."""
    if sys.stdin is None:
        raise FileError("standard input is closed; name a file, or pipe one in")
    try:
        data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise FileError(f"cannot read standard input: {error.strerror}") from None
    refuse_large(name, data)
    return data


def _refuse_closed(folder: str) -> None:
    """Raise FileError for a folder that may not be read, or is gone by now."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        reason = str(error.strerror).lower()
        raise FileError(f"cannot read the directory `{folder.rstrip('/')}`: {reason}") from None


def read_source(path: str) -> Source:
    """Read one file; raises FileError, for a folder with a way out, or why it may not be read."""
    if path.endswith("/"):
        _refuse_closed(path)
    if os.path.isdir(path):  # noqa: PTH112
        raise FileError(f"`{path}` is a directory; name one of its files")
    return Source.read(path)


def read_file(path: str) -> Document:
    """Read one file; raises FileError, for a folder with a way out."""
    return Document(read_source(path))


def refuse_broken(source: Source, declare: Declare | None) -> None:
    """Raise FileError for a file that has a tool's key for Nova, and is no YAML."""
    from novalint.hosts.reading import broken_line

    line = broken_line(source, declare(source.path) if declare else ())
    if line is not None:
        raise FileError(
            f"`{source.path}` is not valid YAML, line {line}; correct that first, as nothing in "
            "it was read"
        )


def refuse_binary(file: Document | Source) -> None:
    """Raise FileError for what is no text: nothing that reads nova.conf writes NUL bytes."""
    at = file.text.find("\0")
    if at >= 0:
        raise FileError(f"`{file.path}` is not a text file: there is a NUL byte at offset {at}")
