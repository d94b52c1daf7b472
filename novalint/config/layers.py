"""Several files as one: their order, and which assignment wins.

The reference is `_Namespace._get_file_value` in oslo_config/cfg.py (10.7.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property

from novalint.annotations import TYPE_CHECKING
from novalint.errors import FileError
from novalint.hosts.signs import may_be_host
from novalint.records import NamedTuple, dataclass
from novalint.schema.options import Name
from novalint.text.document import Assignment, Document, normalize_group
from novalint.text.source import Position, Source, name_of

if TYPE_CHECKING:
    from novalint.schema.options import Option, Schema
    from novalint.text.host import Host
    from novalint.text.source_map import Arm

COMPUTED = "{{"
"""What the words begin with that stand for a template's expressions in an embedded text."""


class Place(NamedTuple):
    """One assignment and the document it stands in."""

    document: Document
    assignment: Assignment

    @property
    def position(self) -> Position:
        """Where the assignment starts."""
        return self.document.position(self.assignment.span.start)

    def __str__(self) -> str:
        return f"{self.document.path}:{self.position.line}"


@dataclass(frozen=True)
class Layer:
    """One document with its assignments by group (as oslo.config normalizes it) and name.

    `arms` are the branches of a template that are taken to be chosen, from the outer one in.
    """

    document: Document
    arms: tuple[Arm, ...] = ()

    @cached_property
    def values(self) -> dict[Name, list[Place]]:
        """The assignments of each name, in file order; those outside any group left out.

        Those in branches that are not known to be chosen are left out too.
        """
        places: dict[Name, list[Place]] = {}
        host = self.document.host
        for assignment in self.document.assignments:
            if assignment.group and (host is None or self._counts(host, assignment)):
                key = (normalize_group(assignment.group), assignment.option)
                places.setdefault(key, []).append(Place(self.document, assignment))
        return places

    @cached_property
    def doubtful(self) -> dict[Name, list[Place]]:
        """The assignments of each name that count if a branch is chosen of which nothing is known.

        Of those in branches beside the chosen ones none ever counts.
        """
        places: dict[Name, list[Place]] = {}
        host = self.document.host
        if host is None or not (host.embedded.branches or host.embedded.loops):
            return places
        chosen = {arm.conditional: arm.number for arm in self.arms}
        for assignment in self.document.assignments:
            arms = host.arms(assignment.span.start)
            beside = any(chosen.get(arm.conditional, arm.number) != arm.number for arm in arms)
            if _is_named(assignment) and not beside and not set(arms) <= set(self.arms):
                key = (normalize_group(assignment.group), assignment.option)
                places.setdefault(key, []).append(Place(self.document, assignment))
        return places

    @property
    def replaces(self) -> bool:
        """Whether its keys replace all values that earlier documents give them."""
        host = self.document.host
        return host is not None and host.embedded.replaces

    def _counts(self, host: Host, assignment: Assignment) -> bool:
        if host.computed(assignment.key) or not _is_named(assignment):
            return False  # nobody knows which option that is
        return set(host.arms(assignment.span.start)) <= set(self.arms)


def _is_named(assignment: Assignment) -> bool:
    """Whether an assignment stands in a group, and in one whose name no template computes."""
    return bool(assignment.group) and COMPUTED not in assignment.group


class Precedence(NamedTuple):
    """The assignments that count, in order, and those that they override."""

    places: tuple[Place, ...]
    shadowed: tuple[Place, ...]


def doubt(layers: Sequence[Layer], names: Sequence[Name]) -> Place | None:
    """Return the last assignment of which nobody knows whether it counts, and over the others.

    None where a later one overrides it for certain, or a file that is read later has the option,
    or a chosen branch: the others may not be chosen, and what it sets is judged by itself.
    """
    for layer in reversed(layers):
        known = [place for name in names for place in layer.values.get(name, ())]
        unsure = [place for name in names for place in layer.doubtful.get(name, ())]
        if layer.arms and any(map(_is_in_branch, known)):
            return None
        if unsure:
            last = max(unsure, key=_offset)
            sure = max(known, key=_offset, default=None)
            return None if sure is not None and _offset(sure) > _offset(last) else last
        if known:
            return None
    return None


def _is_in_branch(place: Place) -> bool:
    return bool(place.document.arms(place.assignment.span.start))


def _offset(place: Place) -> int:
    return place.assignment.span.start


