"""Notes behind values, which oslo.config takes for a part of them."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Safety, Severity
from novalint.patterns import lazy_pattern
from novalint.records import replace
from novalint.rules.common.reading import PLAIN, notes
from novalint.rules.declaration import rule
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.text.style import line_end
from novalint.text.writing import comment_out
from novalint.wording import listed, option_name

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.text.document import Document

_URL = lazy_pattern(r"[\"']?[A-Za-z][A-Za-z0-9+.\-]*://")
_STRICT = (*PLAIN, "HostAddress", "HostDomain", "IPAddress")
"""Types of options that take nothing with a blank in it."""
_ENDS_WITH_PORT = lazy_pattern(r"(?:rabbit|kombu|amqp)[^/]*//[^/?#]*:\d+\s*\Z")


@rule("inline-comment", theme="syntax", severity=Severity.WARNING)
def inline_comment(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A comment after a value is part of the value.

    ## What it checks

    Values of known options with a `#` or `;` after a blank and outside of quotes, in each line of
    the value; and a `#` or `;` right after a number or a boolean, such as `30# seconds`. In a list
    a `;` between words with the same signs in them, such as `a:1 ; b:1`, separates items: see
    [list-with-semicolons](list-with-semicolons.md). Secret options are left out, as such characters
    are at home in passwords, except for a note after a URL, such as that of a database or a broker.
    Formats, such as those of logging, are left out too.

    ## Why it matters

    oslo.config knows comments in the first column only. After a number or a boolean the note makes
    the value invalid and the service fails when it reads the option (then this is an error); after
    a text or in a list it becomes part of what Nova uses, silently. It is the same where a template
    has yet to write the value. In a line that a later one overrides it is info.

    ## Example

        vif_plugging_timeout = 300  # seconds
        my_ip = 192.0.2.10 ; management network

    ## Fix safety

    Unsafe: notes move to lines of their own above, and the value becomes what was meant. A sign
    with nothing after it, such as the `;` in `false;`, goes. An option with a note and no value is
    commented out, so that the value of an earlier file or its default applies.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py (`_split_key_value` takes the whole rest of the
    line).
    """
    faults = [setting.fault for setting in config.settings if setting.fault]
    refused = {fault.place for fault in faults} | set(_unreadable(config))
    referred = {place for fault in faults for place in fault.sources if fault.reference is None}
    idle = {place for setting in config.settings for place in setting.shadowed}
    for usage in config.usages:
        option = usage.option or next(iter(usage.renamed), None)
        spans = notes(usage.place, config.schema) if option else []
        if not spans or (option and option.secret and not _is_behind_url(usage.place, spans)):
            continue
        effect, severity = "", None
        if usage.place in refused | referred:
            what = "the value" if usage.place in refused else "what refers to it"
            effect, severity = f"so Nova refuses {what}", Severity.ERROR
        elif usage.place in idle:
            effect, severity = "but a later line overrides this one", Severity.INFO
        find = _instead_of_value if _is_all(usage.place, spans) else _behind_value
        told = replace(find(usage.place, spans, effect), override=severity)
        hides = option and option.secret  # where the note begins would say how long the value is
        yield replace(told, location=_at_name(usage.place)) if hides else told


def _unreadable(config: Config) -> Iterator[Place]:
    """Yield where a value is not known here that has no room for a note, such as a number.

    Whatever a tool writes, the note stays behind it.
    """
    for setting in config.settings:
        option = setting.option
        if setting.unknown and (option.facts.get("type") in _STRICT or "enum" in option.entry):
            yield from setting.places


def _is_behind_url(place: Place, spans: list[Span]) -> bool:
    """Whether notes stand behind a URL with a log-in, rather than in the password of one.

    An `@` in the note may be the one that ends the log-in. A `#` behind the port is let be: there
    it ends what oslo.messaging reads (urlparse), and a blank does no harm to a number.
    """
    text, (start, end) = place.document.text, place.assignment.raw
    url, note = text[start : spans[0].start], text[spans[0].start : end].strip()
    harmless = note[:1] == "#" and _ENDS_WITH_PORT.match(url)
    return bool(_URL.match(url)) and not harmless and ("@" in url or "@" not in note)


