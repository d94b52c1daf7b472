"""Changes of options in the YAML of a tool, where they are more than text for text.

A further value of a list, an option that a resource or a flag is, a value that an anchor brings:
here the item is written as the tool takes it. What others use as well is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple

from novalint.hosts.conf_nodes import ConfNode
from novalint.hosts.declared import Declared
from novalint.hosts.finding import found_in
from novalint.hosts.flags import flag_edits, flag_renamed
from novalint.hosts.forms import Form, form_of
from novalint.hosts.items import (
    indent_of,
    into_list,
    into_mapping,
    joined,
    lines_behind,
    out_of_list,
    out_of_mapping,
    spelling_of,
)
from novalint.hosts.puppet import is_declared
from novalint.hosts.renaming import Unit, units
from novalint.hosts.yaml_flags import in_scalar, inner_mapping
from novalint.hosts.yaml_tree import (
    Mapping,
    Pair,
    Scalar,
    YamlNode,
    holds_anchor,
    is_own,
    pairs_of,
    read,
    resolved,
)
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.hosts.yaml_writing import quoted, scalar
from novalint.text.edits import Edit, apply_edits
from novalint.text.option_changes import OptionChange

_Edits = list[Edit] | None
_SIGNS = ("{{", "{%", "{#", "%{", "\n", "\r")


@dataclass(frozen=True)
class Rewriting:
    """Writes changes of options into the one of a host's texts that has a name."""

    name: str
    declared: tuple[Declared, ...] = ()

    def __call__(self, text: str, changes: Sequence[OptionChange]) -> tuple[Edit, ...] | None:
        """Return the edits of a host; None where it cannot take all of the changes."""
        everything = found_in(read(text), self.declared)
        conf = next((candidate for candidate in everything if candidate.name == self.name), None)
        if conf is None or not all(map(_is_plain, changes)):
            return None
        parts = units(changes)
        edits: list[Edit] = []
        for unit in parts:
            host_edits = _edits_of(unit, conf, changes, text)
            if host_edits is None:
                return None
            edits += host_edits
        return joined(edits) or self._one_by_one(text, parts)

    def _one_by_one(self, text: str, parts: Sequence[Unit]) -> tuple[Edit, ...] | None:
        """Make each change in what those before it left, as the first ones of `{}` have to be."""
        new = text
        for unit in parts if len(parts) > 1 else ():
            edits = self(new, unit)
            if edits is None:
                return None
            new = apply_edits(new, edits)
        return (_whole(text, new),) if new != text else None


def _whole(old: str, new: str) -> Edit:
    """Return the one edit that makes a text of another one."""
    start = _alike(old, new)
    stop = _alike(old[start:][::-1], new[start:][::-1])
    return Edit(start, len(old) - stop, new[start : len(new) - stop])


def _alike(one: str, other: str) -> int:
    """Return with how many of the same characters two texts begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_plain(change: OptionChange) -> bool:
    """Whether all that is new, or written over, is text that no tool computes anything of."""
    both = set(change.after) ^ set(change.before) if change.after else set()
    return not any(sign in value for value in both for sign in _SIGNS)


def _edits_of(unit: Unit, conf: ConfNode, changes: Sequence[OptionChange], text: str) -> _Edits:
    """Return the edits of changes that go together: a name in its place, else each of them."""
    if len(unit) > 1 and (edits := _renamed(conf, unit[0], unit[1], text)):
        return edits
    edit_lists = [_edits(conf, change, changes, text) for change in unit]
    return None if None in edit_lists else [edit for each in edit_lists if each for edit in each]


def _renamed(conf: ConfNode, old: OptionChange, new: OptionChange, text: str) -> _Edits:
    """Return the edit of the key of an option; None where it has none of its own."""
    if isinstance(conf.node, Scalar):
        flags = conf.shape == "flags" and not conf.node.used and conf.own
        return _flag_renamed(conf.node, old, new.option, text) if flags else None
    mapping, prefix = conf.node, ""
    if conf.shape == "names":
        prefix = f"{old.group}/"
    else:
        group = _OptionMapping(mapping, form_of(conf), text).item(old.group)
        inner = resolved(group.value) if group and group.own and is_own(group.value) else None
        if not isinstance(inner, Mapping):
            return None
        mapping = inner
    pair = _OptionMapping(mapping, form_of(conf), text).item(f"{prefix}{old.option}")
    return _named_anew(pair, f"{prefix}{new.option}") if conf.own else None


def _named_anew(pair: Pair | None, name: str) -> _Edits:
    place = spelling_of(pair.key) if pair and pair.own else None
    return [Edit(*place, scalar(name))] if place else None


def _flag_renamed(flags: Scalar, old: OptionChange, name: str, text: str) -> _Edits:
    """Return the edit of the name of one of Juju's flags."""
    mapping = inner_mapping(flags)
    if mapping is None:
        return flag_renamed(flags, old, name, text)
    pairs = pairs_of(mapping) if old.group == "DEFAULT" else []
    edits = _named_anew(next((pair for pair in pairs if pair.name == old.option), None), name)
    return in_scalar(flags, edits, text) if edits else None


