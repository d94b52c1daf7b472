"""What is found in an override that is put over another text of its host, which is checked too."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace
from novalint.text.document import Document, normalize_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.config.model import Config
    from novalint.engine.running import RunOutcome
    from novalint.findings import Finding
    from novalint.text.host import Host


def of_overrides(
    outcome: RunOutcome,
    config: Config,
    closing: frozenset[str],
    run: Callable[[Config], RunOutcome],
) -> RunOutcome:
    """Leave out what is already found in what an override is put over.

    That stays which an own line of the override says again, or brings about. Rules of `closing`
    are left out where the other text stands: its comments are for that text.
    """
    for document in config.documents:
        over, host = document.host.base() if document.host else None, document.host
        if over is None or host is None:
            continue
        found = run(replace(config, documents=(Document.within(over),))).findings
        known = {(finding.rule, _said(finding)) for finding in found}
        own = _names(Document.within(host.apart()))
        kept = (
            finding
            for finding in outcome.findings
            if _is_new(finding, known, own, host)
            and not (finding.rule in closing and _is_in_base(finding, host))
        )
        outcome = outcome._replace(findings=tuple(kept))
    return outcome


def _names(document: Document) -> set[tuple[str, str]]:
    return {(normalize_group(each.group or ""), each.option) for each in document.assignments}


def _is_new(
    finding: Finding, known: set[tuple[str, str]], own: set[tuple[str, str]], host: Host
) -> bool:
    if (finding.rule, _said(finding)) not in known:
        return True
    named = (normalize_group(finding.group or ""), finding.option) in own
    return not _is_in_base(finding, host) and (named or not finding.option)


def _said(finding: Finding) -> str:
    """Return a message without the word on fixes, which depends on who may edit the line."""
    return finding.message.partition("; no fix here, ")[0]


def _is_in_base(finding: Finding, host: Host) -> bool:
    base = host.embedded.base
    if base is None or finding.location.path != host.path:
        return False
    first, last = (host.line_index.position(at) for at in base.span)
    return first <= finding.location.start < last
