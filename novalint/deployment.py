"""What no file says: facts about the cloud that a nova.conf belongs to. None is: not told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from novalint.errors import DeploymentError, NovalintError, ReleaseError

if TYPE_CHECKING:
    from jsonschema import ValidationError

KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text in quotes",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}
"""JSON Schema's types as people call them."""

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
LONGEST = 60
"""How many characters of a wrong value a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Deployment:
    """Facts about a cloud; schemas/deployment.json describes each with its unit and bounds.

    Times are in seconds, sizes in gigabytes. A profile presets some facts; a fact that is told
    itself stands over its preset. `own` names the facts that were told themselves. To change a
    fact, merge another deployment. Raises DeploymentError for a fact that does not exist or a
    value that it cannot have.
    """

    profile: str | None = None
    role: str | Sequence[str] | None = None
    release: str | None = None
    compute_hosts: int | None = None
    instances_per_host: int | None = None
    peak_concurrent_builds: int | None = None
    tenants: int | None = None
    network_backend: str | None = None
    rabbit_nodes: int | None = None
    rabbit_version: str | None = None
    controllers: int | None = None
    cells: int | None = None
    db_max_connections: int | None = None
    db_wait_timeout: int | None = None
    proxy_idle_timeout: int | None = None
    images_backend: str | None = None
    disk_kind: str | None = None
    image_size_gb: float | None = None
    wsgi: bool | None = None
    host_ram_gb: float | None = None
    cpu_threads: int | None = None
    own: frozenset[str] = field(default=frozenset(), init=False)

    if not TYPE_CHECKING:  # type checkers see the constructor that the fields above make

        def __init__(self, /, **facts: object) -> None:
            """Take facts by name; an unknown one is told apart instead of being a TypeError."""
            _fill(self, {name: value for name, value in facts.items() if value is not None})

    @classmethod
    def of(cls, facts: Mapping[str, object]) -> Deployment:
        """Take facts as a file holds them; raises DeploymentError."""
        deployment = cls.__new__(cls)
        _fill(deployment, facts)
        return deployment

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Deployment:
        """Read a file: TOML where its name ends in .toml, otherwise JSON.

        Raises FileError where it cannot be read, DeploymentError that names it otherwise.
        """
        form = "TOML" if os.fspath(path).lower().endswith(".toml") else "JSON"
        table = read_table(path, form, DeploymentError)
        try:
            return cls.of(table)
        except DeploymentError as error:
            raise DeploymentError(f"{shown_path(path)}: {error}") from None

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Deployment:
        """Take facts as a command line has them: `300`, `true`, `compute,api`."""
        return cls.of({name: _from_text(name, text.strip()) for name, text in texts.items()})

    @property
    def roles(self) -> frozenset[str]:
        """Every role that is told; empty where none is."""
        if self.role is None:
            return frozenset()
        return frozenset([self.role] if isinstance(self.role, str) else self.role)

    def plays(self, role: str) -> bool | None:
        """Say whether the node has a role; None where no role is told."""
        return bool({role, "all"} & self.roles) if self.roles else None

    def told(self, name: str) -> bool:
        """Say whether a fact is known, from a profile too; raises DeploymentError for no fact."""
        _check_name(name)
        return getattr(self, name) is not None

    def merged(self, other: Deployment) -> Deployment:
        """Give the facts of both; those of the other stand over these.

        The other's profile replaces this one's with all its presets; a fact that either was
        told itself stands over the presets.
        """
        return Deployment.of(_own(self) | _own(other)) if other.own else self

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in _own(self).items())
        return f"Deployment({told})"


@cache
def fact_names() -> tuple[str, ...]:
    """Give the names of all facts."""
    return tuple(one.name for one in fields(Deployment) if one.init)


def _own(deployment: Deployment) -> dict[str, object]:
    return {name: getattr(deployment, name) for name in fact_names() if name in deployment.own}


def _fill(deployment: Deployment, facts: Mapping[str, object]) -> None:
    own = _checked(facts) if facts else {}
    told = _schema()["x-profiles"][own["profile"]] | own if "profile" in own else own
    for name in fact_names():
        object.__setattr__(deployment, name, told.get(name))
    object.__setattr__(deployment, "own", frozenset(own))


def _checked(facts: Mapping[str, object]) -> dict[str, Any]:
    """Give the facts with the types that the attributes have."""
    for name in facts:
        _check_name(name)
    plain: dict[str, Any] = {
        name: list(v) if isinstance(v, tuple) else v for name, v in facts.items()
    }
    if wrong := fault("deployment.json", plain):
        raise DeploymentError(wrong)
    if "release" in plain:
        _check_release(plain["release"])
    frozen = {name: _frozen(name, value) for name, value in plain.items()}
    return {name: value for name, value in frozen.items() if value != ()}


def _check_name(name: str) -> None:
    if name not in fact_names():
        raise DeploymentError(unknown("fact", name, fact_names()))


def _frozen(name: str, value: Any) -> Any:
    if _kind(name) == "integer":
        return int(value)  # for JSON Schema, 300.0 is an integer too
    return tuple(value) if isinstance(value, list) else value


def _check_release(name: str) -> None:
    from novalint.schema.releases import find_release

    try:
        find_release(name)
    except ReleaseError as error:
        raise DeploymentError(str(error)) from None


@cache
def _schema() -> Any:
    from novalint.schema.store import read_json

    return read_json("deployment.json")


def _kind(name: str) -> object:
    return _schema()["properties"].get(name, {}).get("type")


def _from_text(name: str, text: str) -> object:
    """Convert a text by the fact's type; one that does not fit stays, to be named as it is."""
    kind = _kind(name)
    try:
        if kind == "integer" or (kind == "number" and text.lstrip("+-").isdecimal()):
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    if kind == "boolean":
        return text.lower() in YES if text.lower() in YES + NO else text
    if isinstance(kind, list) and "," in text:
        return [part.strip() for part in text.split(",")]
    return text


