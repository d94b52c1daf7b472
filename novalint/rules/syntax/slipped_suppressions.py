"""Comments that were meant to silence a finding and are no directive, by their form or place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from re import IGNORECASE

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Safety
from novalint.findings.suppressions import IGNORE, speaks_of_novalint
from novalint.nearest import closest, is_slip
from novalint.patterns import lazy_pattern
from novalint.text import grammar
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.text.style import line_end
from novalint.wording import option_name

if TYPE_CHECKING:
    import re

    from novalint.config.model import Config
    from novalint.text.document import Assignment, Document

_SLIP = lazy_pattern(
    r"[#;]+[ \t]*nova-?lint[ \t:_-]*"
    r"(?P<word>(?:ignore|disable|skip|suppress|silence|allow|noqa|nolint|off)"
    r"(?:-(?:file|line|next-line))?)"
    r"[ \t]*[:=(\[ \t][ \t]*(?P<names>[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)",
    IGNORECASE,
)
"""A comment in the form of some linter's: another sign, word or bracket before rules' names."""
_RIGHT = lazy_pattern(r"[#;]+[ \t]*novalint:[ \t]*[a-z-]+[ \t]*\[[^\]]*\]")
_BEHIND = lazy_pattern(r"(?<![ \t])[ \t]+[#;]+[ \t]*nova-?lint\b[^\r\n]*", IGNORECASE)


def slipped(config: Config, document: Document, known: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the comments of a document that `directives` knows nothing of."""
    if not speaks_of_novalint(document.text):
        return
    for line in document.lines:
        hit = _SLIP.match(line.body) if isinstance(line, grammar.Comment) else None
        if hit and silences_nothing(hit.string, known):
            yield _misspelt(document, line.start, hit, known)
    for assignment in document.assignments:
        hit = _BEHIND.search(document.text, *assignment.raw)
        if hit and (_RIGHT.match(hit[0].strip()) or silences_nothing(hit[0].strip(), known)):
            yield _behind(config, document, assignment, Span(*hit.span()))


def meant_by(name: str, known: Iterable[str], found: Iterable[str] = ()) -> list[str]:
    """Return the rule that a wrong name was probably meant to be, as a list of one or of none.

    A slip of the keyboard comes first, then what is like it among the rules that `found` something
    there, the only rule that begins so, and what is like it at all.
    """
    text = name.lower().replace("_", "-")
    near = closest(text, sorted(known))
    if near and is_slip(text, near[0].replace("-", "_")):
        return near
    here = closest(text, sorted(set(found)), cutoff=0.5)
    longer = [rule for rule in known if rule.startswith(f"{text}-")]
    return here or (longer if len(longer) == 1 else near)


def silences_nothing(comment: str, known: Mapping[str, str]) -> bool:
    """Return whether a comment names a rule in a form that silences nothing."""
    hit = _SLIP.match(comment)
    if not hit or _RIGHT.match(comment):
        return False
    return any(name.strip() in known for name in hit["names"].split(","))


def _misspelt(
    document: Document, start: int, hit: re.Match[str], known: Mapping[str, str]
) -> Finding:
    names = ", ".join(name.strip() for name in hit["names"].split(","))
    word = f"{IGNORE}-file" if hit["word"].lower().endswith("-file") else IGNORE
    right = f"# novalint: {word}[{names}]"
    rest = hit.string[hit.end() :].lstrip(" \t)]")
    end = start + len(hit.string)
    edit = Edit(start, end, f"{right} {rest}".rstrip())
    fix = Fix(f"Write {right}", Patch.of(document.source, [edit]), Safety.UNSAFE)
    whole = all(name.strip() in known for name in hit["names"].split(","))
    return Finding(
        "a comment of this form silences nothing; write it as"
        f" `# novalint: {word}[rule-name]`",  # a name behind `=` would be hidden, as a value is
        Location.of(document, Span(start, end)),
        fixes=(fix,) if whole else (),
    )


def _behind(config: Config, document: Document, assignment: Assignment, span: Span) -> Finding:
    text, first = document.text, assignment.span.start
    note = text[slice(*span)].strip()
    edits = [Edit(first, first, note + line_end(text)), Edit(*span, "")]
    option = config.schema.option(assignment.group, assignment.option)
    within = document.line_of(span.start) == document.line_of(first)
    fixes = (Fix("Put it above the option", Patch.of(document.source, edits), Safety.UNSAFE),)
    return Finding(
        f"{option_name(normalize_group(assignment.group), assignment.option)} has a comment for"
        " novalint after its value, which is part of the value and silences nothing; put it on a"
        " line of its own above the option",
        Location.of(document, Span(span.end - len(note), span.end)),
        assignment.group,
        assignment.option,
        fixes if within and not (option and option.secret) else (),
    )
