"""Reports: what was found, written in one of several formats.

A format is a module with one pure function `render(outcomes, options) -> str`, and its declaration
in `FORMATS`. A report has the findings only: what is to be said of the run itself comes from
`novalint.reports.summary` and goes to standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.reports.folding import Folding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions

    Renderer = Callable[[Sequence[Outcome], RenderOptions], str]


class Format(NamedTuple):
    """One format of reports, in the module of the same name.

    `needs_diffs`: it asks outcomes for the diffs of fixes, which are kept for such formats alone.
    `in_pieces`: the report on two outcomes is that on the one and that on the other, one behind the
    other; other formats have to know all outcomes before they can write the first. `folds`: what
    several outcomes have in common is written once, unless with `--quiet`; until all are there, its
    module's `gather` holds what will be written.
    `form`: how it writes texts: as text, json or xml, or as commands to the runner of a job.
    """

    name: str
    needs_diffs: bool = False
    in_pieces: bool = False
    folds: bool = False
    form: str = "text"

    @property
    def render(self) -> Renderer:
        """The function that writes the format; its module is imported when it is asked for."""
        from importlib import import_module

        render: Renderer = import_module(f"novalint.reports.{self.name}").render
        return render

    def gathering(self, options: RenderOptions) -> Folding | None:
        """Return what is to take each outcome as it comes; None where nothing is to be folded."""
        if options.quiet or not self.folds:
            return None
        from importlib import import_module

        gathering: Folding = import_module(f"novalint.reports.{self.name}").gather(options)
        return gathering


FORMATS = {
    part.name: part
    for part in (
        Format("text", needs_diffs=True, in_pieces=True, folds=True),
        Format("concise", in_pieces=True),
        Format("statistics"),
        Format("json", form="json"),
        Format("sarif", form="json"),
        Format("github", in_pieces=True, form="commands"),
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
