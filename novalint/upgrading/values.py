"""Values that a later release no longer takes, translated where that is a fact of the release."""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING
from novalint.engine.report import examine
from novalint.engine.safety import patched
from novalint.nova.least_values import LEAST_VALUES
from novalint.nova.meanings import PRESENT_VALUES
from novalint.settings.model import Settings
from novalint.text.edits import Edit, Gathering, Patch
from novalint.text.hosting import in_texts
from novalint.text.style import line_end
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.text.source import Span

TRANSLATED = (
    "scheduler-filter-removed",
    "available-filter-not-importable",
    "scheduler-driver-missing",
)
"""Rules whose fix writes a value as the release needs it, whatever the cloud is like."""


GLANCE = ("glance", "api_servers")
QUOTES = frozenset("\"'[")
"""Signs of a value in which a comma need not separate two items."""
NO_SCHEME_NEEDED = 16
"""The last major version that takes `host:port` for `http://host:port` in that list
(nova/image/glance.py, `get_api_servers`, 16.1.8 and 17.0.13).
"""


def translations(config: Config, before: Config | None = None) -> Iterator[Patch]:
    """Yield the patches, each for what the one before leaves, that translate values.

    What the start release, which reads `before`, finds just as wrong is left alone.
    """
    for name in TRANSLATED:
        findings = [finding for finding in _findings_of(name, config) if finding.fixes]
        known = (
            {finding.message for finding in _findings_of(name, before)}
            if findings and before
            else set()
        )
        fresh = [
            _with_reason(finding, config) for finding in findings if finding.message not in known
        ]
        if fresh:
            patch = _at_once(fresh)
            yield patch
            config = patched(config, patch)
    for write in (_raised, _with_scheme, _called_anew) if before else ():
        written = write(config, before) if before else None
        if written:
            yield written
            config = patched(config, written)


def _findings_of(rule: str, config: Config) -> tuple[Finding, ...]:
    return examine(config, Settings(select=(rule,))).findings


def _with_reason(finding: Finding, config: Config) -> Patch:
    """Return the patch of a fix, with a line that says why above what it only comments out."""
    patch = in_texts(finding.fixes[0].patch)
    (file,) = patch.files
    if any(edit.text != "#" or edit.end > edit.start for edit in file.edits):
        return patch
    document = config.by_path[file.path]
    reason = visible(finding.message).replace("`", "")
    first, *more = sorted(file.edits)
    head = f"# {reason}{line_end(document.text)}#"
    return Patch.of(document.source, [first._replace(text=head), *more])


def _at_once(patches: Iterable[Patch]) -> Patch:
    """Make one patch of several whose edits lie apart, be they in the same file."""
    gathered = Gathering()
    for patch in patches:
        gathered.take(patch)
    return gathered.patch


def _raised(config: Config, before: Config) -> Patch:
    """Write the least number that is taken in the place of each for which it stood."""
    return _at_once(
        Patch.of(place.document.source, [Edit(*place.assignment.raw, str(least.number))])
        for name, least in LEAST_VALUES.items()
        if before.release.major <= least.last and config.schema.option(*name)
        for place in config.setting(*name).places
        if config.setting(*name).fault and _is_less(place.assignment.value, least.number)
    )


def _with_scheme(config: Config, before: Config) -> Patch:
    """Write the scheme that releases up to pike put before a Glance server without one."""
    if before.release.major > NO_SCHEME_NEEDED or config.release.major <= NO_SCHEME_NEEDED:
        return Patch()
    setting = config.setting(*GLANCE)
    if (
        setting.unknown
        or setting.fault
        or not isinstance(setting.value, list)
        or not setting.places
    ):
        return Patch()
    servers = [str(item) for item in setting.value]
    if all("//" in server for server in servers):
        return Patch()
    document, assignment = setting.places[-1]
    edits = _schemes_in_place(document.text, assignment.raw, servers)
    text = ",".join(server if "//" in server else f"http://{server}" for server in servers)
    return Patch.of(document.source, edits or [Edit(*assignment.raw, text)])


def _schemes_in_place(text: str, raw: Span, servers: list[str]) -> list[Edit]:
    """Return what writes a scheme before each item without one; none where commas may not part."""
    value = text[raw.start : raw.end]
    items = list(re.finditer(r"[^\s,][^,]*", value))
    if len(items) != len(servers) or not QUOTES.isdisjoint(value):
        return []
    starts = [raw.start + item.start() for item in items]
    return [
        Edit(start, start, "http://")
        for start, server in zip(starts, servers, strict=True)
        if "//" not in server
    ]


def _called_anew(config: Config, before: Config) -> Patch:
    """Write what a value is called now that an older release understood under its old name."""
    return _at_once(
        Patch.of(place.document.source, [Edit(*place.assignment.raw, now.text)])
        for (name, old), now in PRESENT_VALUES.items()
        if before.release.major <= now.last < config.release.major
        if config.schema.option(*name)
        for place in config.setting(*name).places
        if place.assignment.value == old
    )


def _is_less(text: str, number: int) -> bool:
    try:
        return int(text) < number
    except ValueError:
        return False
