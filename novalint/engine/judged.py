"""What every report offers: the status of a run, and the report as JSON."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING, Any, Protocol
from novalint.findings.gate import fails

if TYPE_CHECKING:
    from novalint.reports.outcome import Outcome
    from novalint.settings import Settings

    class Part(Outcome, Protocol):
        """One of the reports, with the settings that it goes by."""

        @property
        def settings(self) -> Settings:
            """What applied to it."""


class Judged:
    """One or several reports, as `novalint check` judges and writes them."""

    @property
    @abstractmethod
    def parts(self) -> Sequence[Part]:
        """The reports of single configurations, and of a cloud one for each release."""

    def __repr__(self) -> str:  # all that is in it would be thousands of lines
        from novalint.reports.summary import found

        return f"{type(self).__name__}({found(self.parts)})"

    def exit_status(self, fail_on: str | None = None) -> int:
        """Return the status of `novalint check`: 1 for findings at or above a severity, else 0.

        `fail_on` is error, warning, info or never. It stands over what the settings say, which is
        warning unless their file says otherwise. Raises ArgumentError for anything else.
        """
        limits = ((fail_on or part.settings.fail_on, part.findings) for part in self.parts)
        return int(any(fails(*limit) for limit in limits))

    def to_dict(self) -> dict[str, Any]:
        """Return what `novalint check --format json` writes; schemas/report.json describes it."""
        from novalint import __version__
        from novalint.reports.json import document

        return document(self.parts, __version__)

    def to_json(self) -> str:
        """Return the same as text."""
        from novalint.reports.json import written

        return written(self.to_dict())
