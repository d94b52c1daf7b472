"""Says which releases a configuration fits best, and on what evidence."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.fitting import Fit
    from novalint.config.model import Config

SHOWN = 3
"""Names given as evidence, and files of which the same is said."""


def better(config: Config) -> str:
    """Return which releases fit better than the one that was taken; nothing where none does."""
    if all(usage.option is not None or usage.renamed for usage in config.usages):
        return ""
    from novalint.config.fitting import evidence, release_fits

    candidates = release_fits(config.documents)
    names = evidence(candidates, config.release)
    if not names:
        return ""
    shown = ", ".join(f"[{group}] {name}" for group, name in names[:SHOWN])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return (
        f"{_span(candidates)} better: {shown}{more} "
        f"{'is' if len(names) == 1 else 'are'} read there and not in {config.release}"
    )


def hint(files: Sequence[str], what: str) -> str:
    """Say of files, in back-ticks and each once, what `better` says."""
    files = list(dict.fromkeys(files))
    named = ", ".join(files[:SHOWN])
    more = f" and {len(files) - SHOWN} more files" if len(files) > SHOWN else ""
    return f"{named}{more} {'fits' if len(files) == 1 else 'fit'} {what}"


def rows(candidates: Sequence[Fit]) -> list[dict[str, str]]:
    """Return a row a release, the best fit first: how many names it reads, which it does not."""
    return [
        {
            "release": fit.release.series,
            "codename": fit.release.codename,
            "read": f"{fit.names - len(fit.unread)} of {fit.names}",
            "not read": ", ".join(f"[{group}] {name}" for group, name in fit.unread[:SHOWN])
            + (" …" if len(fit.unread) > SHOWN else ""),
        }
        for fit in candidates
    ]


def _span(candidates: Sequence[Fit]) -> str:
    from novalint.config.fitting import best

    first, *rest = best(candidates)
    return f"{first.release} to {rest[-1].release}" if rest else str(first.release)
