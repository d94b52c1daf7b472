"""Reports: what was found, written in one of several formats.

A format is a module with one pure function `render(outcomes, options) -> str`, and its declaration
in `FORMATS`. A report has the findings only: what is to be said of the run itself comes from
`novalint.reports.summary` and goes to standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions

    Renderer = Callable[[Sequence[Outcome], RenderOptions], str]


class Format(NamedTuple):
    """One format of reports, in the module of the same name.

    `needs_diffs`: it asks outcomes for the diffs of fixes, which are kept for such formats alone.
    `separator`: what stands between the reports on two outcomes where one report on both is the
    same, `quiet_separator` with `--quiet`; None for a format that has to know all outcomes before
    it can write the first. Nothing stands between reports where one of them is empty.
    `form`: how it writes texts: as text, json or xml, or as commands to the runner of a job.
    """

    name: str
    needs_diffs: bool = False
    separator: str | None = None
    quiet_separator: str | None = None
    form: str = "text"

    @property
    def render(self) -> Renderer:
        """The function that writes the format; its module is imported when it is asked for."""
        from importlib import import_module

        render: Renderer = import_module(f"novalint.reports.{self.name}").render
        return render

    def between(self, quiet: bool) -> str | None:
        """Return what stands between the reports on two outcomes, None where nothing can."""
        return self.quiet_separator if quiet else self.separator


FORMATS = {
    part.name: part
    for part in (
        Format("text", needs_diffs=True, separator="\n", quiet_separator=""),
        Format("concise", separator="", quiet_separator=""),
        Format("statistics"),
        Format("json", form="json"),
        Format("sarif", form="json"),
        Format("github", separator="", quiet_separator="", form="commands"),
        Format("gitlab", form="json"),
        Format("junit", form="xml"),
        Format("checkstyle", form="xml"),
    )
}
"""The formats by name."""


def find_format(name: str) -> Format:
    """Return a format; raises NovalintError for one that does not exist."""
    if name not in FORMATS:
        from novalint.errors import NovalintError
        from novalint.wording import listed

        raise NovalintError(f"there is no report format `{name}`; choose one of {listed(FORMATS)}")
    return FORMATS[name]
