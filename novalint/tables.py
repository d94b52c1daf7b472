"""Files that hold a table, in TOML or JSON, judged by a JSON Schema that the package ships."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from novalint.annotations import TYPE_CHECKING, Any
from novalint.errors import NovalintError
from novalint.nearest import closest
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.wording import listed, shown

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


_OVERWRITTEN = lazy_pattern(r"Cannot overwrite a value \(at line (\d+),")
_COMMENTED_HEADER = lazy_pattern(r"#\s*(\[{1,2}[\w.\"' -]+\]{1,2})")

MOST_NAMES_OF_A_KEY = 2000
"""Names with dots between them that lead to one value."""


def read_table(
    path: str | os.PathLike[str], form: str, wrong: type[NovalintError], hint: str = ""
) -> dict[str, Any]:
    """Read a TOML or JSON file that holds a table.

    Raises FileError where the file cannot be read, `wrong` where it does not hold what it should;
    `hint` ends the message that it is not in the form. Lines and columns count from 1.
    """
    from novalint.text.source import read_bytes

    name = shown_path(path)
    data = read_bytes(path)
    text = ""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
        table = _parse(text, form)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise wrong(f"{name} is not UTF-8 at line {line}; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise wrong(f"{name} is not valid {form}: {_detail(error, text)}{hint}") from None
    if not isinstance(table, dict):
        raise wrong(
            f"{name} contains {_described(table)}; it must contain a table of names and values"
        )
    return table


def _parse(text: str, form: str) -> Any:
    if form == "JSON":
        import json

        return json.loads(text, object_pairs_hook=_once)
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    _refuse_long_keys(text)
    return tomllib.loads(text)


def _refuse_long_keys(text: str) -> None:
    """Raise ValueError for keys of thousands of names, for which tomllib takes quadratic time."""
    if text.count(".") > MOST_NAMES_OF_A_KEY:
        for number, line in enumerate(text.split("\n"), 1):
            if line.partition("=")[0].count(".") > MOST_NAMES_OF_A_KEY:
                raise ValueError(f"a key nests too deeply (at line {number})")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a repeated key as TOML does; json would drop all but the last value."""
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"{shown(key)} is given twice; remove one")
        table[key] = value
    return table


def _detail(error: Exception, text: str) -> str:
    """Return the parser's own words, with its line and column, unless they are about Python."""
    words = str(error)
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    if "set_int_max_str_digits" in words:
        return "a number has too many digits"
    again = _OVERWRITTEN.match(words)
    twice = _twice(text.splitlines(), int(again[1])) if again else ""
    return twice or words[:1].lower() + words[1:]


def _twice(lines: Sequence[str], second: int) -> str:
    """Say which key the line `second` (from 1) sets again, and below which header it may belong.

    Nothing where no line above it begins with the same key.
    """
    key = lines[second - 1].partition("=")[0].strip()
    commented = ""
    for first in range(second - 1, 0, -1):
        line = lines[first - 1].strip()
        if line.startswith("["):
            break
        if not commented and (header := _COMMENTED_HEADER.fullmatch(line)):
            commented = f"remove the # from {header[1]} at line {first} too, or "
        elif line.partition("=")[0].strip() == key:
            again = f"{shown(key)} is set again at line {second}, after line {first}"
            return f"{again}; {commented}remove one of them"
    return ""


@cache
def _validator(schema: str) -> Any:
    """Return a validator for which infinity and not-a-number are no numbers, as in JSON."""
    from jsonschema import Draft202012Validator, validators

    from novalint.schema.store import read_json

    finite = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    extend: Any = validators.extend  # its stubs leave it untyped
    return extend(Draft202012Validator, type_checker=finite)(read_json(schema))


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value - value == 0


class TableFault(NamedTuple):
    """What is wrong with a table: a phrase, and the names and numbers that lead there."""

    message: str
    at: tuple[str | int, ...] = ()


def fault(schema: str, table: Mapping[str, Any]) -> TableFault | None:
    """Return what is wrong with a table for a shipped schema, if anything is.

    Unknown names are the caller's to find first, with `unknown`.
    """
    try:
        error = next(iter(_validator(schema).iter_errors(table)), None)
    except (ValueError, RecursionError):  # jsonschema cannot put the value into its own message
        return TableFault("a value nests too deeply or has too many digits; it must be far smaller")
    return TableFault(_explained(error), tuple(error.absolute_path)) if error else None


def _explained(error: ValidationError) -> str:
    name = shown(dotted(error.absolute_path))
    if error.validator == "required":
        wanted: Any = error.validator_value
        there: Any = error.instance
        missing = next(name for name in wanted if name not in there)
        return f"{name if error.absolute_path else 'it'} has no `{missing}`; add it"
    return f"{name} cannot be {_described(error.instance, error)}; it must be {_accepted(error)}"


def dotted(path: Iterable[str | int]) -> str:
    """Write the names that lead to a value as TOML has them, without the numbers of lists."""
    return ".".join(str(key) for key in path if isinstance(key, str))


def _accepted(error: ValidationError) -> str:
    limit: Any = error.validator_value
    if error.validator == "enum":
        return f"one of {listed(limit)}"
    if error.validator == "type":
        return " or ".join(KINDS[kind] for kind in ([limit] if isinstance(limit, str) else limit))
    if error.validator in ("minimum", "maximum"):
        return f"at {'least' if error.validator == 'minimum' else 'most'} {limit}"
    if error.validator == "minItems":
        return "a list of one or more"
    rule: Any = error.schema
    return f"like `{rule['examples'][0]}`"


def _described(value: object, error: ValidationError | None = None) -> str:
    """Name a wrong value; its type too, where that is what is wrong."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "an empty list" if error and error.validator == "minItems" else "a list"
    if value is None or isinstance(value, bool):
        return f"`{'null' if value is None else str(value).lower()}`"
    word = ""
    if error and error.validator == "type":
        word = "the text " if isinstance(value, str) else "the number " * _is_number(None, value)
    return word + shown(str(value)) if value != "" else "empty"


def shown_path(path: str | os.PathLike[str]) -> str:
    """Put a path into back-ticks, whole."""
    return shown(os.fspath(path), sys.maxsize)


def unknown(what: str, name: str, known: Sequence[str]) -> str:
    """Say that a name does not exist, and which comes nearest or which there are."""
    near = closest(str(name).lower(), known)
    rest = f"the nearest is `{near[0]}`" if near else f"there are {listed(known)}"
    return f"there is no {what} {shown(str(name))}; {rest}"
