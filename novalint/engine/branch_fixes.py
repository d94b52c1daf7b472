"""Which fixes of what is wrong in one branch of a template leave the other branches alone."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Fix


def staying(fixes: tuple[Fix, ...], config: Config) -> tuple[Fix, ...]:
    """Return the fixes that change the chosen branches alone; none where the first would not.

    The others are other ways for somebody to choose: none takes the place of the first.
    """
    return tuple(fix for fix in fixes if _stays(fix, config)) if _stays(fixes[0], config) else ()


def _stays(fix: Fix, config: Config) -> bool:
    """Whether a fix of what is wrong in chosen branches changes no line that others count on.

    These are the lines of the other branches, and those that stand in none, a default that is
    commented out there too: a fix would bring it to life for all. No edits at all are those of a
    line that another branch has as it should be.
    """
    chosen, by_path = set(config.arms), config.by_path
    places = [(by_path[file.path], edit) for file in fix.patch.files for edit in file.edits]
    return bool(places) and all(chosen.issubset(one.arms(edit.start)) for one, edit in places)
