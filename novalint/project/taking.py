"""What each file of a folder was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.engine.unread_files import unread_in
from novalint.errors import FileError, ForeignFileError
from novalint.hosts.computed_overrides import computed
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.project.discovery import ConfigurationInput, InputSpec
    from novalint.project.model import Project
    from novalint.text.document import Document

_LANGUAGES = ("jinja", "erb", "go", "shell")


class TakenFile(NamedTuple):
    """Files that belong together and what they were taken for.

    `kind` is configuration, part, template, host, foreign or unreadable; `texts` are those that a
    host or a template has, `why` is what is to be said of the last two kinds, and of others which
    files their tool does not read in the release.
    """

    paths: tuple[str, ...]
    kind: str
    texts: tuple[TakenText, ...] = ()
    why: str = ""

    @property
    def phrase(self) -> str:
        """What the files are, in words."""
        if self.kind in ("foreign", "unreadable"):
            return self.why
        return "; ".join(filter(None, (self._what, self.why)))

    @property
    def _what(self) -> str:
        if self.kind == "configuration":
            return "one configuration" if len(self.paths) > 1 else "a configuration"
        if self.kind == "part":
            what = "parts of one" if len(self.paths) > 1 else "a part of a"
            roles = dict.fromkeys(f", for {text.role}" for text in self.texts if text.role)
            return f"{what} configuration" + "".join(roles)
        return "; ".join(text.phrase for text in self.texts)


class TakenText(NamedTuple):
    """A text within a host: its name, the form of the host, who reads it, whether it is all."""

    name: str
    form: str
    role: str | None
    open: bool

    @property
    def phrase(self) -> str:
        """What the text is, in words."""
        hints = [f"a template ({self.form})"] if self.form in _LANGUAGES else [self.form]
        hints += [f"for {self.role}"] if self.role else []
        hints += ["other files may add to it"] if self.open else []
        words = ", ".join(filter(None, hints))
        return f"{self.name}: {words}" if self.name else words


def taken(specs: Iterable[InputSpec], project: Project) -> Iterator[TakenFile]:
    """Say of each input what it was taken for; reads all of them."""
    for spec in specs:
        paths = tuple(spec.files)
        try:
            read = spec.each(project.declared)
        except ForeignFileError as error:
            why = computed(error.path) or "not a configuration of Nova"
            yield TakenFile(paths, "foreign", why=why)
        except FileError as error:
            yield TakenFile(paths, "unreadable", why=str(error))
        else:
            unread = (each for file in read for each in _unread(file, project))
            yield _taken(paths, spec, read)._replace(why="; ".join(unread))


def _unread(file: ConfigurationInput, project: Project) -> Iterator[str]:
    """Yield which files are not read; only of some forms the release is asked for."""
    hosts = [document.host.embedded for document in file.documents if document.host]
    if any(host.misplaced or host.strays for host in hosts):
        yield from unread_in(project.config(file))


def _taken(paths: tuple[str, ...], spec: InputSpec, read: list[ConfigurationInput]) -> TakenFile:
    documents = [document for file in read for document in file.documents]
    texts = tuple(_text(document) for document in documents if document.host)
    hosted = tuple(text for text in texts if text.form)
    if spec.walked and spec.replaces and len(paths) > 1:
        return TakenFile(paths, "part", texts)
    if len(paths) > 1 or not texts:
        return TakenFile(paths, "configuration")
    if not hosted:
        within = [document.host.embedded for document in documents if document.host]
        is_part = spec.part or any(each.replaces or each.part for each in within)  # an override
        return TakenFile(paths, "part" if is_part else "configuration", texts if is_part else ())
    kind = "template" if hosted[0].form in _LANGUAGES else "host"
    return TakenFile(paths, kind, hosted)


def _text(document: Document) -> TakenText:
    assert document.host
    embedded = document.host.embedded
    return TakenText(embedded.name, embedded.form, embedded.role, embedded.open)
