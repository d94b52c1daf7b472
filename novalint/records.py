"""Dataclasses and named tuples that are quick to define, for what every run imports.

The standard library compiles code for each such class where it is defined, and dataclasses imports
inspect: both take longer than the rest of a module. Here a constructor is compiled once it is
called often. To `dataclasses` and to type checkers these are dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING, Any
from novalint.named_tuples import EAGER, Maker, function

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple

_MISSING: Any = object()
_FIELDS = "__record_fields__"
_STANDARD = "__dataclass_fields__"
_PLAIN = "__record_plain_fields__"
"""Has the names of the fields where a record is nothing but their values, in order."""
_set_attribute = object.__setattr__


class _Field:
    """What `field` says of one, and its name."""

    __slots__ = ("compare", "default", "default_factory", "hash", "init", "kw_only", "name", "repr")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002 (the names of dataclasses)
        hash: bool | None = None,  # noqa: A002
        compare: bool = True,
    ) -> None:
        self.name = ""
        self.kw_only = False
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare
        self.hash = compare if hash is None else hash

    def as_said(self) -> dict[str, Any]:
        """Return the arguments with which the standard library makes the same."""
        said = {name: getattr(self, name) for name in self.__slots__ if name != "name"}
        return {name: value for name, value in said.items() if value is not _MISSING}


class _StandardFields:
    """What dataclasses keeps of a class, worked out when it is asked for."""

    def __get__(self, instance: object, owner: type) -> Mapping[str, Any]:
        import dataclasses
        import typing

        own: tuple[_Field, ...] = getattr(owner, _FIELDS)
        named = [(field.name, typing.Any, dataclasses.field(**field.as_said())) for field in own]
        method: Mapping[str, Any] = getattr(dataclasses.make_dataclass("_", named), _STANDARD)
        setattr(owner, _STANDARD, method)
        return method


def _dataclass(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    eq: bool = True,
    repr: bool = True,  # noqa: A002
    kw_only: bool = False,
) -> Any:
    """Make a class a record; the arguments are those of `dataclasses.dataclass`."""

    def make(cls: type) -> type:
        fields = tuple(_fields_of(cls, kw_only))
        taken = [field for field in fields if field.init and not field.kw_only]
        methods: dict[str, Any] = {
            _FIELDS: fields,
            _STANDARD: _StandardFields(),
            "__match_args__": tuple(field.name for field in taken),
            "__init__": _constructor(cls, fields, frozen),
        }
        special = hasattr(cls, "__post_init__") or {"__init__", "__new__"} & cls.__dict__.keys()
        if not special and all(field.init for field in fields):
            methods[_PLAIN] = dict.fromkeys(field.name for field in fields)
        if repr:
            methods["__repr__"] = _shown
        if eq:
            methods["__eq__"] = _equality(fields)
            methods["__hash__"] = _hash(fields) if frozen else None
        if frozen:
            methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        for name, method in methods.items():
            if name not in cls.__dict__:
                setattr(cls, name, method)
        return cls

    return make if cls is None else make(cls)


def _fields_of(cls: type, kw_only: bool) -> Iterable[_Field]:
    """Return the fields of a class, those of the classes that it stands on first."""
    fields: dict[str, _Field] = {}
    for base in cls.__mro__[-1:0:-1]:
        fields |= {field.name: field for field in base.__dict__.get(_FIELDS, ())}
    for name in cls.__dict__.get("__annotations__", ()):  # noqa: RUF063 (inspect is slow)
        default = cls.__dict__.get(name, _MISSING)
        field = default if isinstance(default, _Field) else _Field(default=default)
        field.name, field.kw_only = name, kw_only
        if field.default is not _MISSING:
            setattr(cls, name, field.default)
        elif default is not _MISSING:
            delattr(cls, name)
        fields[name] = field
    return fields.values()


def _constructor(cls: type, fields: tuple[_Field, ...], frozen: bool) -> Callable[..., None]:
    """Return a constructor that makes a compiled one of itself once it is called often."""
    taken = tuple(field.name for field in fields if field.init and not field.kw_only)
    calls = 0

    def __init__(self: object, *args: object, **named: object) -> None:  # noqa: N807
        nonlocal calls
        calls += 1
        if calls > EAGER or len(args) > len(taken):  # what is compiled says what is wrong
            cls.__init__ = real = _compiled(cls, fields, frozen)  # type: ignore[misc]
            return real(self, *args, **named)
        positional = dict(zip(taken, args, strict=False))
        if not positional.keys().isdisjoint(named):
            return _compiled(cls, fields, frozen)(self, *args, **named)
        return _fill(self, cls, fields, {**positional, **named})

    return __init__


def _fill(self: Any, cls: type, fields: tuple[_Field, ...], arguments: dict[str, Any]) -> None:
    values = {}
    for field in fields:
        if field.init and field.name in arguments:
            values[field.name] = arguments.pop(field.name)
        elif field.default_factory is not _MISSING:
            values[field.name] = field.default_factory()
        elif field.default is not _MISSING:
            values[field.name] = field.default
        elif field.init:
            raise TypeError(f"{cls.__name__} lacks the argument {field.name!r}")
    if arguments:
        raise TypeError(f"{cls.__name__} takes no argument {next(iter(arguments))!r}")
    for name, value in values.items():
        _set_attribute(self, name, value)
    if hasattr(cls, "__post_init__"):
        self.__post_init__()


def _compiled(cls: type, fields: tuple[_Field, ...], frozen: bool) -> Callable[..., None]:
    words, lines = ["self"], []
    names: dict[str, Any] = {"_set": _set_attribute, "_missing": _MISSING}
    for field in sorted(fields, key=lambda field: field.kw_only):
        name, value = field.name, field.name
        if field.default_factory is not _MISSING:
            names[f"_make_{name}"] = field.default_factory
            factory = f"_make_{name}()"
            value = f"{factory} if {name} is _missing else {name}" if field.init else factory
        names[f"_default_{name}"] = field.default
        optional = field.default is not _MISSING or field.default_factory is not _MISSING
        if field.init:
            words += ["*"] if field.kw_only and "*" not in words else []
            words.append(f"{name}=_default_{name}" if optional else name)
        elif field.default_factory is _MISSING:
            continue
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    lines += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    return function("__init__", ", ".join(words), "; ".join(lines) or "pass", names, cls)


def _equality(fields: tuple[_Field, ...]) -> Callable[[Any, Any], bool]:
    names = tuple(field.name for field in fields if field.compare)
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda record: ()

    def __eq__(self: Any, other: Any) -> bool:  # noqa: N807
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(values(self) == values(other))

    return __eq__


def _hash(fields: tuple[_Field, ...]) -> Callable[[Any], int]:
    names = tuple(field.name for field in fields if field.hash)
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda record: ()

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _shown(self: Any) -> str:
    names = (field.name for field in getattr(type(self), _FIELDS) if field.repr)
    shown = (f"{name}={getattr(self, name)!r}" for name in names)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: object, name: str, value: object) -> None:
    _refuse(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    _refuse(f"cannot delete field {name!r}")


def _refuse(message: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(message)


def _replace(record: Any, /, **changes: Any) -> Any:
    """Return a record with other values of some fields, as `dataclasses.replace` does."""
    cls = type(record)
    plain: Mapping[str, None] | None = cls.__dict__.get(_PLAIN)
    if plain and changes.keys() <= plain.keys() <= record.__dict__.keys():
        instance: Any = object.__new__(cls)
        known = record.__dict__
        instance.__dict__.update({name: known[name] for name in plain}, **changes)
        return instance
    if not hasattr(record, _FIELDS):
        import dataclasses

        return dataclasses.replace(record, **changes)
    for field in getattr(type(record), _FIELDS):
        if not field.init:
            if field.name in changes:
                raise ValueError(f"field {field.name} is declared with init=False")
        elif field.name not in changes:
            changes[field.name] = getattr(record, field.name)
    return type(record)(**changes)


def names_of(cls: type) -> tuple[str, ...]:
    """Return the names of the fields that the constructor of a record takes."""
    fields: tuple[_Field, ...] = getattr(cls, _FIELDS)
    return tuple(field.name for field in fields if field.init)


if not TYPE_CHECKING:
    dataclass, replace = _dataclass, _replace

    def field(**said: Any) -> _Field:
        """Say more of a field of a record, as `dataclasses.field` does."""
        return _Field(**said)

    NamedTuple = type.__new__(Maker, "NamedTuple", (), {})
