"""The smallest edits that set, unset, add, rename or move an option."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.errors import OptionError
from novalint.patterns import lazy_pattern
from novalint.text import grammar, style
from novalint.text.content import normalize_group
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.text.content import Assignment, Template
    from novalint.text.document import Document

_BANNER = lazy_pattern(r"[#;][ \t]*([-=#*~_+])\1{2}")


_LINE_END = lazy_pattern(r"\r\n|\r|\n")


def live(document: Document, group: str, option: str) -> list[Assignment]:
    """Return the live assignments of an option over all openings of its group, in file order."""
    return document.places.live(group, option)


def template(document: Document, group: str, option: str) -> Template | None:
    """Return the commented-out assignment that setting the option would bring to life.

    Those without a blank behind the comment sign come first; of these the last one counts. One that
    stands in a branch of a template would come to life only sometimes.
    """
    every = document.places.templates(group, option)
    templates = [line for line in every if not document.arms(line.span.start)]
    return max(reversed(templates), key=lambda t: not t.blank) if templates else None


def set_option(document: Document, group: str, option: str, value: str) -> Patch:
    """Make oslo.config read `value` from the option, by the smallest edit.

    Raises OptionError for a group, name or value that no nova.conf can hold.
    """
    style.check_name(group, option)
    spelt = style.spell(value, style.line_end(document.text))
    assignments = live(document, group, option)
    if assignments:
        return set_assignment(document, assignments[-1], value)
    commented = template(document, group, option)
    if commented:
        return _patch(document, _uncomment(document, commented, spelt))
    return _patch(document, insertion(document, group, _line(document, option, spelt)))


def set_assignment(document: Document, assignment: Assignment, value: str) -> Patch:
    """Give one live assignment a value; where branches of a template have others, these stay.

    Raises OptionError for a value that no nova.conf can hold.
    """
    if assignment.value == value:
        return Patch()
    spelt = style.spell(value, style.line_end(document.text))
    return _patch(document, rewritten(document, assignment, spelt))


def new_line(document: Document, group: str, option: str, value: str) -> str:
    """Return the line that sets an option of which the document has none, without its end.

    Raises OptionError for a group, name or value that no nova.conf can hold.
    """
    style.check_name(group, option)
    return _line(document, option, style.spell(value, style.line_end(document.text)))


def set_values(document: Document, group: str, option: str, values: Sequence[str]) -> Patch:
    """Set an option that may be given several times, one value for each live assignment.

    Raises OptionError where the number of values is not that of the live assignments.
    """
    assignments = live(document, group, option)
    if len(values) == 1 and not assignments:
        return set_option(document, group, option, values[0])
    if len(values) != len(assignments):
        times = "once" if len(assignments) == 1 else f"{len(assignments)} times"
        amount = "1 value is" if len(values) == 1 else f"{len(values)} values are"
        raise OptionError(
            f"[{group}] {option} is set {times} and {amount} given; give one value for each, or "
            "use --add to append one"
        )
    end = style.line_end(document.text)
    edits = [
        rewritten(document, assignment, style.spell(value, end))
        for assignment, value in zip(assignments, values, strict=True)
        if assignment.value != value
    ]
    return _patch(document, *edits)


def add_value(document: Document, group: str, option: str, value: str) -> Patch:
    """Append one more value of an option behind its last live assignment."""
    assignments = live(document, group, option)
    if not assignments:
        return set_option(document, group, option, value)
    last = assignments[-1]
    text = document.text
    written = style.Separator.between(text, last.key.end, last.raw.start)
    spelt = style.spell(value, style.line_end(text))
    return _patch(document, _after(document, last.starts[-1], written.join(option, spelt)))


def unset_option(document: Document, group: str, option: str) -> Patch:
    """Comment out every live assignment of an option, continuation lines included."""
    return comment_out(document, live(document, group, option))


def comment_out(document: Document, assignments: Sequence[Assignment]) -> Patch:
    """Comment out the given assignments, continuation lines included."""
    edits = [Edit(start, start, "#") for assignment in assignments for start in assignment.starts]
    return _patch(document, *edits)


def remove(document: Document, assignments: Sequence[Assignment]) -> Patch:
    """Take the lines of the given assignments out of the file, continuation lines included."""
    starts = [start for assignment in assignments for start in assignment.starts]
    return _patch(document, *(Edit(start, next_line(document, start), "") for start in starts))


def rename(document: Document, assignment: Assignment, option: str) -> Patch:
    """Rename an assignment within its group; nothing else of it changes."""
    return _patch(document, Edit(*assignment.key, option))


def move(document: Document, assignment: Assignment, group: str, option: str) -> Patch:
    """Take an assignment to another group, with its comment lines touching it from above.

    Its value stays as written; a group that is missing is created at the end.
    """
    first = block_start(document, assignment)
    last = next_line(document, assignment.starts[-1])
    text = document.text
    written = text[first : assignment.key.start] + option + text[assignment.key.end : last]
    added = insertion(document, group, written.rstrip("\r\n"))
    if added.start == last == len(text) and text[-1] not in "\r\n":  # its end goes with the line
        added = added._replace(text=added.text.removeprefix(style.line_end(text, last)))
    return _patch(document, Edit(first, last, ""), added)


def _patch(document: Document, *edits: Edit) -> Patch:
    return Patch.of(document.source, edits)


def rewritten(document: Document, assignment: Assignment, spelt: str) -> Edit:
    """Return what replaces a live value by a text as spelt; separator and spacing stay."""
    text = document.text
    written = style.Separator.between(text, assignment.key.end, assignment.raw.start)
    sign = assignment.key.end + len(written.before) + 1
    if not spelt:
        return Edit(sign, assignment.raw.end, "")
    behind = _behind(text[slice(*assignment.raw)], spelt)
    if behind:
        return Edit(assignment.raw.end, assignment.raw.end, behind)
    if assignment.raw.start < len(text) and text[assignment.raw.start] not in "\r\n":
        return Edit(*assignment.raw, spelt)
    starts_below = spelt[0] in "\r\n"
    missing = " " if written.before and not written.after and not starts_below else ""
    return Edit(*assignment.raw, missing + spelt)


def _behind(old: str, new: str) -> str:
    """Return what makes of a value of several lines another one that begins with all of it."""
    *before, last = (line.strip() for line in _LINE_END.split(old))
    *wanted, longer = (line.strip() for line in _LINE_END.split(new))
    goes_on = bool(before) and before == wanted and longer.startswith(last)
    return longer[len(last) :] if goes_on else ""


def _uncomment(document: Document, commented: Template, spelt: str) -> Edit:
    """Bring a template to life in its place and style."""
    text = document.text
    stop = document.lines[document.line_of(commented.span.start) - 1].stop
    value = style.value_start(text, commented.sign, stop)
    written = style.Separator.between(text, commented.key.end, value)
    empty = value == stop
    line = (written.join if empty else written.exactly)(commented.option, spelt)
    return Edit(commented.span.start, stop, line + _guard(document, commented.span.start, stop))


def _guard(document: Document, start: int, at: int) -> str:
    """Return the line end of a blank line where a refused indented line would join a new value.

    `start` is where the line above it starts, `at` where the line end is written.
    """
    number = document.line_of(start)
    following = document.lines[number : number + 1]
    if not any(getattr(line, "reason", "") == grammar.NO_OPEN_VALUE for line in following):
        return ""
    return style.line_end(document.text, at)


def _line(document: Document, option: str, spelt: str) -> str:
    return separator(document).exactly(option, spelt)


def insertion(document: Document, group: str, lines: str) -> Edit:
    """Add lines (without their last line end) to a group, creating the group where needed."""
    member = document.places.last_of(group)
    if member:
        return _after(document, member.starts[-1], lines)
    opening = document.places.opening_of(group)
    if opening:
        return _after(document, _below_header(document, opening.span.start), lines)
    return new_group(document, group, lines)


def _below_header(document: Document, header: int) -> int:
    """Return the start of the line to write behind: the comments touching the header, or itself."""
    number = last = document.line_of(header)
    while last < len(document.lines) and _is_free_comment(document, document.lines[last]):
        last += 1
    touches = last < len(document.lines) and isinstance(document.lines[last], grammar.Header)
    return document.lines[(number if touches else last) - 1].start


def _is_free_comment(document: Document, line: grammar.Line) -> bool:
    return isinstance(line, grammar.Comment) and not document.arms(line.start)


def add_behind(document: Document, assignment: Assignment, lines: str) -> Patch:
    """Add lines (without their last line end) behind an assignment, in the same branch.

    Its value is written anew: whether an edit between two lines is in the branch that begins or
    ends there could not be told.
    """
    start, end = assignment.raw
    text = document.text
    return _patch(document, Edit(start, end, text[start:end] + style.line_end(text, end) + lines))


def _after(document: Document, start: int, lines: str) -> Edit:
    """Add lines behind the line that starts at an offset."""
    text = document.text
    at = next_line(document, start)
    end = style.line_end(text, at)
    missing = "" if text[at - 1] in "\r\n" else end
    return Edit(at, at, f"{missing}{lines}{end}{_guard(document, start, at)}")


def new_group(document: Document, group: str, lines: str) -> Edit:
    """Add lines (without their last line end) at the end, below a header of their own."""
    text = document.text
    end = style.line_end(text)
    blank = not document.lines or isinstance(document.lines[-1], grammar.Blank)
    missing = "" if not document.lines or text[-1] in "\r\n" else end
    space = "" if blank else "\r" if end == "\n" and text[-1] == "\r" else end
    header = f"[{normalize_group(group)}]"
    return Edit(len(text), len(text), f"{missing}{space}{header}{end}{lines}{end}")


def next_line(document: Document, start: int) -> int:
    """Return the offset behind the line end of the line that starts at an offset."""
    number = document.line_of(start)
    lines = document.lines
    return lines[number].start if number < len(lines) else len(document.text)


def block_start(document: Document, assignment: Assignment) -> int:
    """Return the start of the comment lines that touch an assignment from above, or its own.

    A commented-out assignment to another option is no comment of this one: it ends the block. So
    does a line of a banner, such as `#####` or `# --- consoles ---`: it is about all that follows.
    """
    templates = document.places.template_names
    number = document.line_of(assignment.starts[0])
    while number > 1:
        above = document.lines[number - 2]
        if not isinstance(above, grammar.Comment):
            break
        if templates.get(above.start, assignment.option) != assignment.option:
            break
        if _BANNER.match(document.text, above.start):
            break
        number -= 1
    return document.lines[number - 1].start


def separator(document: Document) -> style.Separator:
    """Return the most frequent separator of the live lines, else of the templates, else ` = `."""
    text = document.text
    live = (
        _normal(style.Separator.between(text, a.key.end, a.raw.start), a.value[:1] in ("", "\n"))
        for a in document.assignments
    )
    commented = (
        _normal(
            style.Separator.between(text, t.key.end, style.value_start(text, t.sign, t.span.end)),
            not text[t.sign : t.span.end].strip(),
        )
        for t in document.templates
    )
    return _most_frequent(live) or _most_frequent(commented) or style.Separator(" ", "=", " ")


def _normal(separator: style.Separator, empty: bool) -> style.Separator:
    """Return what the separator of an empty value would be in front of a value."""
    return separator._replace(after=" " if separator.before else "") if empty else separator


def _most_frequent(separators: Iterable[style.Separator]) -> style.Separator | None:
    ranked = Counter(separators).most_common(1)
    return ranked[0][0] if ranked else None
