"""Where what a rule says of nodes stands in their files, and the patch that mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from novalint.annotations import TYPE_CHECKING
from novalint.engine.running import fitted
from novalint.engine.written_names import as_written
from novalint.findings import Finding, Fix, Location, Note
from novalint.records import NamedTuple
from novalint.redaction import Redaction
from novalint.rules.common.places import at_option, set_fix, unset_all_fix
from novalint.rules.common.transport import RABBIT, in_url
from novalint.rules.fleet.model import NodeNote
from novalint.rules.fleet.values import split
from novalint.text.document import normalize_group
from novalint.text.edits import Gathering, Patch
from novalint.text.source import Span
from novalint.text.writing import set_option

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.rules.fleet.model import Expected, Node, NodeFinding
    from novalint.text.document import Document

MOST_PLACES = 20
"""Further places that a finding names; of 300 hosts nobody reads them all."""

Opener = Callable[["Node"], "Config"]
"""Reads the files of a node again: only those of nodes that something is found on."""


class Holder(NamedTuple):
    """A configuration that was read again, and what keeps its secrets."""

    config: Config
    redaction: Redaction


@dataclass
class Opened:
    """The nodes that something is found on, each read again once."""

    opener: Opener
    _open: dict[int, Holder] = field(default_factory=dict)
    _holders: dict[str, Holder] = field(default_factory=dict)

    def __call__(self, node: Node) -> Holder:
        """Return the configuration of a node."""
        if id(node) not in self._open:
            config = self.opener(node)
            holder = self._open[id(node)] = Holder(config, Redaction(config))
            for document in config.documents:
                self._holders.setdefault(document.path, holder)
        return self._open[id(node)]

    def holder(self, path: str) -> Holder:
        """Return the configuration that a file was read for."""
        return self._holders[path]

    @property
    def documents(self) -> dict[str, tuple[Document, Redaction]]:
        """Every document that was read, by its path."""
        return {
            path: (holder.config.by_path[path], holder.redaction)
            for path, holder in self._holders.items()
        }

    def finding(self, said: NodeFinding) -> Finding:
        """Return what a rule says of a node as a finding in its file, secrets masked."""
        group, name = _option(said.option)
        config, redaction = self(said.node)
        location = self._location(said.node, said.option)
        place = config.by_path[location.path], location.start.line
        option = None if said.node.kind else config.schema.option(normalize_group(group), name)
        shown = location.path not in config.foreign
        fixes, why = self._fixes(said) if shown else ((), "")
        message = as_written(said.message, (group, name), config) if option else said.message
        return Finding(
            self._masked(message + _more(said) + why, said, name),
            location,
            group,
            name,
            fixes=fixes,
            related=tuple(self._notes(said)),
            override=said.override,
            content=redaction.source_line(*place).strip() if shown else "",
            readers=option.readers if option else (),
            on_reload=option is not None and option.on_reload,
        )

    def _masked(self, text: str, said: NodeFinding, name: str) -> str:
        """Hide in a text what the file of any node that it may quote keeps secret."""
        for node, option in ((said.node, said.option), *(note[:2] for note in said.others)):
            config, redaction = self(node)
            location = self._location(node, option)
            document = config.by_path[location.path]
            text = redaction.message(text, document, location.start.line, name)
        return fitted(text)

    def _location(self, node: Node, option: str) -> Location:
        """Return where a node sets an option, or where it would."""
        location = node.location(option)
        if location is not None:
            return location
        config, (group, name) = self(node).config, split(option)
        known = not node.kind and config.schema.option(normalize_group(group), name)
        return at_option(config, group, name) if known else at_group(config, option)

    def _notes(self, said: NodeFinding) -> Iterator[Note]:
        """Yield where the other odd nodes and what they are compared with have the option."""
        others = [*(_too(said, node) for node in said.also), *said.others]
        left = len(said.also) - (MOST_PLACES - len(said.others))
        if left > 0:
            del others[MOST_PLACES - len(said.others) : len(said.also)]
        for number, note in enumerate(others):
            more = f", and on {left} more" if left > 0 and number == 0 else ""
            yield self._note(note, more)

    def _note(self, note: NodeNote, more: str) -> Note:
        name = _option(note.option)[1]
        location = self._location(note.node, note.option)
        config, redaction = self(note.node)
        document = config.by_path[location.path]
        text = redaction.message(note.message + more, document, location.start.line, name)
        return Note(fitted(f"{note.node.name}: {text}"), location)

    def _fixes(self, said: NodeFinding) -> tuple[tuple[Fix, ...], str]:
        """Return the fix, if any; else why the files of the nodes do not take the one there is."""
        if said.expected is None:
            return (), ""
        quoted = f"`{said.expected.text}`"
        if self._masked(quoted, said, "") != fitted(quoted):  # what may be secret is not copied
            return (), ""
        gathered, name = Gathering(), _option(said.option)[1]
        for node in (said.node, *said.also):
            config = self(node).config
            patch, why = _in_hosts(_patch(node, config, said.option, said.expected), config)
            if why:
                return (), f"; {why}"
            gathered.take(patch)
        text = said.expected.text
        do = f"Remove {name}" if text is None else f"Set {name} to {text}"
        where = f" on {len(said.also) + 1} nodes" if said.also else f" on {said.node.name}"
        return (Fix(fitted(do + where), gathered.patch),) if gathered.patch else (), ""


def _more(said: NodeFinding) -> str:
    count = len(said.also)
    return (
        f"; {count} more {'node is' if count == 1 else 'nodes are'} affected too" if count else ""
    )


def _too(said: NodeFinding, node: Node) -> NodeNote:
    return NodeNote(node, said.option, "affected too")


def _option(name: str) -> tuple[str, str]:
    """Return group and option as they stand in a file, without the kind of a companion."""
    return split(name.rpartition(":")[2])


def at_group(config: Config, option: str) -> Location:
    """Point at the header under which a companion would set an option, else at its first line."""
    group = _option(option)[0]
    document = config.documents[-1]
    headers = [header.span for header in document.groups if header.name == group]
    end = len(document.lines[0].body) if document.lines else 0
    return Location.of(document, headers[0] if headers else Span(0, end))


def _patch(node: Node, config: Config, option: str, expected: Expected) -> Patch:
    group, name = _option(option)
    if node.kind:
        text = expected.text
        return set_option(config.documents[-1], group, name, text) if text else Patch()
    if config.schema.option(normalize_group(group), name) is None:
        return Patch()
    if group == RABBIT and in_url(config, name):  # what stands in the URL counts, whatever is set
        return Patch()
    if expected.text is None:
        return unset_all_fix(config, ((group, name),), "").patch
    return set_fix(config, group, name, expected.text).patch


def _in_hosts(patch: Patch, config: Config) -> tuple[Patch, str]:
    """Return a patch as one of the files that hold the documents, or why there is none."""
    if not config.hosted:
        return patch, ""
    from novalint.text.hosting import in_host, why_no_fix

    hosted = in_host(patch, config.by_path)
    return (Patch(), why_no_fix((patch,), config.by_path)) if hosted is None else (hosted, "")
