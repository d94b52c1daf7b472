"""Patches of embedded texts as patches of their hosts, proven by reading these again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest

from novalint.annotations import TYPE_CHECKING
from novalint.errors import PatchError
from novalint.records import replace
from novalint.text.document import Document
from novalint.text.edits import Edit, FilePatch, Patch, apply_edits
from novalint.text.host_edits import host_edits
from novalint.text.kept_branches import added_inside, keeps_branches
from novalint.text.mapping_edits import with_comments, without_groups
from novalint.text.option_changes import OptionChange
from novalint.text.own_lines import on_own_lines
from novalint.text.source import Span
from novalint.text.source_map import LineForm, Quoting, SliceKind

if TYPE_CHECKING:
    from novalint.text.content import Assignment
    from novalint.text.host import Host
    from novalint.text.source_map import SourceMap

_SIGNS = re.compile(r"[\r\n{}<>%$#]")
"""What may be more than text to a template, or to the line."""

COMPUTED = "no fix here, since a template or the form of the file determines the value"
"""Why a finding has no fix that its rule has, in one phrase."""

SHARED = "no fix here, since other keys of the file share it by a YAML alias"
"""The same where an edit would change what else an anchor is for."""

OUTSIDE = "no fix here, since it would change other branches of the template, too"
"""The same where what is wrong in one branch could only be mended outside of it."""

ALONE = "no fix here, since nothing else is set and the whole key would have to be removed"
"""The same where a tool would be left with a key that has nothing below it."""

_ALIAS = re.compile(r"(?:^|[\s\[{,])\*[^\s*,\]}]")
"""What a YAML text has wherever a key says something by an alias."""


def is_shared(document: Document, span: Span) -> bool:
    """Whether other keys of the host say what a span of a document says, by an alias.

    What a header stands for takes no edit either, and is no such thing.
    """
    if document.host is None or not _ALIAS.search(document.host.source.text):
        return False
    touched = document.host.embedded.source_map.touched(span)
    return any(piece.quoting is Quoting.SHARED for piece in touched)


def takes_comments(document: Document) -> bool:
    """Whether a line can be commented out where a document stands: not among flags, nor in `{}`."""
    host = document.host
    return host is None or host.embedded.source_map.lines is not LineForm.FIXED


def why_no_fix(patches: Iterable[Patch], documents: Mapping[str, Document]) -> str:
    """Return the phrase for patches that cannot be made where the documents stand."""
    patches = tuple(patches)
    edits = ((documents.get(file.path), edit) for patch in patches for file in patch.files
             for edit in file.edits)  # fmt: skip
    shared = any(
        document is not None and is_shared(document, Span(edit.start, edit.end + 1))
        for document, edit in edits
    )
    if shared:
        return SHARED
    return ALONE if any(_empties(patch, documents) for patch in patches) else COMPUTED


def _empties(patch: Patch, documents: Mapping[str, Document]) -> bool:
    """Whether a patch leaves nothing of what stands below a key of a host."""
    inside = (documents.get(file.path) for file in patch.files)
    keys = all(document and document.host and document.host.embedded.rewrite for document in inside)
    return keys and not any(Document.parse(file.result).assignments for file in patch.files)


def in_host(
    patch: Patch,
    documents: Mapping[str, Document],
    affords: Callable[[], bool] | None = None,
    *,
    proven: bool = False,
) -> Patch | None:
    """Return what a patch is in the files that documents stand within, None where it cannot be.

    `documents` are those that the patch was made for, by their paths. A patch of files that stand
    for themselves stays as it is. `affords` is asked before a host is read again as a proof.
    A patch of several changes that were `proven` one by one may comment lines of a branch out and
    add others outside: the latter do not take the place of the former.
    """
    files: list[FilePatch] = []
    for file in patch.files:
        document = documents.get(file.path)
        host = document.host if document else None
        if document is None or host is None or file.source != document.source:
            files.append(file)
            continue
        hosted = host.patches.get(file.edits)
        if hosted is None and (proven or file.edits not in host.patches):
            hosted = _in_one(file, document, host, affords, proven)
        if hosted is None:
            return None
        host.patches[file.edits] = hosted  # each branch has the same fix again
        files.append(replace(hosted, origin=file))
    return Patch(tuple(files))


def in_texts(patch: Patch) -> Patch:
    """Return the patch from which `in_host` made one of hosts; any other stays as it is."""
    return Patch(tuple(file.origin or file for file in patch.files))


def whole(patch: Patch, document: Document) -> Patch:
    """Return what the patch of a document is in its host; raises PatchError where it is none."""
    hosted = in_host(patch, {document.path: document})
    if hosted is None:
        name = f" ({document.name})" if document.name else ""
        raise PatchError(
            f"`{document.path}`{name} cannot take this change: a template or the form of the file "
            "determines the value; edit it by hand"
        )
    return hosted


def _in_one(
    file: FilePatch,
    document: Document,
    host: Host,
    affords: Callable[[], bool] | None,
    proven: bool,
) -> FilePatch | None:
    embedded, text = host.embedded, host.source.text
    parted = tuple(part for edit in file.edits for part in _parted(edit, document))
    edits = host_edits(embedded.source_map, parted, document.text, text)
    mapping = embedded.source_map.lines is LineForm.MAPPING
    if edits and mapping:
        edits = with_comments(edits, file.edits, document.assignments, host)
    if edits and embedded.joined:
        edits = on_own_lines(edits, text, embedded.joined)
    signs = {edit.start for edit in file.edits if edit.text == "#" and edit.start == edit.end}
    if edits and all(
        _is_plain(edit, document.text, embedded.source_map)
        or (edit.start in signs and _is_comment(edit.start, signs, document.text, host))
        for edit in file.edits
    ):
        return FilePatch(host.source, edits)
    if not (edits or embedded.rewrite) or (affords and not affords()):
        return None
    wanted = Document.parse(file.result, file.path)
    gone = _groups(document) - _groups(wanted) if mapping else set()
    if edits and gone:  # a mapping without items is no mapping
        openings = map(document.places.opening_of, gone)
        edits = without_groups(edits, openings, document.assignments, host)
    after = again(document, apply_edits(text, edits)) if edits else None
    apart = _commented(file) if proven else frozenset[int]()
    inside = added_inside(file, document)
    if edits and after and _same(wanted, after) and keeps_branches(document, after, apart, inside):
        return FilePatch(host.source, edits)
    return _rewritten(document, wanted, host)


def _commented(file: FilePatch) -> frozenset[int]:
    """Return where the lines start that a patch comments out and does no more to."""
    signs = (edit for edit in file.edits if edit.start == edit.end)
    return frozenset(edit.start for edit in signs if edit.text.rpartition("\n")[2] == "#")


def _parted(edit: Edit, document: Document) -> Iterator[Edit]:
    """Take apart what is added in front of a branch from what changes in its first line.

    The text has one place for both, the host two. Comments belong to the line that they touch.
    """
    lines = edit.text.splitlines(keepends=True)
    starts = edit.start == 0 or document.text[edit.start - 1] == "\n"
    while lines and (lines[-1].lstrip()[:1] in ("", "#", ";") or not lines[-1].endswith("\n")):
        lines.pop()
    added = "".join(lines)
    if added not in ("", edit.text) and starts and document.arms(edit.start):
        yield Edit(edit.start, edit.start, added)
        edit = Edit(edit.start, edit.end, edit.text[len(added) :])
    yield edit


def _rewritten(document: Document, wanted: Document, host: Host) -> FilePatch | None:
    """Return the edits of a host that writes changed options in a way of its own."""
    rewrite, text = host.embedded.rewrite, host.source.text
    if rewrite is None:
        return None
    edits = rewrite(text, _changes(document, wanted))
    after = again(document, apply_edits(text, edits)) if edits else None
    sorts = host.embedded.form == "openstack-ansible"
    same = after is not None and _by_option(after, sorts) == _by_option(wanted, sorts)
    if after is None or not same or not keeps_branches(document, after):
        return None
    return FilePatch(host.source, edits or ())


def _by_option(document: Document, sorts: bool) -> dict[tuple[str, str], list[str]]:
    """Return the values of each option; a tool that `sorts` has an order of its own for them."""
    values = _values(document).items()
    return {name: sorted(several) if sorts else list(several) for name, several in values}


def _is_plain(edit: Edit, text: str, source_map: SourceMap) -> bool:
    """Whether an edit stays within a line that the host has as it is, and needs no proof."""
    if source_map.lines is not LineForm.TEXT or _SIGNS.search(edit.text):
        return False
    if edit.start == edit.end or "\n" in text[edit.start : edit.end]:
        return False
    touched = source_map.touched(Span(edit.start, edit.end))
    kinds = {(piece.kind, piece.quoting) for piece in touched}
    return len(touched) == 1 and kinds == {(SliceKind.LITERAL, Quoting.NONE)}


def _is_comment(at: int, signs: set[int], text: str, host: Host) -> bool:
    """Whether a sign makes a comment of a line that the host has as it is, and of no other.

    A line behind it that goes on with its value has to be made one too.
    """
    source_map = host.embedded.source_map
    stop = text.find("\n", at) + 1
    if not stop or source_map.lines is not LineForm.TEXT or text[at - 1 : at] not in ("", "\n"):
        return False
    goes_on = text[stop : stop + 1] in (" ", "\t") and stop not in signs
    touched = source_map.touched(Span(at, stop))
    start = touched[0].host_start + at - touched[0].start
    line = host.source.text[host.source.text.rfind("\n", 0, start) + 1 : start]
    literal = len(touched) == 1 and touched[0].kind is SliceKind.LITERAL
    return literal and not goes_on and not line.strip()


def again(document: Document, text: str) -> Document | None:
    """Return the document in another text of its host, None where it is gone.

    A key without a value takes options; one that has lost them all is no mapping any more.
    """
    before = document.host
    after = before.again(text) if before else None
    if before is None or after is None or (after.embedded.vacant and not before.embedded.vacant):
        return None
    return Document.within(after)


def _same(wanted: Document, actual: Document) -> bool:
    """Whether two documents set the same, in the same order.

    A list of the host has no blanks between its items.
    """
    pairs = zip_longest(wanted.assignments, actual.assignments)
    return all(one and two and _is_same(one, two, actual) for one, two in pairs)


def _is_same(wanted: Assignment, actual: Assignment, document: Document) -> bool:
    if _content(wanted) == _content(actual):
        return True
    value = ",".join(item.strip() for item in wanted.value.split(","))
    return _content(actual) == (*_content(wanted)[:2], value) and _is_list(actual, document)


def _is_list(assignment: Assignment, document: Document) -> bool:
    """Whether the host has a list where the text has a value with commas."""
    source_map = document.host.embedded.source_map if document.host else None
    pieces = source_map.touched(assignment.raw) if source_map else ()
    return any(
        piece.kind is SliceKind.GENERATED and document.text[piece.start : piece.end] == ","
        for piece in pieces
    )


def _content(assignment: Assignment) -> tuple[str, str, str]:
    return assignment.group, assignment.option, assignment.value


def _groups(document: Document) -> set[str]:
    return {assignment.group for assignment in document.assignments}


def _changes(before: Document, after: Document) -> list[OptionChange]:
    """Return the options whose values differ, in the order of the later document."""
    old, new = _values(before), _values(after)
    templates = Counter((template.group, template.option) for template in after.templates)
    templates -= Counter((template.group, template.option) for template in before.templates)
    names = dict.fromkeys([*(name for name in old if name not in new), *new])
    return [
        OptionChange(*name, old.get(name, ()), new.get(name, ()), name in templates)
        for name in names
        if old.get(name) != new.get(name)
    ]


def _values(document: Document) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the values of each option, by group and name as written."""
    values: dict[tuple[str, str], tuple[str, ...]] = {}
    for assignment in document.assignments:
        name = assignment.group, assignment.option
        values[name] = (*values.get(name, ()), assignment.value)
    return values
