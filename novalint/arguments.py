"""Arguments of public functions: one of a type that no annotation names is refused at once.

An annotation is judged as it is written, so that no class is imported for it: an instance has the
name of its class, and of those that this stands on. A type that was right once is known from then
on, which makes a call as quick as a look into a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, repeat
from types import FunctionType

from novalint.annotations import TYPE_CHECKING, Any
from novalint.errors import ArgumentError, NovalintError, ReleaseError

if TYPE_CHECKING:
    from typing import TypeVar

    P = TypeVar("P", bound=Callable[..., Any])

_PATH = "str | os.PathLike[str]"
_ALIASES = {"Path": _PATH, "Target": f"{_PATH} | Document | Config", "Name": "tuple"}
_ALIASES |= {"Thresholds": "Mapping[str, Mapping[str, float]]"}
_ALIASES |= {name: f"{name} | str" for name in ("Kind", "Effect")}  # their members are texts
_PLAIN: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "bytes": bytes, "bool": bool, "int": int, "float": (int, float),
}  # fmt: skip
_HOLDERS = ("Iterable", "Sequence", "tuple", "Mapping")
_WAYS = {
    "Baseline": "Baseline.read reads one",
    "Config": "load reads one",
    "Deployment": "Deployment.of makes one from a mapping",
    "Source": "Document.parse takes a text, Document.read a path",
    "Settings": "Settings.of makes one from a mapping, Settings.read reads one",
}
_RELEASES = ("release", "old", "new")
"""What the parameters are called that name a release, which a number such as 2025.1 does not."""
_KEPT = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
_VARARGS = 0x04
_NOTHING: tuple[object, ...] = ()


def checked(public: P) -> P:
    """Let a public function, or the methods of a public class, refuse arguments of a wrong type.

    They raise ArgumentError. The constructor of a class is left as it is, see `check_fields`.
    """
    if not isinstance(public, type):
        return _checked(public)  # type: ignore[return-value]
    for name, method in tuple(vars(public).items()):
        if name.startswith("_") and name != "__getitem__":
            continue
        function = getattr(method, "__func__", method)
        if isinstance(function, FunctionType) and _takes_something(function):
            judged = _checked(function)
            setattr(public, name, classmethod(judged) if function is not method else judged)
    return public


def _takes_something(function: FunctionType) -> bool:
    return bool(function.__annotations__.keys() - {"return"})


def _checked(function: Callable[..., Any]) -> Callable[..., Any]:
    known: set[tuple[type, ...]] = set()

    def call(*args: Any, **named: Any) -> Any:
        if named or tuple(map(type, args)) not in known:
            args, named = _judged(function, args, named, known)
        return function(*args, **named)

    call.__wrapped__ = function  # type: ignore[attr-defined]
    for name in _KEPT:
        setattr(call, name, getattr(function, name))
    return call


def _judged(
    function: Callable[..., Any],
    args: tuple[object, ...],
    named: Mapping[str, object],
    known: set[tuple[type, ...]],
) -> tuple[tuple[object, ...], dict[str, object]]:
    """Return the arguments of a call, each one judged.

    Types by which all is judged are known from then on.
    """
    positional, by_name, further = _signature(function)
    parameters = chain(positional, *map(repeat, further))
    right = tuple(
        parameter.judged(value) for parameter, value in zip(parameters, args, strict=False)
    )
    if not named and not any(parameter.has_items for parameter in (*positional, *further)):
        known.add(tuple(map(type, args)))
    right_named = {
        name: by_name[name].judged(value) if name in by_name else value
        for name, value in named.items()
    }
    return (*right, *args[len(right) :]), right_named


@cache
def _signature(
    function: Callable[..., Any],
) -> tuple[list[_Parameter], dict[str, _Parameter], list[_Parameter]]:
    """Return the parameters of a function: by place, by name, and that of any number more."""
    code, count = function.__code__, function.__code__.co_argcount
    named_count = count + code.co_kwonlyargcount
    names = code.co_varnames[: named_count + bool(code.co_flags & _VARARGS)]
    kinds: Mapping[str, str] = function.__annotations__
    parameters = [_Parameter(function, name, kinds.get(name, "object")) for name in names]
    by_name = dict(zip(names[:named_count], parameters, strict=False))
    return parameters[:count], by_name, parameters[named_count:]


def check_fields(record: Any, *sound: type) -> None:
    """Raise ArgumentError where a field of a new record has a value of a wrong type.

    A list is taken for a tuple, and a path for its text, where the field says that. Values of the
    classes `sound` were judged when those were made.
    """
    for field in _fields(type(record)):
        value = getattr(record, field.name)
        if isinstance(value, list) and field.kind.startswith("tuple["):
            value = tuple(value)
            object.__setattr__(record, field.name, value)
        elif field.name == "path" and hasattr(value, "__fspath__"):
            value = value.__fspath__()
            object.__setattr__(record, field.name, value)
        if value is _NOTHING or type(value) in field.types or isinstance(value, sound):
            continue
        field.judged(value)


def _fields(cls: type) -> tuple[_Parameter, ...]:
    if cls not in _known_fields:
        kinds: Mapping[str, str] = cls.__dict__["__annotations__"]  # noqa: RUF063 (inspect is slow)
        own = ((name, kind) for name, kind in kinds.items() if not name.startswith("_"))
        _known_fields[cls] = tuple(_Parameter(cls, name, kind) for name, kind in own)
    return _known_fields[cls]


_known_fields: dict[type, tuple[_Parameter, ...]] = {}


class _Parameter:
    """What the annotation of a parameter says, and the types that it is known to take."""

    __slots__ = ("kind", "name", "owner", "types")

    def __init__(self, owner: Callable[..., Any], name: str, kind: str) -> None:
        self.owner, self.name, self.kind = owner, name, kind
        self.types: set[type] = set()

    @property
    def has_items(self) -> bool:
        """Whether a value of it may hold others, which are judged each time."""
        return _has_items(self.kind)

    def judged(self, value: object) -> object:
        """Return a value, what gives its items only once as a tuple of them; raise for a wrong one.

        Lines stay as they are: there may be any number of them.
        """
        if self.kind == "object" or type(value) in self.types or _is_plainly(value, self.kind):
            return value
        if self.has_items and isinstance(value, Iterator) and "str" not in self.kind:
            value = _all_items(value)
        if not _fits(value, self.kind):
            raise self._error(value)
        if not self.has_items:
            self.types.add(type(value))
        return value

    def _error(self, value: object) -> NovalintError:
        owner = f"{self.owner.__qualname__}()".replace(".__getitem__()", "[]")
        wrong = f"`{self.name}` of {owner} must be {_said(self.kind)}, not {_type_of(value)}"
        if self.name in _RELEASES:
            is_number = isinstance(value, (int, float))
            return ReleaseError(f"{wrong}; put it in quotes" if is_number else wrong)
        way = _WAYS.get(_parts(self.kind)[0])
        if self.name == "paths" and isinstance(value, (list, tuple)) and "tuple" not in self.kind:
            way = f"give each by itself, as in {self.owner.__name__}('a', 'b')"
        return ArgumentError(f"{wrong}; {way}" if way else wrong)


def _is_plainly(value: object, kind: str) -> bool:
    """Whether a value is what an annotation says at first sight, as nearly every one is."""
    return kind.endswith(" | None") if value is None else type(value).__name__ == kind


def _all_items(value: Iterator[object]) -> tuple[object, ...]:
    return tuple(_all_items(item) if isinstance(item, Iterator) else item for item in value)


@cache
def _has_items(kind: str) -> bool:
    return any(_items(part) and part.partition("[")[0] in _HOLDERS for part in _parts(kind))


def _fits(value: object, kind: str) -> bool:
    return any(_fits_part(value, part) for part in _parts(kind))


def _fits_part(value: object, part: str) -> bool:
    head = part.partition("[")[0]
    if head in ("object", "Any", "T", "None"):
        return head != "None" or value is None
    if head in _PLAIN:
        return isinstance(value, _PLAIN[head])
    if head in ("Callable", "Opener"):
        return callable(value)
    if head == "os.PathLike":
        return hasattr(value, "__fspath__")
    if head in _HOLDERS:
        return _holds(value, head, _items(part))
    return any(cls.__name__ == head for cls in type(value).__mro__)


def _holds(value: object, head: str, items: tuple[str, ...]) -> bool:
    """Whether a value is of a kind that has items, all of them right.

    What gives its items only once is not asked for them.
    """
    if head == "Mapping":
        both = value.items() if isinstance(value, Mapping) else None
        return both is not None and all(map(_fits, chain.from_iterable(both), _again(items)))
    if not isinstance(value, tuple if head == "tuple" else Iterable):
        return False
    if not items or not hasattr(value, "__len__"):
        return True
    firsts = {type(item): item for item in value}.values() if "[" not in items[0] else value
    return all(_fits(item, items[0]) for item in firsts)


def _again(items: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from items


@cache
def _parts(kind: str) -> tuple[str, ...]:
    """Return the alternatives of an annotation."""
    return tuple(
        part
        for alternative in _split(kind, "|")
        for part in _split(_ALIASES.get(alternative, alternative), "|")
    )


@cache
def _items(part: str) -> tuple[str, ...]:
    """Return what stands within the brackets of an annotation."""
    return tuple(_split(part.partition("[")[2][:-1], ",")) if part.endswith("]") else ()


def _split(text: str, sign: str) -> Iterator[str]:
    """Split an annotation where a sign stands outside of brackets."""
    inside = ""
    for piece in text.split(sign):
        inside += piece
        if inside.count("[") == inside.count("]"):
            yield inside.strip()
            inside = ""
        else:
            inside += sign


def _said(kind: str) -> str:
    parts = _parts(kind)
    if "os.PathLike[str]" in parts:
        parts = ("a path", *(part for part in parts if part not in _parts(_PATH)))
    if len(parts) < 3:
        return " or ".join(parts)
    return f"{', '.join(parts[:-1])} or {parts[-1]}"


def _type_of(value: object, depth: int = 2) -> str:
    """Name the type of a wrong value, and those of its items; the value may be a secret."""
    if value is None:
        return "None"
    name = type(value).__name__
    if not depth or not value or not isinstance(value, (dict, list, tuple, set, frozenset)):
        return name
    kinds = (value, value.values()) if isinstance(value, dict) else (value,)
    held = (" | ".join(sorted({_type_of(item, depth - 1) for item in items})) for items in kinds)
    return f"{name}[{', '.join(held)}]"