def _behind_value(place: Place, spans: list[Span], effect: str) -> Finding:
    """Return the finding about notes behind a value; `effect` is empty where Nova takes them."""
    signs = {place.document.text[slice(*span)].strip() for span in spans}
    what, way = "note", "put the note on a line of its own"
    if all(map(_is_empty_note, signs)):
        what, way = f"stray {listed(sorted(signs))}", "remove it"
    effect = effect or "so Nova uses all of it as the value"
    message = f"has a {what} after its value, which becomes part of it, {effect}; {way}"
    return _finding(place, spans[0], message, _notes_above(place, spans))


def _instead_of_value(place: Place, spans: list[Span], effect: str) -> Finding:
    """Return the finding about a note where the value should be."""
    effect = effect or "so Nova uses that"
    message = f"has a note in place of its value, {effect}; comment the line out"
    patch = comment_out(place.document, [place.assignment])
    fix = Fix(f"Comment out {place.assignment.option}", patch, Safety.UNSAFE)
    return _finding(place, spans[0], message, fix)


def _finding(place: Place, span: Span, message: str, fix: Fix) -> Finding:
    document, assignment = place
    return Finding(
        f"{option_name(normalize_group(assignment.group), assignment.option)} {message}",
        Location.of(document, span),
        assignment.group,
        assignment.option,
        (fix,),
    )


def _at_name(place: Place) -> Location:
    start = place.assignment.span.start
    return Location.of(place.document, Span(start, start + len(place.assignment.option)))


def _is_all(place: Place, spans: list[Span]) -> bool:
    """Whether a value is nothing but its notes, and lines that begin with one."""
    written = list(range(*place.assignment.raw))
    left = (at for at in written if not any(start <= at < end for start, end in spans))
    lines = "".join(place.document.text[at] for at in left).splitlines()
    return all(line.strip()[:1] in ("", "#", ";") for line in lines)


def _is_empty_note(note: str) -> bool:
    """Whether there is nothing in a note but its sign, as where a statement ends with `;`."""
    return not note.strip("#;")


def _notes_above(place: Place, spans: list[Span]) -> Fix:
    document, first = place.document, place.assignment.starts[0]
    text, newline = document.text, line_end(document.text)
    commas = [_comma(place, span) for span in spans]
    whole = (text[slice(*span)].strip() for span in spans)
    notes = [note.removesuffix(comma) for note, comma in zip(whole, commas, strict=True)]
    above = "".join(note + newline for note in notes if not _is_empty_note(note))
    edits = [
        *([_inserted(document, first, above)] if above else ()),
        *(Edit(*span, comma) for span, comma in zip(spans, commas, strict=True)),
    ]
    title = "Put the note on its own line" if len(spans) == 1 else "Put the notes above the option"
    if not above:
        title = f"Remove {listed(sorted(set(notes)))}"
    return Fix(title, Patch.of(document.source, edits), Safety.UNSAFE)


def _comma(place: Place, span: Span) -> str:
    """Return the comma at the end of a note that parts items, as the value goes on below."""
    text, raw = place.document.text, place.assignment.raw
    goes_on = span.end < raw.end and text[slice(*span)].rstrip().endswith(",")
    parted = text[raw.start : span.start].rstrip().endswith(",")
    return "," if goes_on and not parted else ""


def _inserted(document: Document, at: int, lines: str) -> Edit:
    """Return the edit that puts lines above one; in a branch of a template they stay within it."""
    host = document.host
    if host and host.arms(at):
        from novalint.text.source_map import LineForm

        if host.embedded.source_map.lines is LineForm.TEXT:
            return Edit(at, at + 1, lines + document.text[at])
    return Edit(at, at, lines)
