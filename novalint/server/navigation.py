"""Where options are set, and where values refer to them, over the files of a configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol.types import Location

from novalint.annotations import TYPE_CHECKING
from novalint.server.cursor import Spot, SpotKind, references_of, spot
from novalint.server.views import in_file
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.server.session import Session
    from novalint.server.views import View
    from novalint.text.document import Assignment, Document
    from novalint.text.source import Span


def definition(session: Session, view: View, offset: int) -> list[Location]:
    """Return where the option at an offset gets the value that counts.

    Of an option that may be repeated these are all of its lines; of one that nothing sets, the
    commented-out line in the last file that has one.
    """
    wanted = _option_at(view, offset)
    if wanted is None:
        return []
    places: list[tuple[Document, Span]] = []
    for reading in view.readings:
        places += _counting(reading.config, wanted) or _commented(reading.config, wanted)
    return _locations(session, places)


def references(session: Session, view: View, offset: int, declared: bool) -> list[Location]:
    """Return where values refer to the option at an offset; where it is set too if `declared`."""
    wanted = _option_at(view, offset)
    if wanted is None:
        return []
    places: list[tuple[Document, Span]] = []
    for reading in view.readings:
        places += _mentions(reading.config, wanted, declared)
    return _locations(session, places)


def _option_at(view: View, offset: int) -> Name | None:
    """Return the present name of the option that is named at an offset."""
    here: Spot | None = spot(view.document, view.config.schema, offset)
    if here is None or here.kind not in (SpotKind.NAME, SpotKind.REFERENCE):
        return None
    return _present(view.config, (here.group, here.name))


def _present(config: Config, name: Name) -> Name | None:
    """Return the name that an option has in the release, be it written by an old one."""
    if config.schema.option(*name):
        return name
    renamed = config.schema.renamed(*name)
    return (renamed[0].group, renamed[0].name) if renamed else None


def _counting(config: Config, name: Name) -> list[tuple[Document, Span]]:
    counting = config.setting(*name).places
    return [(place.document, place.assignment.key) for place in counting]


def _commented(config: Config, name: Name) -> list[tuple[Document, Span]]:
    places = [
        (document, template.key)
        for document in config.documents
        for template in document.places.templates(*name)
    ]
    return places[-1:]


def _mentions(config: Config, name: Name, declared: bool) -> Iterator[tuple[Document, Span]]:
    for document in config.documents:
        for assignment in document.assignments:
            if declared and _sets(config, assignment, name):
                yield document, assignment.key
            for reference in references_of(document, config.schema, assignment):
                if reference.option == name:
                    yield document, reference.span


def _sets(config: Config, assignment: Assignment, name: Name) -> bool:
    written = (normalize_group(assignment.group), assignment.option)
    return bool(assignment.group) and _present(config, written) == name


def _locations(session: Session, places: Iterable[tuple[Document, Span]]) -> list[Location]:
    """Return places as the editor has them, each once."""
    ranges = dict.fromkeys((document.path, in_file(document, span)) for document, span in places)
    return [Location(session.uri(path), session.lines(path).range(span)) for path, span in ranges]