def find(layers: Sequence[Layer], names: Sequence[Name], multi: bool) -> Precedence:
    """Look an option up under its current name and its old ones, given in that order.

    A single value comes from the last file that has any of the names, there from the first name
    that it has, there from the last assignment. Of a multi-valued option everything counts: the
    files in order, within a file the old names before the current one.
    """
    if any(layer.replaces for layer in layers):
        return _merged(layers, names, multi)
    ordered = [
        place
        for layer in layers
        for name in reversed(names)
        for place in layer.values.get(name, ())
    ]
    if multi:
        return Precedence(tuple(ordered), ())
    return Precedence(tuple(ordered[-1:]), tuple(ordered[:-1]))


def _merged(layers: Sequence[Layer], names: Sequence[Name], multi: bool) -> Precedence:
    """Look an option up where files are merged into one before Nova reads it.

    Each file of such a run replaces all values of a key that those before it have.
    """
    ordered: list[Place] = []
    replaced: list[Place] = []
    for file in _files(layers):
        for name in reversed(names):
            values = [layer.values[name] for layer in file if name in layer.values]
            replaced += [place for places in values[:-1] for place in places]
            ordered += values[-1] if values else []
    if multi:
        return Precedence(tuple(ordered), tuple(replaced))
    return Precedence(tuple(ordered[-1:]), (*replaced, *ordered[:-1]))


def _files(layers: Sequence[Layer]) -> list[list[Layer]]:
    """Return the layers of each file that Nova reads, in order."""
    files: list[list[Layer]] = []
    for layer in layers:
        if layer.replaces and files:
            files[-1].append(layer)
        else:
            files.append([layer])
    return files


def merged_before(layers: Sequence[Layer], document: Document) -> Sequence[Layer]:
    """Return the layers before that of a document that are merged with it into one file."""
    if not any(layer.replaces for layer in layers):
        return ()
    for file in _files(layers):
        for number, layer in enumerate(file):
            if layer.document is document:
                return file[:number]
    return ()


def read_documents(paths: Iterable[str | os.PathLike[str]]) -> list[Document]:
    """Read files in the given order; a directory stands for its `*.conf`, sorted by name.

    That is how --config-file and --config-dir of an OpenStack service read them. Of a template or a
    YAML file what stands in it is taken. Raises FileError where one cannot be read, and where a
    file holds none or several.
    """
    return [_document(Source.read(file)) for path in paths for file in expand(path)]


def read_together(paths: Sequence[str | os.PathLike[str] | Document]) -> list[Document]:
    """Read files and directories as one configuration, in order; documents are taken as they are.

    Raises FileError as `read_documents` does, and where there is nothing but directories without
    a `*.conf`: no findings in no file would look like a sound one.
    """
    read = ([path] if isinstance(path, Document) else read_documents([path]) for path in paths)
    documents = [document for one_path in read for document in one_path]
    folders = [] if documents else [path for path in paths if not isinstance(path, Document)]
    if folders:
        name = name_of(folders[0])
        raise FileError(
            f"`{name}` has no *.conf, and no other file of a directory is read here, as with "
            f"--config-dir; check what is below it with Project.find({name!r}).check({name!r})"
        )
    return documents


def _document(source: Source) -> Document:
    if not may_be_host(source.path, source.text):
        return Document(source)
    from novalint.hosts.reading import documents_in

    documents = documents_in(source)
    if len(documents) != 1:
        held = "several configurations; take one of" if documents else "none; see"
        raise FileError(f"`{source.path}` contains {held} `novalint.documents`")
    return documents[0]


def expand(path: str | os.PathLike[str]) -> list[str]:
    """Return the files that a path stands for: itself, or a directory's `*.conf` sorted by name."""
    name = name_of(path)
    if not os.path.isdir(name):  # noqa: PTH112 (pathlib costs start-up time)
        return [name]
    try:
        entries = sorted(os.listdir(name))  # noqa: PTH208
    except OSError as error:
        reason = str(error.strerror).lower()
        raise FileError(f"cannot read the directory `{name}`: {reason}") from None
    return [
        os.path.join(name, entry)  # noqa: PTH118
        for entry in entries
        if entry.endswith(".conf") and not entry.startswith(".")
    ]


class Usage(NamedTuple):
    """One assignment of a file and who reads it.

    `option` is the option of that very name, `renamed` are those that are also read from this old
    name; without either nothing reads the assignment.
    """

    place: Place
    option: Option | None
    renamed: tuple[Option, ...]


def is_foreign(document: Document, schema: Schema) -> bool:
    """Return whether a document has neither a group nor a name of Nova's."""
    if document.groups or not document.problems:
        return False
    return not any(schema.groups_with(assignment.option) for assignment in document.assignments)


def check_paths(documents: Sequence[Document]) -> None:
    """Raise FileError where two documents go by one path: a patch could not tell them apart."""
    seen: set[str] = set()
    for document in documents:
        if document.path in seen:
            raise FileError(f"`{document.path}` is given twice; name it only once")
        seen.add(document.path)
