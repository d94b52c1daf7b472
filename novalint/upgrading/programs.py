"""What an upgrade changes whatever the files say: programs that go, other threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.nova.programs import PROGRAM_CHANGES
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.deployment import Deployment
    from novalint.schema.comparison import Comparison


def program_changes(comparison: Comparison, deployment: Deployment) -> Iterator[Change]:
    """Yield what changes between two releases for nodes of the roles, whatever the files say."""
    majors = {
        release.major: release
        for release in releases()
        if comparison.old < release <= comparison.new
    }
    for step in PROGRAM_CHANGES:
        if step.major in majors and any(deployment.plays(role) is not False for role in step.roles):
            when = (majors[step.major],)
            yield Change(Effect.CHANGES, "", "", step.message, None, when, step.programs)