# The rest serves the settings too: files with a table in them, judged by a shipped JSON Schema.


def read_table(
    path: str | os.PathLike[str], form: str, wrong: type[NovalintError]
) -> dict[str, Any]:
    """Read a TOML or JSON file that holds a table.

    Raises FileError where the file cannot be read, `wrong` where it does not hold what it should;
    lines and columns in the message count from 1.
    """
    from novalint.text.source import read_bytes

    name = shown_path(path)
    data = read_bytes(path)
    try:
        table = _parse(data.decode("utf-8").removeprefix("\ufeff"), form)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise wrong(f"{name} is not UTF-8 at line {line}; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise wrong(f"{name} is not valid {form}: {_detail(error)}") from None
    if not isinstance(table, dict):
        raise wrong(f"{name} holds {_described(table)}; it must hold a table of names and values")
    return table


def _parse(text: str, form: str) -> Any:
    if form == "JSON":
        import json

        return json.loads(text, object_pairs_hook=_once)
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a repeated key as TOML does; json would drop all but the last value."""
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"{shown(key)} is there twice; leave one")
        table[key] = value
    return table


def _detail(error: Exception) -> str:
    """Give the parser's own words, with its line and column, unless they are about Python."""
    text = str(error)
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    if "set_int_max_str_digits" in text:
        return "a number has too many digits"
    return text[:1].lower() + text[1:]


@cache
def _validator(schema: str) -> Any:
    """Give a validator for which infinity and not-a-number are no numbers, as in JSON."""
    from jsonschema import Draft202012Validator, validators

    from novalint.schema.store import read_json

    finite = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    extend: Any = validators.extend  # its stubs leave it untyped
    return extend(Draft202012Validator, type_checker=finite)(read_json(schema))


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value - value == 0


def fault(schema: str, table: Mapping[str, Any]) -> str | None:
    """Say what is wrong with a table for a shipped schema, if anything is.

    Unknown names are the caller's to find first, with `unknown`.
    """
    try:
        error = next(iter(_validator(schema).iter_errors(table)), None)
    except (ValueError, RecursionError):  # jsonschema cannot put the value into its own message
        return "a value nests too deeply or has too many digits; it must be far smaller"
    return _explained(error) if error else None


def _explained(error: ValidationError) -> str:
    name = shown(".".join(str(key) for key in error.absolute_path if isinstance(key, str)))
    return f"{name} cannot be {_described(error.instance, error)}; it must be {_accepted(error)}"


def _accepted(error: ValidationError) -> str:
    limit: Any = error.validator_value
    if error.validator == "enum":
        return f"one of {listed(limit)}"
    if error.validator == "type":
        return " or ".join(KINDS[kind] for kind in ([limit] if isinstance(limit, str) else limit))
    if error.validator in ("minimum", "maximum"):
        return f"at {'least' if error.validator == 'minimum' else 'most'} {limit}"
    rule: Any = error.schema
    return f"like `{rule['examples'][0]}`"


def _described(value: object, error: ValidationError | None = None) -> str:
    """Name a wrong value; its type too, where that is what is wrong."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None or isinstance(value, bool):
        return f"`{'null' if value is None else str(value).lower()}`"
    word = ""
    if error and error.validator == "type":
        word = "the text " if isinstance(value, str) else "the number " * _is_number(None, value)
    return word + shown(str(value)) if value != "" else "empty"


def shown(text: str, longest: int = LONGEST) -> str:
    """Put a text into back-ticks, cut where it is long, without raw control characters."""
    short = text if len(text) <= longest else text[:longest] + "…"
    safe = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
    return f"`{''.join(safe)}`"


def shown_path(path: str | os.PathLike[str]) -> str:
    """Put a path into back-ticks, whole."""
    return shown(os.fspath(path), sys.maxsize)


def listed(names: Iterable[str]) -> str:
    """Put names into back-ticks, one after the other."""
    return ", ".join(f"`{name}`" for name in names)


def unknown(what: str, name: str, known: Sequence[str]) -> str:
    """Say that a name does not exist, and which comes nearest or which there are."""
    from difflib import get_close_matches

    near = get_close_matches(str(name)[:LONGEST].lower(), known, 1)
    rest = f"the nearest is `{near[0]}`" if near else f"there are {listed(known)}"
    return f"there is no {what} {shown(str(name))}; {rest}"
