"""The pages of symptoms: what a line means and where it comes from, for the terminal and docs."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.logs.catalogue import find
from novalint.logs.further import further
from novalint.logs.index import index, modules_by_signature
from novalint.logs.lines import occurrence
from novalint.logs.searching import search

if TYPE_CHECKING:
    from novalint.logs.signature import OptionCause, Signature


def page_of_symptom(name: str) -> str:
    """Return the page of a symptom by its name; empty for a name that none has."""
    module = modules_by_signature().get(name)
    return "" if module is None else symptom_page(find(name, module))


def page_of_line(text: str) -> str:
    """Return the pages of what a log line is known as, the most telling first; empty for none."""
    block = text.encode("utf-8", "surrogateescape") + b"\n"
    hits = [hit for result in search([block], index()) for hit in result.hits]
    known = [seen.signature for seen in map(occurrence, hits) if seen is not None]
    more = further(block, {signature.name for signature in known}).lines
    signatures = dict.fromkeys([*known, *(seen.signature for seen in more)])
    telling = sorted(signatures, key=lambda signature: -max(map(len, signature.anchors)))
    return "\n".join(map(symptom_page, telling))


def page_of_exception(name: str) -> str:
    """Return what is known of an exception: the page of the symptom that has it, or a list.

    Empty for a name of no exception that a symptom has.
    """
    from novalint.logs.exceptions import symptoms_of

    signatures = symptoms_of(name)
    if len(signatures) < 2:
        return "".join(map(symptom_page, signatures))
    width = max(len(signature.name) for signature in signatures)
    rows = "".join(f"  {signature.name:{width}}  {signature.says}\n" for signature in signatures)
    way = "novalint explain SYMPTOM says what is behind one of them, novalint diagnose LOG which."
    return f"{name}\n\nAn exception, which the lines of these symptoms may have:\n\n{rows}\n{way}\n"


def symptom_page(signature: Signature) -> str:
    """Return the page of a symptom as the terminal shows it."""
    rows = "".join(f"{key + ':':<12}{value}\n" for key, value in facts(signature) if value)
    lines = [f"{signature.name}\n\n{signature.says}\n\n{rows}"]
    outside = [f"  - {cause}" for cause in signature.elsewhere]
    options = [
        f"  {_option(option_cause)}: {option_cause.why}{_rules(option_cause)}"
        for option_cause in signature.causes
    ]
    blocks = [("outside nova.conf:", outside), ("options:", options)]
    for heading, entries in blocks if signature.outside else blocks[::-1]:
        if entries:
            lines.append("\n".join([heading, *entries]) + "\n")
    costs = [option_cause.remedy for option_cause in signature.causes if option_cause.remedy]
    lines += [f"what `{remedy.value}` costs: {remedy.costs}\n" for remedy in costs]
    return "\n".join(lines)


def facts(signature: Signature) -> Iterator[tuple[str, str]]:
    """Yield what is known of a signature as pairs of a name and words."""
    yield "line", signature.samples[0]
    yield "level", signature.level.lower()
    yield "logger", signature.logger
    yield "written by", ", ".join(signature.services)
    yield "releases", signature.span
    yield "caused by", ", ".join(signature.follows)


def _option(cause: OptionCause) -> str:
    return f"[{cause.group}] {cause.option}" if cause.option else "the option that it names"


def _rules(cause: OptionCause) -> str:
    return f" ({', '.join(cause.rules)})" if cause.rules else ""