def _edits(
    conf: ConfNode, change: OptionChange, changes: Sequence[OptionChange], text: str
) -> _Edits:
    if isinstance(conf.node, Scalar):
        flags = conf.shape == "flags" and not conf.node.used and conf.own
        return _in_flags(conf.node, form_of(conf), change, text) if flags else None
    if not conf.own:
        return None
    form = form_of(conf)
    whole = _OptionMapping(conf.node, form, text)
    if conf.shape == "names":
        return whole.changed(f"{change.group}/{change.option}", change)
    return _in_group(whole, change, changes)


def _in_flags(flags: Scalar, form: Form, change: OptionChange, text: str) -> _Edits:
    """Change one of Juju's flags; where they are YAML, in the scalar that they are."""
    mapping = inner_mapping(flags)
    if mapping is None:
        return flag_edits(flags, change, text)
    if change.group != "DEFAULT" or len(change.after) > 1:
        return None
    edits = _OptionMapping(mapping, form, flags.value).changed(change.option, change)
    return None if edits is None else in_scalar(flags, edits, text)


def _in_group(
    whole: _OptionMapping, change: OptionChange, changes: Sequence[OptionChange]
) -> _Edits:
    """Change an option below the key of its group, which is added where there is none."""
    group = whole.item(change.group)
    beneath = group is not None and whole.is_beneath(change.group)
    if group is None or beneath:
        if (change.before and not beneath) or not change.after:
            return None
        option, *more = whole.form.item(change.option, change.after)
        lines = [f"{scalar(change.group)}:", f"  {option}", *(f"  {line}" for line in more)]
        return into_mapping(whole.mapping, lines, whole.text)
    mapping = resolved(group.value)
    if not isinstance(mapping, Mapping) or mapping.tag:
        return None
    if not group.own or not is_own(group.value):
        return None
    own = [other for other in changes if other.group == change.group]
    goes = {other.option for other in own if not other.after}
    if goes == {pair.name for pair in pairs_of(mapping)} and len(goes) == len(own):
        return _all_out(whole, group, mapping, own) if change is own[0] else []
    return _OptionMapping(mapping, whole.form, whole.text).changed(change.option, change)


def _all_out(
    whole: _OptionMapping, group: Pair, mapping: Mapping, changes: Sequence[OptionChange]
) -> _Edits:
    """Take all options of a group out, or comment them out, and its name along with them."""
    commented = any(change.commented for change in changes)
    if not commented or mapping.flow:
        return out_of_mapping(
            whole.mapping, group.key, group.value, whole.text, commented=commented
        )
    edits = out_of_mapping(whole.mapping, group.key, group.key, whole.text, commented=True)
    for key, value in mapping.pairs:
        lines = out_of_mapping(mapping, key, value, whole.text, commented=True, least=1)
        if edits is None or lines is None:
            return None
        edits += lines
    return edits


