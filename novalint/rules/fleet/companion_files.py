"""What files of other programs say, each in the grammar of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.text.document import Document

_SECTIONS = (
    "global", "defaults", "listen", "frontend", "backend", "peers", "userlist", "resolvers",
    "mailers", "cache", "program", "http-errors", "ring", "log-forward", "fcgi-app",
)  # fmt: skip
_RULE = re.compile(
    r"""(?P<quote>["']?)(?P<name>[^"'\\]+?)(?P=quote)(?<!\s)\s*:\s+(?!\s)"""
    r"""(?P<other>["']?)(?P<rule>[^"'\\#]*?)(?P=other)(?:(?<!\s)\s+#.*|(?<=\s)#.*)?"""
)
_HEIRS = ("listen", "frontend", "backend")
_REPEATED = ("bind", "server", "use_backend")
"""Words of HAProxy of which a section may have several; all of them count."""


class Written(NamedTuple):
    """An option of a companion as it is written, and where."""

    name: str
    text: str
    span: Span


def written_in(kind: str, documents: Sequence[Document]) -> Iterator[tuple[int, Written]]:
    """Yield the options of files of a kind, each with the number of its file, from 0."""
    if kind == "haproxy":
        texts = [document.text for document in documents]
        headers = _headers([_words(line) for text in texts for _, line in _lines(text)])
        for number, text in enumerate(texts):
            yield from ((number, option) for option in _of_proxy(text, headers))
    else:
        for number, document in enumerate(documents):
            yield from ((number, option) for option in _written(kind, document))


def _written(kind: str, document: Document) -> Iterator[Written]:
    """Yield the options of one file, those of files without sections without a dot."""
    if kind in ("rabbitmq", "libvirtd", "qemu"):
        yield from _of_lines(document.text)
    elif kind == "definitions":
        yield from _of_definitions(document.text)
    elif kind == "policy":
        yield Written("contents", _contents(document.text), Span(0, 0))
    else:
        for assignment in document.assignments:
            option = assignment.option.replace("-", "_") if kind == "mysql" else assignment.option
            yield Written(f"{assignment.group}.{option}", assignment.value, assignment.span)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, without comments, and where each starts."""
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.partition("#")[0]
        blank = len(content) - len(content.lstrip())
        if content.strip():
            yield start + blank, content.strip()
        start += len(line)


def _of_lines(text: str) -> Iterator[Written]:
    """Yield the lines of a rabbitmq.conf or a libvirtd.conf: `listen_tls = 0`."""
    for start, line in _lines(text):
        name, sign, value = line.partition("=")
        if sign:
            span = Span(start, start + len(line))
            yield Written(name.strip(), value.strip().strip("\"'"), span)


def _of_proxy(text: str, headers: Iterator[tuple[str, str | None]]) -> Iterator[Written]:
    """Yield the lines of an haproxy.cfg: `listen nova.timeout client` is `1m`.

    The last `defaults` of all files go by that name, earlier ones are numbered. `listen
    nova.defaults` says which of them hold there, where these are not the last.
    """
    section = ""
    repeated: dict[str, Written] = {}
    for start, line in _lines(text):
        words, span = _words(line), Span(start, start + len(line))
        if words[0] in _SECTIONS:
            section, defaults = next(headers)
            if defaults is not None:
                yield Written(f"{section}.defaults", defaults, span)
        elif words[0] == "timeout" and len(words) > 2:
            yield Written(f"{section}.timeout {words[1]}", words[2], span)
        elif words[0] in _REPEATED:
            name, value = f"{section}.{words[0]}", " ".join(words[1:])
            known = repeated.get(name)
            value = f"{known.text}\n{value}" if known else value
            repeated[name] = Written(name, value, known.span if known else span)
        else:
            yield Written(f"{section}.{words[0]}", " ".join(words[1:]), span)
    yield from repeated.values()


def _words(line: str) -> list[str]:
    """Return the words of a line of HAProxy, without the quotes that it takes around any of them.

    >>> _words('timeout tunnel "1h"')
    ['timeout', 'tunnel', '1h']
    """
    return [word.replace('"', "").replace("'", "") for word in line.split()]


def _headers(lines: list[list[str]]) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each section, and which `defaults` it has where not the last.

    Those are the ones before it, or those that it names: `backend nova from slow`. Empty where
    `defaults` come but later.
    """
    headers = [words for words in lines if words[0] in _SECTIONS]
    total = sum(words[0] == "defaults" for words in headers)
    number, by_name = 0, dict[str, str]()
    for words in headers:
        own = words[1] if len(words) > 1 and words[1] != "from" else ""
        base = by_name.get(words[-1]) if words[-2:-1] == ["from"] else None
        if words[0] == "defaults":
            number += 1
        current = "defaults" if number == total else f"defaults {number}" if number else ""
        if words[0] == "defaults":
            by_name[own] = current
            yield current, base
        else:
            held = current if base is None else base
            plain = held == "defaults" or words[0] not in _HEIRS
            yield " ".join(words[:2]), None if plain else held


def _of_definitions(text: str) -> Iterator[Written]:
    """Yield the names of virtual hosts and users in RabbitMQ's definitions, one a line each."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return
    for key in ("vhosts", "users"):
        entries = content.get(key) if isinstance(content, dict) else None
        names = [str(entry.get("name")) for entry in entries or () if isinstance(entry, dict)]
        if names:
            at = max(text.find(f'"{key}"'), 0)
            yield Written(key, "\n".join(names), Span(at, at + len(key) + 2))


def _contents(text: str) -> str:
    """Return what a policy file says, whatever its comments and the order of its lines.

    An empty rule allows everything, as `@` does (oslo_policy/_parser.py, `parse_rule`).
    """
    try:
        rules = _parsed(text)
    except (ValueError, RecursionError):
        return "\n".join(sorted(map(_unquoted, _joined(text))))
    if not isinstance(rules, dict):
        return json.dumps(rules, default=str) if rules else ""
    told = (f"{name}: {' '.join(str(rule or '@').split())}" for name, rule in rules.items())
    return "\n".join(sorted(told))


def _parsed(text: str) -> object:
    """Return what a policy file holds, JSON or YAML; ValueError where it is neither."""
    import yaml

    try:
        return json.loads(text)
    except ValueError:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return yaml.load(text.removeprefix("\ufeff"), Loader=loader)
        except yaml.YAMLError as error:
            raise ValueError from error


def _joined(text: str) -> list[str]:
    """Return the rules of a policy file, one a line, whose further lines are indented."""
    rules: list[str] = []
    for line in text.splitlines():
        content = " ".join(line.split())
        if not content or content.startswith(("#", "---")):
            continue
        if line[0].isspace() and rules and not _RULE.fullmatch(content):
            rules[-1] += f" {content}"
        else:
            rules.append(content)
    return rules


def _unquoted(line: str) -> str:
    """Return a rule of a policy file, `"name": "rule"`, without quotes that say nothing."""
    match = _RULE.fullmatch(line)
    return f"{match['name']}: {match['rule']}" if match else line
