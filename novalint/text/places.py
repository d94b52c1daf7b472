"""Where each name stands in a document: looked up once, asked for thousands of times."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.text.content import normalize_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from novalint.text.content import Assignment, Group, Template

Name = tuple[str, str]
"""A group as oslo.config files it, and an option as written."""


class Places:
    """The assignments, templates and openings of a document by their names, in file order.

    A file may hold thousands of options that each want a fix: going through all of its lines for
    each of them would take time that grows with the square of its length.
    """

    def __init__(
        self,
        assignments: Iterable[Assignment],
        templates: Iterable[Template],
        groups: Iterable[Group],
        is_free: Callable[[int], bool] | None = None,
    ) -> None:
        """Take what a document holds, each in file order.

        `is_free` says of an offset that no template decides whether it counts: lines are added
        behind such alone.
        """
        self._live: dict[Name, list[Assignment]] = {}
        self._templates: dict[Name, list[Template]] = {}
        self._last: dict[str, Assignment] = {}
        self._openings: dict[str, Group] = {}
        self.template_names: dict[int, str] = {}
        for assignment in assignments:
            group = normalize_group(assignment.group)
            self._live.setdefault((group, assignment.option), []).append(assignment)
            if is_free is None or is_free(assignment.span.start):
                self._last[group] = assignment
        for template in templates:
            name = normalize_group(template.group), template.option
            self._templates.setdefault(name, []).append(template)
            self.template_names[template.span.start] = template.option
        for opening in groups:
            if is_free is None or is_free(opening.span.start):
                self._openings[normalize_group(opening.name)] = opening

    def live(self, group: str, option: str) -> list[Assignment]:
        """Return the live assignments of an option over all openings of its group."""
        return list(self._live.get((normalize_group(group), option), ()))

    def templates(self, group: str, option: str) -> list[Template]:
        """Return the commented-out assignments of an option over all openings of its group."""
        return list(self._templates.get((normalize_group(group), option), ()))

    def last_of(self, group: str) -> Assignment | None:
        """Return the last live assignment of a group that counts for certain, None without one."""
        return self._last.get(normalize_group(group)) if group else None

    def opening_of(self, group: str) -> Group | None:
        """Return the last opening of a group that counts for certain, None where there is none."""
        return self._openings.get(normalize_group(group))