class _OptionMapping(NamedTuple):
    """A mapping of options, or of resources, which nothing else uses."""

    mapping: Mapping
    form: Form
    text: str

    def item(self, name: str) -> Pair | None:
        """Return the item of a name; one that a merge key brings is not its own."""
        return next((pair for pair in pairs_of(self.mapping) if pair.name == name), None)

    def is_beneath(self, name: str) -> bool:
        """Whether an item is that of what this mapping is put over, which stands elsewhere."""
        own = pairs_of(replace(self.mapping, beneath=None))
        return all(pair.name != name for pair in own)

    def changed(self, name: str, change: OptionChange) -> _Edits:
        """Change one item: add it, also over one that is merged, take it out, or write it anew."""
        pair = self.item(name)
        if pair is None and self.form.resource and is_declared(change.group, change.option):
            return None
        if pair is None or not pair.own:
            fits = change.after and (pair is not None or not change.before)
            item = self.form.item(name, change.after)
            prefix = f"{change.group}/" if self.form.resource else ""
            return into_mapping(self.mapping, item, self.text, prefix) if fits else None
        if not change.after:
            if holds_anchor(pair.value):
                return None
            return out_of_mapping(
                self.mapping, pair.key, pair.value, self.text, commented=change.commented
            )
        return self._value(pair.value, change)

    def _value(self, node: YamlNode, change: OptionChange) -> _Edits:
        value = self.form.value_of(node)
        if value is not node and not is_own(node):
            return None
        items = self.form.items_of(value)
        if items is not None and len(items) == len(change.before):
            return _Items(value, items, self.text).changed(change) if is_own(value) else None
        if len(change.before) != 1:
            return None
        place = spelling_of(value)
        if place is None or "\n" in self.text[place.start : place.end]:
            return None
        if len(change.after) == 1:
            return [Edit(*place, scalar(change.after[0]))]
        return self._several(value, change.after)

    def _several(self, value: YamlNode, values: Sequence[str]) -> _Edits:
        """Write the item of one value as one of several, below its key."""
        mapping = self._holder(value)
        key = next((key for key, node in mapping.pairs if node is value), None) if mapping else None
        indent = indent_of(mapping, self.text) if mapping else None
        if key is None or indent is None or not isinstance(value, Scalar):
            return None
        stop = key.span.end + 1
        if self.text[stop : value.start].strip(" "):
            return None
        below = self.form.several(values)
        if self.form.resource:  # what is written is the value of the key alone
            below = [line[2:] for line in below[1:]]
        lines = lines_behind(value, (indent + line for line in below), self.text)
        return [Edit(stop, value.span.end, ""), lines]

    def _holder(self, value: YamlNode) -> Mapping | None:
        """Return the mapping that has a value: this one, or the resource that an item is."""
        for _, node in self.mapping.pairs:
            if node is value:
                return self.mapping
            if isinstance(node, Mapping) and any(inner is value for _, inner in node.pairs):
                return node
        return None


class _Items(NamedTuple):
    """A collection whose items are the values of one option, in the order of its lines."""

    node: YamlNode
    items: list[YamlNode]
    text: str

    def changed(self, change: OptionChange) -> _Edits:
        """Write new values in the place of old ones, else put in what is new, take out the rest."""
        before, after = list(change.before), list(change.after)
        if len(before) == len(after):
            return self._each(before, after)
        gone = list((Counter(before) - Counter(after)).elements())
        new = list((Counter(after) - Counter(before)).elements())
        edit_lists = [self._out(self.items[before.index(value)]) for value in gone]
        edit_lists += [self._into(value) for value in new]
        return (
            None
            if None in edit_lists
            else [edit for edits in edit_lists if edits for edit in edits]
        )

    def _each(self, before: list[str], after: list[str]) -> _Edits:
        edits = []
        for item, old, new in zip(self.items, before, after, strict=True):
            place = spelling_of(item)
            if old == new:
                continue
            if place is None or "\n" in self.text[place.start : place.end]:
                return None
            edits.append(Edit(*place, scalar(new)))
        return edits

    def _out(self, item: YamlNode) -> _Edits:
        if isinstance(self.node, NodeList):
            return out_of_list(self.node, item, self.text)
        assert isinstance(self.node, Mapping)
        value = next(value for key, value in self.node.pairs if key is item)
        return out_of_mapping(self.node, item, value, self.text)

    def _into(self, value: str) -> _Edits:
        if isinstance(self.node, NodeList):
            return into_list(self.node, scalar(value), self.text)
        assert isinstance(self.node, Mapping)
        spelt = scalar(value) if '"' in value else quoted(value)
        return into_mapping(self.node, [f'{spelt}: ""'], self.text)
