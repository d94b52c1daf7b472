"""Holes that a version told in full has: those that the target closes, and those that it keeps."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common.stable_fixes import BY_RULE, has_update
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.finding_history import gist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.rules.common.stable_fixes import Mended
    from novalint.schema.options import Schema
    from novalint.schema.releases import Release
    from novalint.upgrading.dispositions import Dispositions
    from novalint.upgrading.new_findings import ComparedFindings


def hole_changes(checked: ComparedFindings, dispositions: Dispositions) -> Iterator[Change]:
    """Yield what becomes of each hole of the start version.

    That it is closed is why many an update is made; that it stays is no news, but why another
    version would be the better target.
    """
    start, target = dispositions.config, dispositions.target
    there = {finding.rule: finding for finding in checked.there}
    for hole in checked.before:
        mended = BY_RULE.get(hole.rule)
        if mended is None:
            continue
        remains = there.get(hole.rule)
        if remains is None and _has_fix(target, mended):
            yield _closed(hole, start, target, mended)
        elif remains is not None and gist(hole).covers(gist(remains)):
            yield _kept(hole, remains, dispositions)


def _has_fix(target: Schema, mended: Mended) -> bool:
    """Return whether the target has a fix: a release without a version is its newest one."""
    if target.version is None:
        return has_update(target.release.major, mended)
    own = (version for version in mended if version[0] == target.release.major)
    return target.version >= next(own, mended[-1])


def _closed(hole: Finding, start: Config, target: Schema, mended: Mended) -> Change:
    fact, _, _ = hole.message.partition("; ")
    said = f"{fact}; {target.version_or_release} has the fix"
    since = _first_with_fix(start.release, target.release, mended)
    return replace(_change(hole, said, start), effect=Effect.CHANGES, releases=since, solved=True)


def _first_with_fix(old: Release, new: Release, mended: Mended) -> tuple[Release, ...]:
    """Return the first release on the way whose newest version has the fix."""
    fixed = (one for one in releases() if old < one <= new and has_update(one.major, mended))
    return tuple(islice(fixed, 1))


def _kept(hole: Finding, remains: Finding, dispositions: Dispositions) -> Change:
    start, target = dispositions.config, dispositions.target
    fact, _, way = remains.message.partition("; ")
    if closed := gist(hole).holes - gist(remains).holes:
        way = f"{target.version_or_release} closes {' and '.join(sorted(closed))} alone, so {way}"
    return _change(hole, f"{fact}, as in {start.schema.version_or_release}; {way}", start)


def _change(hole: Finding, said: str, start: Config) -> Change:
    setting = start.setting(hole.group, hole.option)
    where = None if setting.is_default else hole.location
    return Change(
        Effect.NOTHING,
        hole.group,
        hole.option,
        said,
        where,
        readers=hole.readers,
        rule=hole.rule,
    )
