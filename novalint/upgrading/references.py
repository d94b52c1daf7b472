"""References within values, `$name` and `$group.name`, to options that go by another name later.

The reference for where a name is looked for is `ConfigOpts._substitute` of oslo_config/cfg.py
(10.7.0): without a group in the option's own one, then in DEFAULT.
"""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import references
from novalint.schema.options import LostOption
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, apply_edits
from novalint.upgrading.dispositions import successors

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.schema.options import Name, Option, Schema


def renewed(place: Place, to: Name, config: Config, target: Schema) -> tuple[Edit, ...]:
    """Return the edits after which a value means, as `to` in the target, what it meant before.

    A reference gets the present name of its option; the value itself takes the place of one to an
    option that is gone. What cannot be translated stays.
    """
    text = place.document.text
    raw = place.assignment.raw
    written = text[slice(*raw)]
    if "$" not in written:
        return ()
    group = normalize_group(place.assignment.group)
    spans = (
        (start, end, _translated(name, (group, to[0]), config, target))
        for name, start, end in references(written)
    )
    return tuple(Edit(raw.start + a, raw.start + b, new) for a, b, new in spans if new is not None)


def rewritten(place: Place, name: str, edits: tuple[Edit, ...]) -> str:
    """Return an assignment as written, under another name and with the edits to its value."""
    text, start = place.document.text, place.assignment.span.start
    local = [Edit(edit.start - start, edit.end - start, edit.text) for edit in edits]
    renamed = Edit(place.assignment.key.start - start, place.assignment.key.end - start, name)
    return apply_edits(text[slice(*place.assignment.span)], sorted([renamed, *local]))


def _translated(name: str, groups: tuple[str, str], config: Config, target: Schema) -> str | None:
    """Return what to write for a reference; None where it may stay or cannot be translated."""
    before = _meant(name, groups[0], config.schema)
    if before is None:
        return None
    new = successors(before.group, before.name, target)
    after = _resolved(name, groups[1], target)
    if after in new:
        return None
    if not new:
        return _value(before, config)
    group, option = new[0]
    return f"${{{option}}}" if group in ("DEFAULT", groups[1]) else f"${{{group}.{option}}}"


def _meant(name: str, group: str, schema: Schema) -> Option | None:
    """Return the option that a reference names, by its own or by an old name."""
    place = _resolved(name, group, schema)
    if place is None:
        return None
    renamed = schema.renamed(*place)
    return schema.option(*place) or (renamed[0] if renamed else None)


def _resolved(name: str, group: str, schema: Schema) -> Name | None:
    """Return the group and the name by which a reference is found."""
    for place in _looked_for(name, group):
        try:
            if schema.referred(*place) is not None:
                return place
        except LostOption:
            return None
    return None


def _looked_for(name: str, group: str) -> Iterator[Name]:
    other, dot, option = name.partition(".")
    if not dot:
        yield group, name
        yield "DEFAULT", name
    elif other != "DEFAULT":
        yield other, option


def _value(option: Option, config: Config) -> str | None:
    """Return the text of an option that is gone, if it may be written elsewhere."""
    setting = config.setting(option.group, option.name)
    if setting.secret or setting.machine or setting.value is None:
        return None
    text = str(setting.value)
    return None if "$" in text or "\n" in text or isinstance(setting.value, (list, dict)) else text
