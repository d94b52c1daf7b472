"""Files that oslo.config refuses as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Safety, Severity
from novalint.rules.common.reading import PYTHON_3_ALONE
from novalint.rules.declaration import rule
from novalint.rules.syntax.mending import is_conflict_mark, is_meant_for_header, mendings
from novalint.text import grammar
from novalint.text.document import BYTE_ORDER_MARK, NOT_UTF8
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.text.document import Document, Problem
    from novalint.text.host import Host

_WAYS_OUT = {
    grammar.NO_GROUP: "write the header, usually `[DEFAULT]`, above it",
    grammar.NO_OPEN_VALUE: "start it in the first column, or put it right below its value",
    grammar.NO_BRACKET: "end it with `]` and put what follows on a line of its own",
    grammar.NO_NAME: "write the group's name between the brackets",
    grammar.NO_SIGN: "write it as name = value, or start it with `#` if it is a note",
    grammar.NO_KEY: "write the option's name before the sign",
}
_HEADLESS = (grammar.NO_GROUP, grammar.NO_BRACKET, grammar.NO_NAME)
"""What leaves the assignments that follow in no group."""


@rule("syntax-error", theme="syntax", severity=Severity.ERROR, sign="problem")
def syntax_error(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A line is not valid oslo.config syntax, so services that read the file fail to start.

    ## What it checks

    Each line as oslo.config's parser reads it: a group header starts in the first column and ends
    with `]`, an assignment is in a group and has a name and a `=` or `:`, and an indented line goes
    on with the value right above it, so none may follow a blank line, a comment or a header. Of a
    template for Jinja, also whether that takes it: a block without an end, an end without one. It
    is a warning in devstack's local.conf, of which devstack writes what it can, except for what is
    in no group.

    ## Why it matters

    There is no such thing as a partly read file: one bad line, and the service stops with a
    ConfigFileParseError. oslo.config names the line after the wrong one in some cases; the line
    reported here is the one to change.

    ## Example

        # a blank stayed when the line was uncommented
         vif_plugging_is_fatal = false

    ## Fix safety

    Unsafe: what the line was meant to say is a guess, if a good one. An indented assignment is
    moved to the first column; what follows a header, a note or an assignment, gets a line of its
    own; a bracket that is missing around the name of a known group, and a sign that is missing
    after the name of an option, are added; another line that says nothing is commented out, except
    for the marks of a merge conflict; and `[DEFAULT]` is written above assignments that are in no
    group. Assignments below a refused header have no fix of their own: they are in its group again
    when the header is corrected.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py (BaseParser.parse) and oslo_config/cfg.py
    (ConfigParser.assignment); the same grammar in every release from ocata to 2026.2.
    """
    for document in config.documents:
        if document.host and (refusal := document.host.embedded.refusal):
            reason = f" ({refusal.reason})" if refusal.reason else ""
            yield Finding(
                f"Jinja refuses the template for this line{reason}, so no nova.conf is written "
                "from it; correct the line",
                _line_of(document.host, refusal.line),
            )
        for problem in _causes(document):
            in_conflict = is_conflict_mark(document.text[slice(*problem.span)])
            way = "resolve the merge conflict" if in_conflict else _WAYS_OUT[problem.reason]
            yield Finding(
                f"{problem.reason}, so {_effect(document, problem)}; {way}",
                Location.of(document, problem.span),
                fixes=tuple(mendings(document, problem, config.schema)),
                override=_severity(document, problem),
            )


def _line_of(host: Host, line: int) -> Location:
    """Point at a line (from 1) of a host, or at its last one."""
    index = host.line_index
    number = min(line, len(index))
    start = index.start(number)
    end = start + len(host.line(number))
    return Location(host.path, index.position(start), index.position(end), host.name)


def _effect(document: Document, problem: Problem) -> str:
    """Return what comes of a line: devstack writes what is in no group into one of its name.

    Its `iniset` leaves an empty group or name out of its arguments, so that the others move up
    (inc/meta-config, merge_config_file).
    """
    if not _is_rewritten(document):
        return "Nova refuses the whole file"
    if problem.reason == grammar.NO_GROUP:
        return "devstack takes the option's name for that of a group, which Nova does not read"
    return "devstack writes an option of that name without a value"


