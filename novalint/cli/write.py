"""`novalint set` and `novalint unset`: change options with the smallest edit."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.cli.advice import (
    refused,
    say_below,
    say_in_base,
    say_in_branches,
    say_not_set,
    say_renamed,
    say_so_already,
    unread,
)
from novalint.cli.appending import list_option, with_items
from novalint.cli.consequences import consequences, unheard
from novalint.cli.context import project_of
from novalint.cli.done import say_set, say_unset
from novalint.cli.names import assignments, meant, names_of, place_of, unset_in
from novalint.cli.output import put_diff, say
from novalint.cli.overrides import put_override, tell_rendered
from novalint.cli.piped import STDIN, one_document, write_patch
from novalint.cli.untakable import as_in_file, in_file
from novalint.engine.masked import masked_diff
from novalint.engine.safety import patched
from novalint.errors import OptionError
from novalint.project.discovery import ConfigurationInput
from novalint.redaction import Redaction
from novalint.text.branches import set_everywhere
from novalint.text.bulk_writing import Addition, patch_of
from novalint.text.document import Document
from novalint.text.edits import Edit, Patch, compose
from novalint.text.writing import (
    add_value,
    comment_out,
    live,
    new_line,
    set_values,
    template,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from novalint.cli.untakable import Parts
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.settings import Settings
    from novalint.text.document import Assignment


def run(arguments: Namespace) -> int:
    """Change the file, or print it where it is standard input, or as an override with --as.

    Return 0, with --diff 1 where there is one, with --as 1 where a part cannot be an override.
    """
    project = project_of(arguments)
    document = one_document(arguments, project)
    source = ConfigurationInput([document])
    config = project.config(source)
    setting = arguments.command == "set"
    change = _to_set if setting else _to_unset
    own, names, parts = change(document, config, arguments)
    after = patched(config, own)
    objections = _object(document, after, names if setting else [], arguments)
    settings = project.settings_for(source)
    heard = setting and not arguments.quiet
    if heard and not own:
        say_so_already(config, names)
    if getattr(arguments, "tool", None):
        roles = settings.deployment.roles
        printed = put_override(arguments.tool, config, own, roles, arguments.reveal)
        status = 0 if printed.is_whole else 1  # what was asked for is there, as with PATH -
    else:
        status = _put(in_file(own, document, parts), document, config, names, arguments)
    if heard and own and not objections:
        _foretell(config, patched(config, as_in_file(own, document)), names, settings)
    return status


def _put(
    patch: Patch, document: Document, config: Config, names: list[Name], arguments: Namespace
) -> int:
    """Write the file, or show the diff; return the exit status."""
    tell_rendered([(config, patch)])
    if not arguments.quiet:
        say_in_branches(document, names if arguments.command == "set" else ())
        say_below(patched(config, patch), names)
        say_in_base(config, document, names if arguments.command == "set" else ())
    if arguments.diff:
        put_diff(patch, masked_diff(patch, _redaction(config, patch)), arguments.reveal)
        return 1 if patch else 0
    write_patch(patch, document, arguments.path)
    if patch and not arguments.quiet and arguments.path != STDIN:
        if arguments.command == "set":
            say_set(config, patch, names)
        else:
            say_unset(document, {name: _lines_of(document, config, name) for name in names})
    return 0


def _object(
    document: Document, after: Config, names: list[Name], arguments: Namespace
) -> list[str]:
    """Say, and return, what Nova would not read of a change.

    Raises OptionError where there is such a thing, without --force.
    """
    objections = [*refused([document]), *unread(after, names)]
    for objection in objections if not (arguments.force and arguments.quiet) else ():
        say(objection)
    if objections and not arguments.force:
        raise OptionError("nothing is changed; correct this, or write it anyway with --force")
    return objections


def _foretell(before: Config, after: Config, names: list[Name], settings: Settings) -> None:
    """Say what `check` will find wrong with the options that are set, and which no role reads."""
    for document in after.documents:
        if document.host and document.host.embedded.is_unread(after.release.major):
            say(f"`{document.path}` is not read, so this has no effect; see override-not-read")
    for message in consequences(before, after, names, settings):
        say(message)
    for message in unheard(after, names, settings.deployment):
        say(message)


_PatchParts = tuple[Patch, "list[Name]", "Parts"]
"""A patch, the names that it is about, and what gives the patch of each of them alone."""


def _to_set(document: Document, config: Config, arguments: Namespace) -> _PatchParts:
    """Return the patch that sets what is asked for."""
    asked = assignments(arguments.assignments, config.schema)
    places = {name: place_of(document, config, name) for name in asked}
    if not arguments.quiet:
        say_renamed(config, places)
    wanted: dict[Name, list[str]] = {}
    for name, values in asked.items():
        wanted.setdefault(places[name], []).extend(values)
    added: set[Name] = set()
    if arguments.add:
        added, wanted = _added(document, config, wanted)

    def parts() -> dict[Name, Patch]:
        return {
            name: _set(document, config, {name: values}, added) for name, values in wanted.items()
        }

    return _set(document, config, wanted, added), list(wanted), parts


def _added(
    document: Document, config: Config, wanted: dict[Name, list[str]]
) -> tuple[set[Name], dict[Name, list[str]]]:
    """Return the options that get one more line each, and the values of all of them.

    A list in one line is set to what it has already with the new items behind it.
    """
    lists = {name: option for name in wanted if (option := list_option(config, name))}
    joined = {
        name: [with_items(document, option, name, wanted[name])] for name, option in lists.items()
    }
    return wanted.keys() - joined.keys(), wanted | joined


def _to_unset(document: Document, config: Config, arguments: Namespace) -> _PatchParts:
    """Return the patch that comments out every line that sets an option, old names included."""
    asked = [unset_in(text, document, config.schema) for text in arguments.options]
    lines_of = {name: _lines_of(document, config, name) for name in dict.fromkeys(asked)}
    if not arguments.quiet:
        say_not_set(config, (name for name, lines in lines_of.items() if not lines))
    lines = {line.span: line for several in lines_of.values() for line in several}

    def parts() -> dict[Name, Patch]:
        return {name: comment_out(document, own) for name, own in lines_of.items()}

    return comment_out(document, list(lines.values())), list(lines_of), parts


def _lines_of(document: Document, config: Config, name: Name) -> list[Assignment]:
    """Return the live lines of an option under each of its names, or of a name alone."""
    options = [option for option in meant(config.schema, name) if config.registers(option)]
    names = names_of(options[0]) if len(options) == 1 else []
    return [
        line for spelling in dict.fromkeys([name, *names]) for line in live(document, *spelling)
    ]


def _redaction(config: Config, patch: Patch) -> Redaction:
    """Hide the secrets of the file and those that the patch writes, in all of their lines."""
    return Redaction(config, patched(config, patch).documents)


def _set(
    document: Document, config: Config, wanted: dict[Name, list[str]], added: set[Name]
) -> Patch:
    """Write what the file has in some way, then what is new in it, each in one go.

    Each value of the options in `added` gets a line of its own.

    Thousands of options one by one would read the file again for each of them.
    """
    there: list[tuple[Name, list[str]]] = []
    new: list[tuple[Name, list[str]]] = []
    for name, values in wanted.items():
        _refuse_several(config, name, values, name in added)
        known = live(document, *name) or template(document, *name)
        (there if known else new).append((name, values))
    edits = [
        edit
        for name, values in there
        for edit in _edits(_written(document, config, name, values, name in added))
    ]
    if document.host:  # which knows behind which lines new ones may stand
        return patch_of(document, edits, _additions(document, new))
    first = patch_of(document, edits, ())
    after = Document.parse(first.apply(document.text), document.path)
    second = patch_of(after, (), _additions(after, new))
    return Patch.of(document.source, compose(_edits(first), _edits(second)))


def _refuse_several(config: Config, name: Name, values: list[str], add: bool) -> None:
    group, option = name
    options = meant(config.schema, name)
    if not options or any(option.multi for option in options):
        return
    if add:
        raise OptionError(f"[{group}] {option} takes one value; leave out --add")
    if len(values) > 1:
        raise OptionError(f"[{group}] {option} takes one value, and {len(values)} are given")


def _written(document: Document, config: Config, name: Name, values: list[str], add: bool) -> Patch:
    """Return the edits of an option that is there, commented out at least."""
    options = meant(config.schema, name)
    if add and len(values) == 1:
        return add_value(document, *name, values[0])
    several = options[0].multi if options else len(values) > 1
    if not add and not several:
        return set_everywhere(document, *name, values[0])
    if not add and live(document, *name):
        return set_values(document, *name, values)
    edits: tuple[Edit, ...] = ()
    current = document
    for value in values:
        current, edits = _then(current, edits, add_value(current, *name, value))
    return Patch.of(document.source, edits)


def _additions(document: Document, new: list[tuple[Name, list[str]]]) -> Iterator[Addition]:
    """Yield the lines of options that are not there in any way."""
    for (group, option), values in new:
        for value in values:
            yield Addition(group, new_line(document, group, option, value))


def _edits(patch: Patch) -> tuple[Edit, ...]:
    return patch.files[0].edits if patch else ()


def _then(
    document: Document, edits: tuple[Edit, ...], patch: Patch
) -> tuple[Document, tuple[Edit, ...]]:
    """Apply one more patch to the document and to the edits that led to it."""
    after = Document.parse(patch.apply(document.text), document.path)
    return after, compose(edits, _edits(patch))
