"""The form of what rules say: CONTRIBUTING.md has it, with examples.

Each function gives in words what is wrong; nothing where a text is as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.transport import RABBIT
from novalint.rules.common.transport import RPC as URL
from novalint.schema.options import Name, load_schema
from novalint.schema.releases import releases
from novalint.text.document import normalize_group

NEAR = 60
"""Characters before which the option stands, for the few messages that begin with another word."""

IMPERATIVE = re.compile(
    r"""
    (?:add|align|allow|ask|change|check|choose|clear|comment|complete|convert|copy|correct|create|declare
    |define|delete|disable|do|double|drop|enable|end|ensure|exclude|fill|find|give|grant|have|increase
    |inject|join|keep|leave|let|limit|list|listen|log|lower|make|map|match|merge|migrate|mount|move|name
    |narrow|open|pass|pick|place|plan|point|put|quote|raise|recycle|refer|register|reject|remove|rename
    |replace|restart|restrict|run|save|send|separate|set|share|shorten|specify|split|spread|start|stop
    |switch|take|test|try|turn|uncomment|unset|update|upgrade|use|wait|widen|write)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What a way out begins with."""

NEWEST = releases()[-1]

STARTS = ("Nova", "QEMU", "RabbitMQ")
"""Names with a capital letter, which a message may begin with."""

BANNED = {
    r"\bfor (?:good|ever)\b": "forever, permanently",
    r"\bnobody\b": "nothing, no service, nova-compute does not",
    r"\bwhoever\b": "anyone who",
    r"\b(?:dies?|dying)\b": "goes to ERROR, stops",
    r"\b(?:is|are) to (?:leave|go)\b": "is deprecated, will be removed",
    r"\bc[oa]mes? about\b": "happens",
    r"\bpromise[ds]?\b": "overcommits, allocates",
    r"\bputs? .* last\b": "moves it to the end of the list",
    r"\bcame on the way\b": "was added between the two releases",
    r"\bfrom elsewhere\b": "of another package",
    r"\bwhat logs should not\b": "secrets",
    r"\bthink of\b": "consider",
    r"\bmay cost\b": "takes, needs",
    r"\baway for a moment\b": "unavailable for a short time",
    r"\bkept for the host\b": "reserved for the host",
    r"\b(?:is|are) without\b": "lacks",
    r"\banew\b": "again",
    r"(?<!there )\b(?:is|are|was) no (?!longer|more|such)": "is not a",
    r"\blog-ins?\b": "credentials",
    r"\bnot\b[^;]*\bany more\b": "no longer",
    r"  | [;,]": "one blank, and none before a comma or a semicolon",
    r"\{'": "a string that is formatted",
    r"\bbeside\b": "next to, together with, in addition to",
    r"\bslips?\b": "typo",
    r"\bstands? over\b": "overrides",
    r"\banybody\b|\beverybody\b": "anyone, everyone",
    r"\bmend(?:s|ed)?\b|\breckon": "fix, correct; calculate",
    r"\bin vain\b|\bof its own accord\b": "plainer words",
}
"""What no operator says, as a pattern, and what is said instead."""

CHOICES = "`None`, `MAC`, `ENCRYPT`"
"""What keystonemiddleware calls its strategies: the only None that is a word of operators."""

_QUOTED = re.compile(r"`([^`]*)`")


def wrong_message(finding: Finding) -> Iterator[str]:
    """Judge the form of a message."""
    message = finding.message
    yield from wrong_text(message)
    if finding.option and not names_first(finding):
        yield "does not begin with its option"
    if message[:1].isupper() and not message.startswith(STARTS):
        yield "begins with a capital letter"
    if finding.severity is not Severity.INFO and not has_way_out(message):
        yield "has no way out behind a semicolon"


def wrong_title(fix: Fix) -> Iterator[str]:
    """Judge the title of a fix: a way out alone."""
    yield from wrong_text(fix.title)
    if not IMPERATIVE.match(fix.title):
        yield "does not begin with an imperative"
    if fix.title[:1].islower():
        yield "begins with a small letter"


def wrong_text(text: str) -> Iterator[str]:
    """Judge words, whatever they are for."""
    if not text:
        yield "says nothing"
    if text.endswith((".", "!")) and not text.endswith("..."):
        yield "ends with a full stop"
    plain = without_quotes(text)
    if re.search(r"\bNone\b", text.replace(CHOICES, "")):
        yield "says None"
    for pattern, better in BANNED.items():
        if hit := re.search(pattern, plain, re.IGNORECASE):
            yield f"says {hit[0]!r}; say {better}"


def names_first(finding: Finding) -> bool:
    """Tell whether the first name in back-ticks is the option, with the group where it has one."""
    first = _QUOTED.search(finding.message)
    return first is not None and first.start() < NEAR and first[1] in names(finding)


def names(finding: Finding) -> set[str]:
    """Give the ways in which a message may name the option of a finding.

    Behind its `?` the URL of the broker sets options of RabbitMQ's group, which have none there.
    """
    home = normalize_group(finding.group)
    places = [(finding.group, finding.option), (home, finding.option)]
    places += old_names(home, finding.option or "")
    within = load_schema(NEWEST).options(RABBIT) if (home, finding.option) == URL else None
    return {*(within or ())} | {
        name
        for group, option in places
        for name in (f"[{group}] {option}", *([option] if group == "DEFAULT" else []))
    }


@cache
def old_names(group: str, option: str) -> tuple[Name, ...]:
    """Give the names that an option had in any release: a message has that of the file."""
    known = [load_schema(one).option(group, option) for one in releases()]
    return tuple({name for one in known if one for name in one.old_names})


def has_way_out(message: str) -> bool:
    """Tell whether a part behind a semicolon says what to do."""
    return any(IMPERATIVE.match(part) for part in message.split("; ")[1:])


def without_quotes(text: str) -> str:
    """Leave out what stands in back-ticks: names, and what comes from a file."""
    return _QUOTED.sub("``", text)
