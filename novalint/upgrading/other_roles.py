"""Lines that no service of the told roles reads, so that their end changes nothing on the node."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.rules.options.roles import not_read_by_role
from novalint.upgrading.changes import Change, Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.deployment import Deployment
    from novalint.schema.options import Schema
    from novalint.upgrading.dispositions import Dispositions

_NOT_READ = "no service of this node reads it"


def without_others(
    changes: Iterable[Change], dispositions: Dispositions, deployment: Deployment
) -> Iterator[Change]:
    """Yield changes of lines; those of lines for services of other nodes change nothing."""
    of_others = {
        (place.document.path, place.document.position(place.assignment.span.start).line)
        for setting in not_read_by_role(dispositions.config, deployment)
        for place in setting.places
    }
    for change in changes:
        where = change.location
        here = where is not None and (where.path, where.start.line) in of_others
        ends = change.effect in (Effect.IGNORED, Effect.SOON)
        read = _is_of_api(change, deployment) or _is_read_later(
            change, dispositions.target, deployment
        )
        yield _idle(change) if here and ends and not read else change


def _is_of_api(change: Change, deployment: Deployment) -> bool:
    """Whether it is of nova-api, which may serve the metadata of the node, by `enabled_apis`."""
    return "nova-api" in change.readers and deployment.plays("metadata") is True


def _is_read_later(change: Change, target: Schema, deployment: Deployment) -> bool:
    """Whether a service of the node reads the option in the target, under whatever name."""
    options = (target.option(*name) for name in ((change.group, change.option), *change.names))
    readers = (option.facts.get("read_by", ()) for option in options if option)
    return any(not deployment.roles.isdisjoint(roles) for roles in readers)


def _idle(change: Change) -> Change:
    fact, _, _ = change.message.partition("; ")
    stays = change.effect is Effect.SOON or bool(change.names)
    said = f"{fact}; remove it, since {_NOT_READ}"
    if stays:
        said = f"{change.message}; nothing changes here, as {_NOT_READ}"
    return replace(
        change,
        effect=Effect.NOTHING,
        message=said,
        mended=change.mended or not stays,
        said_default=False,
    )
