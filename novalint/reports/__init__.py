"""Reports: what was found, written in one of several formats.

A format is a module with one pure function `render(outcomes, look) -> str`; a new one is that
module and its name in `FORMATS`. A report has the findings only: what is to be said of the run
itself comes from `novalint.reports.summary` and goes to standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions

    Renderer = Callable[[Sequence[Outcome], RenderOptions], str]

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle")
"""The formats; the module of the same name is imported when one is asked for."""


def renderer(name: str) -> Renderer:
    """Give the function that writes a format; raises NovalintError for one that does not exist."""
    if name not in FORMATS:
        from novalint.errors import NovalintError

        known = ", ".join(f"`{known}`" for known in FORMATS)
        raise NovalintError(f"there is no report format `{name}`; choose one of {known}")
    from importlib import import_module

    render: Renderer = import_module(f"novalint.reports.{name}").render
    return render


def between(name: str, look: RenderOptions) -> str | None:
    """Give what stands between the reports on two outcomes where one report on both is the same.

    That is None for a format that has to know all outcomes before it can write the first. Between
    reports stands nothing where one of them is empty.
    """
    if name == "text":
        return "" if look.quiet else "\n"
    return "" if name in ("concise", "github") else None
