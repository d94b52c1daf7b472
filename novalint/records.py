"""Dataclasses and named tuples that are quick to define, for what every run imports.

The standard library compiles code for each such class where it is defined, and dataclasses imports
inspect: both take longer than the rest of a module. Here a constructor is compiled once it is
called often. To `dataclasses` and to type checkers these are dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple

_MISSING: Any = object()
_FIELDS = "__record_fields__"
_STANDARD = "__dataclass_fields__"
_PLAIN = "__record_plain_fields__"  # in order, where a record is nothing but their values
_EAGER = 16  # calls of a constructor from which on it pays to compile one
_set_attribute = object.__setattr__
_new_tuple = tuple.__new__


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
        self.name, self.kw_only = "", False
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

        own: tuple[_Field, ...] = getattr(owner, _FIELDS)
        named = [(field.name, Any, dataclasses.field(**field.as_said())) for field in own]
        found: Mapping[str, Any] = getattr(dataclasses.make_dataclass("_", named), _STANDARD)
        setattr(owner, _STANDARD, found)
        return found


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
        for name in methods.keys() - cls.__dict__.keys():
            setattr(cls, name, methods[name])
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
        if calls > _EAGER or len(args) > len(taken):  # what is compiled says what is wrong
            cls.__init__ = real = _compiled(cls, fields, frozen)  # type: ignore[misc]
            return real(self, *args, **named)
        given = dict(zip(taken, args, strict=False))
        if not given.keys().isdisjoint(named):
            return _compiled(cls, fields, frozen)(self, *args, **named)
        return _fill(self, cls, fields, {**given, **named})

    return __init__


def _fill(self: Any, cls: type, fields: tuple[_Field, ...], given: dict[str, Any]) -> None:
    values = {}
    for field in fields:
        if field.init and field.name in given:
            values[field.name] = given.pop(field.name)
        elif field.default_factory is not _MISSING:
            values[field.name] = field.default_factory()
        elif field.default is not _MISSING:
            values[field.name] = field.default
        elif field.init:
            raise TypeError(f"{cls.__name__} lacks the argument {field.name!r}")
    if given:
        raise TypeError(f"{cls.__name__} takes no argument {next(iter(given))!r}")
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
            made = f"_make_{name}()"
            value = f"{made} if {name} is _missing else {name}" if field.init else made
        names[f"_default_{name}"] = field.default
        optional = field.default is not _MISSING or field.default_factory is not _MISSING
        if field.init:
            words += ["*"] if field.kw_only and "*" not in words else []
            words.append(f"{name}=_default_{name}" if optional else name)
        elif field.default_factory is _MISSING:
            continue
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    lines += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    return _function("__init__", ", ".join(words), "; ".join(lines) or "pass", names, cls)


def _function(
    name: str, words: str, body: str, names: dict[str, Any], cls: type
) -> Callable[..., Any]:
    exec(f"def {name}({words}): {body}", names)
    function: Callable[..., Any] = names[name]
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    function.__module__ = cls.__module__
    return function


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
        made, known = object.__new__(cls), record.__dict__
        made.__dict__.update({name: known[name] for name in plain} | changes)
        return made
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
    return tuple(field.name for field in getattr(cls, _FIELDS) if field.init)


class _Tuple(tuple):  # type: ignore[type-arg]
    """What all named tuples have."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Any:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes: Any) -> Any:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"got unexpected field names: {list(changes)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(shown)})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Maker(type):
    """Makes a plain class that is a tuple out of the body of a NamedTuple."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        from collections import _tuplegetter  # type: ignore[attr-defined]

        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body[field] for field in fields if field in body}
        own = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
        own |= {field: _tuplegetter(at, "") for at, field in enumerate(fields)}
        made = type(name, (_Tuple,), {**body, **own, "__slots__": ()})
        calls = 0

        def __new__(cls: type, /, *args: Any, **named: Any) -> Any:  # noqa: N807
            nonlocal calls
            calls += 1
            if calls > _EAGER:
                made.__new__ = real = _compiled_tuple(made, fields, defaults)  # type: ignore[method-assign]
                return real(cls, *args, **named)
            if named or len(args) != len(fields):
                args = _all_of(cls, fields, defaults, args, named)
            return _new_tuple(cls, args)

        made.__new__ = __new__  # type: ignore[method-assign]
        return made


def _all_of(
    cls: type,
    fields: tuple[str, ...],
    defaults: Mapping[str, Any],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[Any, ...]:
    """Return the values of all fields, in order; raises TypeError as a function does."""
    given = dict(zip(fields, args, strict=False))
    unknown = [name for name in named if name in given or name not in fields]
    given |= named
    lacking = [name for name in fields if name not in given and name not in defaults]
    if unknown or lacking or len(args) > len(fields):
        why = f"unexpected {unknown}, missing {lacking}, {len(args)} given"
        raise TypeError(f"{cls.__name__}: {why}")
    return tuple(given[name] if name in given else defaults[name] for name in fields)


def _compiled_tuple(
    cls: type, fields: tuple[str, ...], defaults: Mapping[str, Any]
) -> Callable[..., Any]:
    names = {f"_default_{name}": value for name, value in defaults.items()} | {"_new": _new_tuple}
    words = (f"{name}=_default_{name}" if name in defaults else name for name in fields)
    body = f"return _new(_cls, ({''.join(f'{name}, ' for name in fields)}))"
    return _function("__new__", ", ".join(["_cls", *words]), body, names, cls)


if not TYPE_CHECKING:
    dataclass, replace = _dataclass, _replace

    def field(**said: Any) -> _Field:
        """Say more of a field of a record, as `dataclasses.field` does."""
        return _Field(**said)

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
