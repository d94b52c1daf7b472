"""Values of a configuration that the lines of a log contradict: these come of another one."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.logs.signature import Harm
from novalint.logs.tally import MOST_VALUES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.setting import Setting
    from novalint.logs.signature import OptionCause
    from novalint.logs.tally import Tally
    from novalint.schema.types import Value

OVERSHOOT = 2.0
"""By how much a busy service may wait longer than it was told, as a factor."""
DELAY = 10.0
"""Seconds that it may be late besides."""


def contradiction(cause: OptionCause, setting: Setting, tally: Tally) -> str:
    """Return how the lines of a symptom contradict the value of an option; empty if they do not."""
    if setting.unknown or (setting.fault and not setting.places):
        return ""
    if setting.fault:
        is_read = bool(cause.never_with or cause.told_in or cause.waited_in)
        refused = "Nova refuses this value and cannot have written this line with it"
        return f"{refused}: {_of_another(setting)}" * is_read
    value = setting.value
    if _is_about(cause, tally) and any(same(value, never) for never in cause.never_with):
        return f"with {_said(value)} Nova does not write this line: {_of_another(setting)}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    numbers = _other_numbers(tally, cause.told_in, value + cause.told_more)
    if numbers:
        return f"the log says {numbers} here, so {_of_another(setting)}"
    waited = _other_wait(cause, value, tally)
    return f"the log says that {waited} seconds went by, so {_of_another(setting)}" * bool(waited)


def _is_about(cause: OptionCause, tally: Tally) -> bool:
    """Whether all lines are of those that Nova never writes with some values of the option."""
    events = tally.told.get("event", ()) if cause.never_for else ()
    parts = set(tally.told.get(cause.part, ())) if cause.part else set()
    is_alone = parts <= set(cause.part_is)  # else another option explains some of the lines
    return is_alone and all(any(word in event for word in cause.never_for) for event in events)


def _said(value: Value) -> str:
    if value is None:
        return "nothing behind the `=`"
    return "an empty list" if value == [] else str(value).lower()


def _other_wait(cause: OptionCause, value: float, tally: Tally) -> str:
    """Return how long was waited where that is not as long as the option says; else nothing.

    A shorter wait counts only for a single event: of several, another one may have taken the rest
    of the time. One of no time is an event that nova-compute could not wait for.
    """
    waited = _numbers(tally, cause.waited_in)
    if not waited:
        return ""
    if min(waited) > OVERSHOOT * value + DELAY:
        return f"{min(waited):g}"
    shorter = min(waited) >= 1 and max(waited) < value - DELAY
    return f"{max(waited):g}" if shorter and _are_single(tally.told.get("event", ())) else ""


def _are_single(events: Sequence[str]) -> bool:
    """Whether each line is about one event; what is cut may name more."""
    few = 0 < len(events) < MOST_VALUES
    return few and all(event.count("network-") == 1 and "…" not in event for event in events)


def _of_another(setting: Setting) -> str:
    """Say whose line it is that a value contradicts."""
    readers = setting.option.readers
    service = readers[0] if len(readers) == 1 else "the service"
    return (
        f"{service} was perhaps not restarted since the change, or the line is of another "
        "configuration"
    )


def beyond_default(cause: OptionCause, setting: Setting) -> str:
    """Return how a number stands on the side of its default that does no harm; empty if not.

    Below 1 it stands for something else, such as no limit.
    """
    value, default = setting.value, setting.option.entry.get("default")
    if setting.fault or setting.unknown or not (_is_number(value) and _is_number(default)):
        return ""
    assert isinstance(value, (int, float)) and isinstance(default, (int, float))
    if value < 1 or default < 1 or value == default:
        return ""
    if value > default and cause.harm is Harm.LOW:
        return f"{value} is already more than the default of {default}, so look elsewhere first"
    if value < default and cause.harm is Harm.HIGH:
        return f"{value} is already less than the default of {default}, so look elsewhere first"
    return ""


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same(value: Value, other: Value) -> bool:
    """Compare typed values; true is not 1, and an empty text or list is as good as none."""
    if other is None:
        return value is None or value == "" or value == []
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def _other_numbers(tally: Tally, kind: str, expected: float) -> str:
    """Return the numbers that lines tell, where none of them is the expected one."""
    numbers = _numbers(tally, kind)
    return "" if expected in numbers else ", ".join(f"{number:g}" for number in numbers)


def _numbers(tally: Tally, kind: str) -> Sequence[float]:
    """Return all numbers that a part of the lines had; none where there are more than are kept."""
    texts = tally.told.get(kind, ()) if kind else ()
    return [] if len(texts) >= MOST_VALUES else [float(text) for text in texts]
