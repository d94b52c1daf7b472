"""A public function that is given a value of a wrong type says which argument must be what."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import novalint
from novalint.arguments import checked

DOCUMENT = novalint.Document.parse("[DEFAULT]\nmy_ip = 192.0.2.1\n")
CONFIG = novalint.load(DOCUMENT)
ANYTHING = {"object", "Any"}


def public_functions() -> Iterator[Callable[..., Any]]:
    for name in novalint.__all__:
        public = getattr(novalint, name)
        if not isinstance(public, type):
            yield public
        elif public.__module__.startswith("novalint."):
            yield from methods(public)


def methods(public: type) -> Iterator[Callable[..., Any]]:
    for member in vars(public).values():
        function = getattr(member, "__func__", member)
        if inspect.isfunction(function) and hasattr(function, "__wrapped__"):
            yield function


ENTRIES = """
check compare diagnose documents load upgrade
Baseline.of Baseline.read Deployment.of Deployment.read Document.parse Document.read Document.set
Document.unset Project.check Project.find Settings.find Settings.of Settings.read
"""


def test_whoever_comes_in_is_asked() -> None:
    asked = {function.__qualname__ for function in public_functions()}
    assert asked >= set(ENTRIES.split())


def wrong_arguments() -> Iterator[Any]:
    for function in public_functions():
        for name, parameter in inspect.signature(function).parameters.items():
            kind = str(parameter.annotation)
            if parameter.annotation is parameter.empty or kind in ANYTHING:
                continue
            wrong = [object(), *([] if "None" in kind else [None])]
            for value in [*wrong, *([] if {"int", "float"} & {kind} else [5])]:
                called = f"{function.__qualname__}-{name}-{type(value).__name__}"
                yield pytest.param(function, parameter, value, id=called)


@pytest.mark.parametrize(("function", "parameter", "value"), list(wrong_arguments()))
def test_a_wrong_type(
    function: Callable[..., Any], parameter: inspect.Parameter, value: object
) -> None:
    expected = (novalint.ArgumentError, novalint.ReleaseError)
    with pytest.raises(expected, match=rf"^`{parameter.name}` of .* must be [^`]+, not ") as raised:
        if parameter.kind is parameter.VAR_POSITIONAL:
            function(*before(function), value)
        else:
            function(**{parameter.name: value})
    assert str(raised.value).count("\n") == 0


def before(function: Callable[..., Any]) -> list[object]:
    """Return something for each parameter in front of those that are any number."""
    parameters = inspect.signature(function).parameters.values()
    return [None for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]


def refused(call: Callable[[Any], object], wrong: object) -> str:
    with pytest.raises(novalint.NovalintError) as raised:
        call(wrong)
    return str(raised.value)


@pytest.mark.parametrize(
    ("call", "wrong", "message"),
    [
        (lambda one: novalint.check(CONFIG, deployment=one), {},
         "`deployment` of check() must be Deployment or None, not dict; "
         "Deployment.of makes one from a mapping"),
        (lambda one: novalint.check(CONFIG, baseline=one), "b.json",
         "`baseline` of check() must be Baseline or None, not str; Baseline.read reads one"),
        (lambda one: novalint.check(CONFIG, thresholds=one), {"a": 5},
         "`thresholds` of check() must be Mapping[str, Mapping[str, float]] or None, "
         "not dict[str, int]"),
        (lambda one: novalint.check(CONFIG, select=one), ["a", 5],
         "`select` of check() must be Sequence[str], not list[int | str]"),
        (lambda one: novalint.check(CONFIG, plugins=one), "mine",
         '`plugins` is a list of names; write plugins=["mine"]'),
        (lambda one: novalint.check(one), CONFIG.settings,
         "`target` of check() must be a path, Document or Config, not tuple[Setting]"),
        (lambda one: novalint.Project(settings=one), {},
         "`settings` of Project() must be Settings, not dict; "
         "Settings.of makes one from a mapping, Settings.read reads one"),
        (lambda one: novalint.Settings(select=one), ["a", 5],
         "`select` of Settings() must be tuple[str, ...], not tuple[int | str]"),
        (lambda one: novalint.Override(deployment=one), None,
         "`deployment` of Override() must be Deployment, not None; "
         "Deployment.of makes one from a mapping"),
        (lambda one: novalint.load(DOCUMENT, one), None,
         "`paths` of load() must be a path or Document, not None"),
        (novalint.load, ["a", "b"],
         "`paths` of load() must be a path or Document, not list[str]; "
         "give each by itself, as in load('a', 'b')"),
        (lambda one: novalint.load(release=one), 2025.1,
         "`release` of load() must be str or None, not float; put it in quotes"),
        (lambda one: novalint.diagnose(one), 5,
         "`lines` of diagnose() must be Iterable[str | bytes], str or bytes, not int"),
        (lambda one: novalint.diagnose(iter(one)), [b"a", 5],
         "each line must be str or bytes, not int"),
        (lambda one: DOCUMENT.set("DEFAULT", "debug", one), True,
         "`value` of Document.set() must be str, not bool"),
        (lambda one: novalint.Baseline.of(iter([iter(one)])), [5],
         "`configurations` of Baseline.of() must be Iterable[Iterable[Finding]], "
         "not tuple[tuple[int]]"),
        (novalint.Document, "[DEFAULT]",
         "`source` of Document() must be Source, not str; "
         "Document.parse takes a text, Document.read a path"),
        (novalint.Baseline, {},
         "`entries` of Baseline() must be tuple[Accepted, ...], not dict"),
        (lambda one: novalint.check(CONFIG).source_line(one, 1), "other.conf",
         "`other.conf` is not a file of this report; see `files`"),
    ],
)  # fmt: skip
def test_the_words(call: Callable[[Any], object], wrong: object, message: str) -> None:
    assert refused(call, wrong) == message


def test_a_wrong_value_is_not_shown() -> None:
    assert "hunter2" not in refused(novalint.load, b"hunter2")


def test_it_is_a_type_error_as_well() -> None:
    with pytest.raises(TypeError, match="must be Config or None"):
        novalint.diagnose("line", {})  # type: ignore[arg-type]


def test_what_fits_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "nova.conf"
    path.write_text(DOCUMENT.text)
    assert novalint.load(path, DOCUMENT) and novalint.load(os.fspath(path))
    assert novalint.Document.parse(DOCUMENT.text, path).path == os.fspath(path)
    selection: Any = {"deprecation"}
    assert novalint.check(path, select=selection, ignore=iter(())).not_run == ()
    found = novalint.compare("2024.1", "2025.1")
    assert found.of(novalint.Kind.DEFAULT) == found.of("default")  # type: ignore[arg-type]


class Text(str):
    """A text of another class."""


def test_a_class_that_stands_on_the_right_one_is_taken() -> None:
    assert DOCUMENT.set(Text("DEFAULT"), Text("my_ip"), Text("192.0.2.2"))


@checked
def three(first: str, /, *more: int, last: bytes | None = None) -> object:
    """Take three arguments."""
    return first, more, last


def test_arguments_of_every_kind() -> None:
    assert three("a", 1, 2, last=b"") == ("a", (1, 2), b"")
    assert three.__doc__ == "Take three arguments."
    for call in (lambda: three("a", 1, "b"), lambda: three("a", last=""), lambda: three(1)):
        with pytest.raises(novalint.ArgumentError, match=r"of three\(\) must be"):
            call()  # type: ignore[no-untyped-call]
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        three("a", other=1)  # type: ignore[call-arg]


def test_a_list_and_a_path_are_taken_where_a_tuple_and_a_text_are_kept() -> None:
    settings = novalint.Settings(select=["syntax"], path=Path("novalint.toml"))  # type: ignore[arg-type]
    assert (settings.select, settings.path) == (("syntax",), "novalint.toml")
    assert novalint.Override(paths=["a"]).paths == ("a",)  # type: ignore[arg-type]
    assert novalint.Baseline([]).entries == ()  # type: ignore[arg-type]
