"""A policy file that was read without a line that names it, and is no longer."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.policy_files import POLICY_FILE, WITHOUT_JSON
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.defaults import is_concerned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.comparison import Comparison
    from novalint.schema.options import Name


def policy_file_change(
    after: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Change]:
    """Yield that policy.json is no longer read, where no file says which policy file is."""
    option = after.schema.option(*POLICY_FILE)
    passes = comparison.old.major < WITHOUT_JSON <= comparison.new.major
    if not (passes and option and is_concerned(option.facts.get("read_by"), deployment)):
        return
    if is_lost(POLICY_FILE, after):
        yield Change(
            Effect.CHANGES,
            *POLICY_FILE,
            "nothing sets `[oslo_policy] policy_file`, and policy.json is no longer read where"
            " there is no policy.yaml, so its rules are lost; convert it with"
            " oslopolicy-convert-json-to-yaml",
            releases=tuple(each for each in releases() if each.major == WITHOUT_JSON),
            readers=option.readers,
        )


def is_lost(name: Name, after: Config) -> bool:
    """Whether an option names the policy file, and without it no policy.json is read."""
    if name != POLICY_FILE or after.release.major < WITHOUT_JSON:
        return False
    setting = after.setting(*POLICY_FILE)
    return setting.is_default and not setting.unknown
