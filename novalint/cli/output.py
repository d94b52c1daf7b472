"""Writes to standard output, to a file, and to standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from novalint.annotations import TYPE_CHECKING
from novalint.cli.logs import harmless
from novalint.errors import NovalintError
from novalint.records import NamedTuple
from novalint.reports import FORMATS
from novalint.text.source import encode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from novalint.reports.render_options import RenderOptions
    from novalint.text.edits import Patch

STDERR = "/dev/stderr"
"""The name of standard error as the place of a report."""


def say(text: str) -> None:
    """Say something about the run itself on standard error; nothing where there is no text."""
    if text:
        from novalint.wording import visible

        say_plain(f"novalint: {visible(text)}\n")


def say_plain(text: str) -> None:
    """Write a summary, which is safe to print, to standard error."""
    try:
        _write(sys.stderr, text)
    except OSError:  # there is nobody left to tell
        forget(sys.stderr)


def put(text: str, form: str = "text") -> None:
    """Write a result to standard output, byte for byte but for orders to who reads a job's log.

    `form` is the format of the text: json, xml, text, or commands where it is meant for a runner.
    """
    _write(sys.stdout, text, form)


def forget(stream: TextIO | None) -> None:
    """Keep Python from complaining at exit of what it could not write to a stream."""
    if stream is None:
        return
    with suppress(OSError, ValueError), open(os.devnull, "wb") as null:  # noqa: PTH123
        os.dup2(null.fileno(), stream.fileno())


def _write(stream: TextIO | None, text: str, form: str = "text") -> None:
    if stream is None:  # the caller closed it
        return
    text = harmless(text, stream, form)
    stream.flush()
    binary = getattr(stream, "buffer", None)
    if binary is None:
        stream.write(text)
    else:
        binary.write(encode(text))
        binary.flush()


class Destination(NamedTuple):
    """Where a report goes, and in which format; standard output where `path` is None."""

    format: str
    path: str | None


def destinations(arguments: Namespace) -> list[Destination]:
    """Return where the report goes: each --output may name its format in front, `sarif=FILE`.

    Where all do, and go to files, a --format of another kind is that of standard output.
    """
    targets = arguments.output or ["-"]
    places = [_destination(target, arguments.format) for target in targets]
    named = all("=" in target and target.partition("=")[0] in FORMATS for target in targets)
    if named and arguments.format != "text" and all(place.path for place in places):
        places.insert(0, Destination(arguments.format, None))
    return places


def _destination(output: str, format_: str) -> Destination:
    named, sign, path = output.partition("=")
    if not sign or named not in FORMATS:
        _refuse_slip(named if sign else "", path, output)
        named, path = format_, output
    return Destination(named, None if path in ("-", "/dev/stdout") else path)


def other_format(place: Destination) -> str:
    """Say that the name of a file promises another format than it is given; empty if it does not.

    >>> other_format(Destination("sarif", "report.sarif"))
    ''
    """
    if place.path in FORMATS and place.path != place.format:
        return (
            f"the report goes as {place.format} into a file named `{place.path}`; to choose that "
            f"format write --format {place.path}, or --output {place.path}=FILE for a file"
        )
    end = os.path.splitext(place.path or "")[1]  # noqa: PTH122
    promised = _ENDS.get(end, ())
    if not promised or place.format in promised:
        return ""
    return f"`{place.path}` is written as {place.format}; use --output {promised[0]}={place.path}"


_ENDS = {
    ".sarif": ("sarif",),
    ".json": ("json", "gitlab", "sarif"),
    ".xml": ("junit", "checkstyle"),
}
"""Formats of files by the end of their names, the likeliest one first."""


def _refuse_slip(name: str, path: str, output: str) -> None:
    """Raise NovalintError where what stands before `=` is a format with a slip in it.

    So is the end of a file's name there, such as `xml`.
    """
    from novalint.nearest import nearest

    near = [*_ENDS.get(f".{name}", ())] or nearest(name, FORMATS, 1)
    if f".{name}" in _ENDS:
        ways = " or ".join(f"--output {form}={path}" for form in near)
        raise NovalintError(f"there is no report format `{name}`; write {ways}")
    if near:
        raise NovalintError(
            f"there is no report format `{name}`; the nearest is `{near[0]}`; if that is the name "
            f"of a file, write `./{output}`"
        )


def put_report(text: str, output: str | None, private: bool = False, form: str = "text") -> None:
    """Write a report to a file, or to standard output where none or `-` is named.

    `form` is as in `put`. A `private` file, which shows secrets, can be read by its owner alone.
    """
    if output in (None, "-", "/dev/stdout"):
        put(text, form)
        return
    if output == STDERR:
        _write(sys.stderr, text, form)
        return
    from novalint.text.saving import write_new

    write_new(output, encode(text), private)


def diff_place(arguments: Namespace) -> str | None:
    """Return the file that --diff writes to; None where that is standard output.

    Raises NovalintError where a report is asked for beside it, which there is none of.
    """
    outputs = arguments.output if isinstance(arguments.output, list) else [arguments.output]
    named = [part for part in outputs if part is not None]
    forms = [*(form for form, sign, _ in map(_parts, named) if sign and form in FORMATS)]
    forms += [arguments.format] if arguments.format != "text" else []
    if forms:
        raise NovalintError(f"--diff prints no report; leave out the format `{forms[0]}`")
    if len(named) > 1:
        raise NovalintError("--diff is written to one place; name one --output")
    return named[0] if named else None


def _parts(output: str) -> tuple[str, str, str]:
    return output.partition("=")


def put_diff(patch: Patch, masked: str, reveal: bool, output: str | None = None) -> None:
    """Print one diff; see `put_diffs`."""
    put_diffs([(patch, masked)], reveal, output)


def put_diffs(diffs: Iterable[tuple[Patch, str]], reveal: bool, output: str | None = None) -> None:
    """Print diffs, given as patches and masked; one that would show a secret is masked.

    That is said. They go to the file `output` where one is named. On a terminal, which nobody
    applies a diff from, control characters of the file are escapes.
    """
    pairs = list(diffs)
    every = [(patch.unified_diff(), masked) for patch, masked in pairs]
    text = "".join(plain if reveal else masked for plain, masked in every)
    printed = output in (None, "-", "/dev/stdout")
    put_report(_printable(text) if printed and on_terminal() else text, output, reveal)
    if not reveal and any(_hides(masked, plain) for plain, masked in every):
        say("this diff hides secrets and cannot be applied; print it in full with --reveal")
    elif not (printed and on_terminal()):
        _say_where_to_apply([file.path for patch, _ in pairs for file in patch.files])


def _say_where_to_apply(paths: Sequence[str]) -> None:
    """Say how a diff is applied whose files are not named from the folder at hand."""
    from novalint.text.diff import is_from_root

    from_root = [is_from_root(path) for path in paths]
    if not any(from_root):
        return
    if all(from_root):
        how = "`patch -p1 -d / < FILE`, or `git -C / apply < FILE`"
        say(f"the diff names its files from /; apply it there: {how}")
    else:
        say(
            "the diff names some files from / and some from here; give all of them as full paths "
            "to apply it at once"
        )


def _hides(masked: str, plain: str) -> bool:
    """Return whether a diff has a line that the plain one does not, its ranges left aside."""
    lines = set(masked.split("\n")) - set(plain.split("\n"))
    return not all(line.startswith("@@ ") for line in lines)


def _printable(diff: str) -> str:
    from novalint.wording import visible

    return "\n".join(visible(line.removesuffix("\r")) for line in diff.split("\n"))


def look(arguments: Namespace, newest_release: bool = False) -> RenderOptions:
    """Return how the report is to look."""
    from novalint import __version__
    from novalint.reports.render_options import RenderOptions

    return RenderOptions(
        color=_color(arguments.color),
        quiet=arguments.quiet,
        verbose=arguments.verbose,
        version=__version__,
        width=_width(),
        newest_release=newest_release,
    )


def _color(wish: str) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return on_terminal() and os.environ.get("TERM") != "dumb"


def on_terminal() -> bool:
    """Whether somebody reads what is printed as it comes."""
    return sys.stdout is not None and sys.stdout.isatty()


def _width() -> int | None:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if on_terminal() else None
    except (OSError, ValueError):
        return None