def _severity(document: Document, problem: Problem) -> Severity | None:
    rewritten = _is_rewritten(document) and problem.reason != grammar.NO_GROUP
    return Severity.WARNING if rewritten else None


def _is_rewritten(document: Document) -> bool:
    """Return whether a tool writes a nova.conf of what it reads of a file, be it ever so wrong."""
    return document.host is not None and document.host.embedded.form == "devstack"


def _causes(document: Document) -> Iterator[Problem]:
    """Yield the problems of a file's grammar, without those that come of one before."""
    headless = False
    for problem in document.problems:
        if problem.reason in (BYTE_ORDER_MARK, NOT_UTF8):
            continue
        if problem.reason != grammar.NO_GROUP or not headless:
            yield problem
        headless = headless or _leaves_headless(document, problem)


def _leaves_headless(document: Document, problem: Problem) -> bool:
    """Return whether a line is a header that is refused, or says that there is none."""
    return problem.reason in _HEADLESS or (
        problem.reason in (grammar.NO_OPEN_VALUE, grammar.NO_SIGN)
        and is_meant_for_header(document.text[slice(*problem.span)])
    )


@rule("byte-order-mark", theme="syntax", severity=Severity.ERROR, sign="problem")
def byte_order_mark(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The file starts with a byte order mark, so every service that reads it fails to start.

    ## What it checks

    The first three bytes for EF BB BF, which some editors write in front of UTF-8 text.

    ## Why it matters

    oslo.config takes the mark for text: the first header is no header any more, the first comment
    no comment, and the file is refused. The line looks perfect on a screen.

    ## Example

        <EF BB BF>[DEFAULT]

    ## Fix safety

    Safe: the mark goes, and everything else is read as it was meant to be.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py: a line is compared with `[`, `#` and `;` as it is.
    """
    for document in config.documents:
        for problem in document.problems:
            if problem.reason == BYTE_ORDER_MARK:
                patch = Patch.of(document.source, [Edit(*problem.span, "")])
                yield Finding(
                    "the file starts with a byte order mark, so Nova refuses it; save it as UTF-8 "
                    "without one",
                    Location.of(document, problem.span),
                    fixes=(Fix("Remove the byte order mark", patch, Safety.SAFE),),
                )


@rule("not-utf-8", theme="syntax", severity=Severity.ERROR, sign="problem")
def not_utf_8(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A file has bytes that are not UTF-8, so every service that reads it fails to start.

    ## What it checks

    Whether all bytes decode as UTF-8. Of several wrong ones in a line, the first is the finding;
    the message shows no more, as they may be those of a password. Up to train it is a warning.

    ## Why it matters

    With Python 3 oslo.config opens the file as text in the encoding of the service's locale, UTF-8
    on every distribution that ships Nova, and ends with a UnicodeDecodeError at the first wrong
    byte, even in a comment. Up to train Nova runs on Python 2 as well, which takes any byte.

    ## Example

    A comment with `café` saved as Latin-1: the byte E9 is followed by none that UTF-8 allows there.

    ## Fix safety

    There is no fix: only the writer knows which character was meant.

    ## Sources

    oslo.config 10.7.0 and that of ocata, oslo_config/cfg.py (ConfigParser.parse): `open` without an
    encoding. What Nova 20.6.1 and 21.2.4 say of the versions of Python that they run on.
    """
    either = config.release.major < PYTHON_3_ALONE
    who = "Nova on Python 3" if either else "Nova"
    for document in config.documents:
        for problem in document.problems:
            if problem.reason == NOT_UTF8:
                wrong = document.text[slice(*problem.span)].encode("utf-8", "surrogateescape")
                yield Finding(
                    f"the byte `{wrong[:1].hex()}` is not UTF-8, so {who} cannot read the file;"
                    " save it as UTF-8",
                    Location.of(document, problem.span),
                    override=Severity.WARNING if either else None,
                )
