"""What looks at an option: the rules of a release, and the log lines that it may be behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.logs.catalogue import signatures
from novalint.rules.catalogue import rules

if TYPE_CHECKING:
    from novalint.rules.declaration import Rule
    from novalint.schema.history import Life
    from novalint.schema.releases import Release

MOST = 8
"""Names that are listed in full; `transport_url` alone has dozens."""


def concerns(lives: Iterable[Life], release: Release) -> Iterator[tuple[str, str]]:
    """Yield a row of rules and one of symptoms; neither where nothing looks at the options.

    A rule that looks at few other options is about these, and comes first.
    """
    full = {f"{life.group}.{life.name}" for life in lives}
    looking = [rule for rule in rules() if full & {*rule.options} and _is_for(rule, release)]
    names = [rule.name for rule in sorted(looking, key=lambda rule: len(rule.options))]
    behind = [
        signature.name
        for signature in signatures()
        if any(f"{cause.group}.{cause.option}" in full for cause in signature.causes)
    ]
    if names:
        yield "rules", _cut(names)
    if behind:
        yield "log lines", _cut(behind)


def _is_for(rule: Rule, release: Release) -> bool:
    first, last = rule.releases
    return (first is None or first <= release.major) and (last is None or release.major <= last)


def _cut(names: Sequence[str]) -> str:
    rest = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + rest
