"""Why a line does not stay as it is, in one phrase: for the comment above it and for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.rules.common.lifetimes import option_story, written
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.schema.options import Name
    from novalint.upgrading.fates import Fate, Fates


def reason(fate: Fate, fates: Fates) -> str:
    """Say why a line goes, fit to stand in a comment."""
    return visible(why(fate, fates)).replace("`", "")


def why(fate: Fate, fates: Fates) -> str:
    """Say why a line goes: what took its place, or that nothing reads it."""
    name = written((fate.name,))
    old, new = fates.config.release, fates.target.release
    if fate.rival and fate.options:
        return f"`{name}` is {_standing(fate.rival, fates)}, which is set too and wins"
    if fate.rival:
        return f"`{name}` is read by nothing in {old}; {new} would take it for {_named(fate.rival)}"
    if not fate.options:
        return _never_read(fate.name, fates)
    return gone(fate.options[0].group, fate.options[0].name, fates)


def gone(group: str, name: str, fates: Fates) -> str:
    """Say when an option went that has no successor, and what to do without it."""
    story = option_story(group, name, fates.target.release)
    return story.message if story else f"nothing in {fates.target.release} reads `[{group}] {name}`"


def _standing(to: Name, fates: Fates) -> str:
    return f"{_named(to)} in {fates.target.release}"


def _named(to: Name) -> str:
    return f"`{written((to,))}`"


def _never_read(name: Name, fates: Fates) -> str:
    """Say of a line that neither release reads what other releases do with it."""
    from novalint.schema.history import life

    old, new = fates.config.release, fates.target.release
    found = life(*name)
    told = f"`{written((name,))}` is read by neither {old} nor {new}"
    if found is None:
        return told
    went, arrives = found.gone_in(old), found.arrives_in(new)
    if went:
        return f"{told}: it was removed in {went}"
    return f"{told}: it arrives in {arrives}" if arrives else told
