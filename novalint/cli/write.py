"""`novalint set` and `novalint unset`: change options with the smallest edit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.cli.context import project_of
from novalint.cli.output import put_diff, say
from novalint.cli.overrides import put_override, tell_rendered
from novalint.engine.report import masked_diff
from novalint.engine.safety import patched
from novalint.errors import OptionError
from novalint.looks import is_plain_name
from novalint.project.discovery import ConfigurationInput, read_file, refuse_binary
from novalint.redaction import Redaction
from novalint.text.bulk_writing import Addition, patch_of
from novalint.text.document import Document, normalize_group
from novalint.text.edits import Edit, Patch, compose
from novalint.text.saving import save_patch
from novalint.text.writing import (
    add_value,
    comment_out,
    live,
    new_line,
    set_option,
    set_values,
    template,
)
from novalint.wording import MASK

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from novalint.config.model import Config
    from novalint.schema.options import Name


def run(arguments: Namespace) -> int:
    """Change the file; with --diff 1 where there is a diff, else 0."""
    document = read_file(arguments.path)
    refuse_binary(document)
    project, source = project_of(arguments), ConfigurationInput([document])
    config = project.config(source)
    if arguments.command == "set":
        wanted = _assignments(arguments.assignments)
        patch = _set(document, config, wanted, arguments.add)
    else:
        wanted = {_without_value(text): [] for text in arguments.options}
        patch = _unset(document, wanted)
    if getattr(arguments, "tool", None):
        roles = project.settings_for(source).deployment.roles
        return 1 if put_override(arguments.tool, config, patch, roles, arguments.reveal) else 0
    tell_rendered(config, patch)
    if arguments.diff:
        put_diff(patch, masked_diff(patch, _redaction(config, patch)), arguments.reveal)
        return 1 if patch else 0
    save_patch(patch)
    if arguments.command == "set" and not arguments.quiet:
        _warn(config, patch, wanted)
    return 0


def _redaction(config: Config, patch: Patch) -> Redaction:
    """Hide the secrets of the file and those that the patch writes, in all of their lines."""
    (document,) = config.documents
    after = Document.parse(patch.apply(document.text), document.path)
    return Redaction(replace(config, documents=(document, after)))


def _assignments(texts: list[str]) -> dict[Name, list[str]]:
    """Take GROUP.OPTION=VALUE apart: everything behind the first `=` is the value."""
    wanted: dict[Name, list[str]] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise OptionError(f"`{_shown(text)}` has no value; write GROUP.OPTION=VALUE")
        wanted.setdefault(_name(name), []).append(value)
    return wanted


def _shown(text: str) -> str:
    """Return an argument as messages show it: what is no name may be a value."""
    name, sign, value = text.partition(":")
    words = name.replace(".", "_").replace("DEFAULT", "default")
    shown = name if is_plain_name(words) else MASK
    return f"{shown}{sign}{MASK if value else ''}"


def _name(text: str) -> Name:
    group, dot, option = text.rpartition(".")
    if not dot:
        shown = _shown(text)
        raise OptionError(
            f"`{shown}` names no group; write GROUP.OPTION, for example DEFAULT.{shown}"
        )
    return normalize_group(group), option


def _without_value(text: str) -> Name:
    """Take GROUP.OPTION; a value behind it may be a secret and is not quoted."""
    name, sign, _ = text.partition("=")
    if sign:
        raise OptionError(f"`{name}` is followed by a value; name options alone, GROUP.OPTION")
    return _name(text)


def _set(document: Document, config: Config, wanted: dict[Name, list[str]], add: bool) -> Patch:
    """Write what the file has in some way, then what is new in it, each in one go.

    Thousands of options one by one would read the file again for each of them.
    """
    there: list[tuple[Name, list[str]]] = []
    new: list[tuple[Name, list[str]]] = []
    for name, values in wanted.items():
        _refuse_several(config, name, values, add)
        known = live(document, *name) or template(document, *name)
        (there if known else new).append((name, values))
    edits = [
        edit
        for name, values in there
        for edit in _edits(_written(document, config, name, values, add))
    ]
    first = patch_of(document, edits, ())
    after = Document.parse(first.apply(document.text), document.path)
    second = patch_of(after, (), _additions(after, config, new, add))
    return Patch.of(document.source, compose(_edits(first), _edits(second)))


def _refuse_several(config: Config, name: Name, values: list[str], add: bool) -> None:
    group, option = name
    known = config.schema.option(group, option)
    if known is None or known.multi:
        return
    if add:
        raise OptionError(f"[{group}] {option} takes one value; leave out --add")
    if len(values) > 1:
        raise OptionError(f"[{group}] {option} takes one value, and {len(values)} are given")


def _written(document: Document, config: Config, name: Name, values: list[str], add: bool) -> Patch:
    """Return the edits of an option that is there, commented out at least."""
    known = config.schema.option(*name)
    if add and len(values) == 1:
        return add_value(document, *name, values[0])
    if not add and (len(values) > 1 if known is None else known.multi):
        return set_values(document, *name, values)
    if not add:
        return set_option(document, *name, values[0])
    edits: tuple[Edit, ...] = ()
    current = document
    for value in values:
        current, edits = _then(current, edits, add_value(current, *name, value))
    return Patch.of(document.source, edits)


def _additions(
    document: Document, config: Config, new: list[tuple[Name, list[str]]], add: bool
) -> Iterator[Addition]:
    """Return the lines of options that are not there in any way."""
    for (group, option), values in new:
        if len(values) > 1 and not add:
            set_values(document, group, option, values)  # says what is wrong with that
        for value in values:
            yield Addition(group, new_line(document, group, option, value))


def _edits(patch: Patch) -> tuple[Edit, ...]:
    return patch.files[0].edits if patch else ()


def _unset(document: Document, wanted: dict[Name, list[str]]) -> Patch:
    """Comment out what is set; the lines of one option are none of another one."""
    return comment_out(document, [one for name in wanted for one in live(document, *name)])


def _then(
    document: Document, edits: tuple[Edit, ...], patch: Patch
) -> tuple[Document, tuple[Edit, ...]]:
    """Apply one more patch to the document and to the edits that led to it."""
    after = Document.parse(patch.apply(document.text), document.path)
    return after, compose(edits, _edits(patch))


def _warn(config: Config, patch: Patch, wanted: Iterable[Name]) -> None:
    """Say what Nova would make of the options that were just set."""
    after = patched(config, patch)
    redaction = Redaction(after)
    for group, option in wanted:
        known = after.schema.option(group, option)
        name = f"[{redaction.group(group)}] {redaction.option(option)}"
        if known is None and not after.schema.renamed(group, option):
            say(f"written, but nothing in Nova {after.release} reads {name}")
        elif known and (error := redaction.error(after.setting(group, option))):
            say(f"written, but Nova {after.release} cannot read {name}: {error}")
