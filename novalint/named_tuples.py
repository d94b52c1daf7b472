"""Named tuples that are quick to define: their constructor is compiled once it is called often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from novalint.annotations import Any

EAGER = 16
"""Calls of a constructor from which on it pays to compile one."""
_new_tuple = tuple.__new__


class _Tuple(tuple):  # type: ignore[type-arg]
    """What all named tuples have."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Any:
        instance = tuple.__new__(cls, values)
        if len(instance) != len(cls._fields):
            raise TypeError(f"expected {len(cls._fields)} arguments, got {len(instance)}")
        return instance

    def _replace(self, /, **changes: Any) -> Any:
        instance = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"got unexpected field names: {list(changes)!r}")
        return instance

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(shown)})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class Maker(type):
    """Makes a plain class that is a tuple out of the body of a NamedTuple."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        """Return the class."""
        from collections import _tuplegetter  # type: ignore[attr-defined]

        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body[field] for field in fields if field in body}
        own = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
        own |= {field: _tuplegetter(at, "") for at, field in enumerate(fields)}
        tuple_type = type(name, (_Tuple,), {**body, **own, "__slots__": ()})
        calls = 0

        def __new__(cls: type, /, *args: Any, **named: Any) -> Any:  # noqa: N807
            nonlocal calls
            calls += 1
            if calls > EAGER:
                tuple_type.__new__ = real = _compiled_tuple(tuple_type, fields, defaults)  # type: ignore[method-assign]
                return real(cls, *args, **named)
            if named or len(args) != len(fields):
                args = _all_of(cls, fields, defaults, args, named)
            return _new_tuple(cls, args)

        tuple_type.__new__ = __new__  # type: ignore[method-assign]
        return tuple_type


def _all_of(
    cls: type,
    fields: tuple[str, ...],
    defaults: Mapping[str, Any],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[Any, ...]:
    """Return the values of all fields, in order; raises TypeError as a function does."""
    values = dict(zip(fields, args, strict=False))
    unknown = [name for name in named if name in values or name not in fields]
    values |= named
    lacking = [name for name in fields if name not in values and name not in defaults]
    if unknown or lacking or len(args) > len(fields):
        raise TypeError(
            f"{cls.__name__}: unexpected {unknown}, missing {lacking}, {len(args)} given"
        )
    return tuple(values[name] if name in values else defaults[name] for name in fields)


def _compiled_tuple(
    cls: type, fields: tuple[str, ...], defaults: Mapping[str, Any]
) -> Callable[..., Any]:
    names: dict[str, Any] = {f"_default_{name}": value for name, value in defaults.items()}
    words = (f"{name}=_default_{name}" if name in defaults else name for name in fields)
    body = f"return _new(_cls, ({''.join(f'{name}, ' for name in fields)}))"
    return function("__new__", ", ".join(["_cls", *words]), body, names | {"_new": _new_tuple}, cls)


def function(
    name: str, words: str, body: str, names: dict[str, Any], cls: type
) -> Callable[..., Any]:
    """Return a function of a class, compiled from its parameters and its body."""
    exec(f"def {name}({words}): {body}", names)
    function: Callable[..., Any] = names[name]
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    function.__module__ = cls.__module__
    return function
