"""What each of several configurations is called in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def titles(configurations: Sequence[tuple[Sequence[str], str]]) -> list[str]:
    """Return the names of configurations, given as their files and the text of a host, if any.

    They are called by their files; several texts of one host by their own names besides.
    """
    paths = [", ".join(files) for files, _ in configurations]
    number = Counter(paths)
    return [
        f"{path} ({embedded})" if embedded and number[path] > 1 else path
        for path, (_, embedded) in zip(paths, configurations, strict=True)
    ]
