"""An option set to its default, of the release that counts or of an older one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol.types import CodeAction, CodeActionKind

from novalint.engine.safety import patched
from novalint.errors import OptionError, PatchError
from novalint.schema.history import life
from novalint.schema.life import before
from novalint.schema.spelling import default_texts
from novalint.server.changes import workspace_edit
from novalint.server.cursor import SpotKind, spot
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.history import Life
    from novalint.schema.options import Option
    from novalint.schema.releases import Release
    from novalint.server.session import Session
    from novalint.server.views import View
    from novalint.text.edits import Patch

MOST = 3
"""Defaults that are offered for one option, the newest first."""


class Old(NamedTuple):
    """A default as a file writes it, and the newest release that has it."""

    text: str
    release: Release


def default_actions(session: Session, view: View, offset: int) -> Iterator[CodeAction]:
    """Yield an action for each default that the option at an offset has or had, and could have.

    A secret, an option that may be repeated and one whose default depends on the host have none.
    """
    here = spot(view.document, view.config.schema, offset)
    if here is None or here.kind not in (SpotKind.NAME, SpotKind.VALUE):
        return
    option = view.config.schema.option(here.group, here.name)
    if option is None or option.secret or option.multi:
        return
    for default in _defaults(option, view.config.release):
        patch = _patch(view, option, default.text)
        if patch:
            yield CodeAction(
                f"Set {option.name} to the default of {default.release}: {shown(default.text)}",
                CodeActionKind.RefactorRewrite,
                edit=workspace_edit(session, patch),
            )


def _defaults(option: Option, release: Release) -> list[Old]:
    """Return the defaults up to a release, the newest first, each once."""
    known = life(option.group, option.name)
    texts = dict.fromkeys(reversed(list(_texts(known, option, release)))) if known else {}
    latest: dict[str, Old] = {}
    for default in texts:
        latest.setdefault(default.text, default)
    return list(latest.values())[:MOST]


def _texts(known: Life, option: Option, release: Release) -> Iterator[Old]:
    changes = [change for change in known.defaults if change.release <= release]
    for change, later in pairwise([*changes, None]):
        if change is None or not change.value.exists or change.value.machine:
            continue
        last = before(later.release) if later else release
        if change.value.value is not None and last:
            yield Old(default_texts(option, change.value.value)[0], last)


def _patch(view: View, option: Option, text: str) -> Patch | None:
    """Return what sets an option; None where nothing would change, or Nova would refuse it."""
    try:
        patch = view.document.set(option.group, option.name, text)
    except (OptionError, PatchError):
        return None
    return patch if patch and _is_read(patched(view.config, patch), option) else None


def _is_read(after: Config, option: Option) -> bool:
    setting = after.setting(option.group, option.name)
    return setting.fault is None and not setting.is_default
