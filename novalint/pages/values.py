"""The page of a value: how each release reads it from an option, or why it does not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from novalint.annotations import TYPE_CHECKING
from novalint.config.model import Config
from novalint.errors import OptionError
from novalint.redaction import Redaction
from novalint.schema.options import load_schema
from novalint.schema.releases import Release, releases
from novalint.text.document import Document, normalize_group
from novalint.text.writing import set_option
from novalint.wording import listed, visible

if TYPE_CHECKING:
    from novalint.config.setting import Setting

GONE = "no such option"


def value_page(name: str, value: str, release: Release | None) -> str:
    """Return how releases read a value, equal ones together; one release where it is named.

    `name` is GROUP.OPTION, or an option that one group alone has. Raises OptionError where no
    release has it, or no nova.conf can hold the value.
    """
    asked = [release] if release else list(releases())
    group, option = _place(name, asked)
    patch = set_option(Document.parse("", "value"), group, option, value)
    document = Document.parse(patch.apply(""), "value")
    results = [(series, _result(document, group, option, series)) for series in asked]
    if all(result == GONE for _, result in results):
        raise OptionError(f"`{name}` is not an option of {_run(asked)}; see `novalint explain`")
    runs = [
        (result, [series for series, _ in run]) for result, run in groupby(results, itemgetter(1))
    ]
    lines = "".join(f"  {_run(run)}: {result}\n" for result, run in runs)
    return f"[{group}] {option}\n\n{lines}"


def _place(name: str, asked: Sequence[Release]) -> tuple[str, str]:
    group, dot, option = name.rpartition(".")
    if dot:
        return normalize_group(group), option
    groups = load_schema(asked[-1]).groups_with(name)
    if len(groups) != 1:
        raise OptionError(f"`{name}` needs its group; write GROUP.OPTION=VALUE")
    return groups[0], name


def _result(document: Document, group: str, option: str, release: Release) -> str:
    schema = load_schema(release)
    if schema.option(group, option) is None:
        return GONE
    config = Config(schema, (document,))
    setting = config.setting(group, option)
    redaction = Redaction(config)
    error = redaction.error(setting)
    if error:
        return f"cannot be read: {visible(error)}"
    read = f"read as {visible(json.dumps(redaction.value(setting), ensure_ascii=False))}"
    return read + _lacking(setting, release)


def _lacking(setting: Setting, release: Release) -> str:
    """Return which filters of the scheduler Nova once had, and no longer has in a release."""
    from novalint.nova.filters import ENABLED, FILTERS, GROUP, in_tree

    if (setting.group, setting.name) != (GROUP, ENABLED) or not isinstance(setting.value, list):
        return ""
    gone = [
        name for name in setting.value if name in FILTERS and name not in in_tree(release.major)
    ]
    return f"; Nova no longer has {listed(gone)}" if gone else ""


def _run(run: Sequence[Release]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"
