"""Files that the tool behind them begins to read on the way: their lines take effect with that."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.engine.unread_files import read_alone
from novalint.findings import Location
from novalint.nova.readers import services
from novalint.redaction import Redaction
from novalint.schema.releases import releases
from novalint.schema.spelling import default_texts
from novalint.upgrading.changes import Change, Effect
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.comparison import Comparison
    from novalint.schema.releases import Release
    from novalint.text.document import Document


def read_anew(config: Config, after: Config, comparison: Comparison) -> Iterator[Change]:
    """Yield what changes with the lines of files that the target reads, and the start does not.

    Of a file that the target does not read any more `check` says so.
    """
    began = {each.path: since for each in config.documents if (since := _since(each, comparison))}
    if not began:
        return
    before, after = read_alone(config), read_alone(after)
    for setting in after.settings:
        since = began.get(setting.origin.path) if setting.origin else None
        if since and (phrase := _phrase(setting, before, after)):
            document, assignment = setting.places[-1]
            yield Change(
                Effect.CHANGES,
                *(setting.via or (setting.group, setting.name)),
                f"{phrase}, as this file is read only since {since}; remove the line to prevent "
                "that",
                Location.of(document, assignment.span),
                releases=(since,),
                readers=services(setting.option),
            )


def _since(document: Document, comparison: Comparison) -> Release | None:
    """Return the release on the way with which a file begins to be read; None where none does."""
    embedded = document.host.embedded if document.host else None
    if embedded is None or not embedded.is_unread(comparison.old.major):
        return None
    way = (each for each in releases() if comparison.old.major < each.major)
    since = next((each for each in way if not embedded.is_unread(each.major)), None)
    return since if since and since.major <= comparison.new.major else None


def _phrase(setting: Setting, before: Config, after: Config) -> str:
    """Return what an option becomes; empty where it has this value already."""
    name = option_name(setting.group, setting.name)
    known = before.schema.option(setting.group, setting.name) is not None
    old = before.setting(setting.group, setting.name) if known else None
    told = old is not None and not (setting.unknown or old.unknown or old.fault)
    if old is not None and told and setting.partial == old.partial and not setting.fault:
        return ""
    new = _text(setting, after)
    was = _text(old, before) if old is not None and told else ""
    return f"{name} becomes {new}{f' (was {was})' if was else ''}" if new else f"{name} is set"


def _text(setting: Setting, config: Config) -> str:
    """Return a value as it may be shown; empty where it is not known, or nobody's to see."""
    value = Redaction(config).value(setting)
    if setting.unknown or setting.fault or setting.secret or value is None:
        return ""
    return shown(",".join(default_texts(setting.option, value)))
