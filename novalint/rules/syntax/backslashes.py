"""Backslashes at line ends, which oslo.config takes for a part of the value."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Safety, Severity
from novalint.rules.declaration import rule
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule("line-end-backslash", theme="syntax", severity=Severity.WARNING)
def line_end_backslash(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A backslash at the end of a line is part of the value.

    ## What it checks

    Values of known options that go on in indented lines, with a backslash at the end of a line
    before the last one. Secret options are left out.

    ## Why it matters

    Shells, Makefiles and systemd's units join two lines by a backslash. oslo.config needs none: an
    indented line goes on with the value above. It keeps the backslash, so that the next item of a
    list begins with it: a filter is not found, a number or an address is refused (then this is an
    error), a text has a sign too many. In a line that a later one overrides it is info.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,\\
            ImagePropertiesFilter

    ## Fix safety

    Unsafe: the backslashes go, with the blanks before them, and the value becomes what was meant.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py (`parse`, which joins the lines of a value by line
    ends and strips blanks alone); 3.22.2 too.
    """
    severities = _severities(config)
    for usage in config.usages:
        option = usage.option or next(iter(usage.renamed), None)
        spans = _backslashes(usage.place) if option and not option.secret else []
        if not spans:
            continue
        assignment = usage.place.assignment
        override = severities.get(usage.place)
        many = len(spans) > 1
        become = f"which {'become' if many else 'becomes'} part of the value"
        effect = "so Nova refuses the value" if override is Severity.ERROR else become
        patch = Patch.of(usage.place.document.source, [Edit(*span, "") for span in spans])
        name = option_name(normalize_group(assignment.group), assignment.option)
        yield Finding(
            f"{name} has {'backslashes' if many else 'a backslash'} at the end of"
            f" {'lines' if many else 'a line'}, {effect}; remove {'them' if many else 'it'}, as the"
            " indent alone continues a value",
            Location.of(usage.place.document, spans[0]),
            assignment.group,
            assignment.option,
            (Fix(f"Remove the backslash{'es' if many else ''}", patch, Safety.UNSAFE),),
            override=override,
        )


def _severities(config: Config) -> dict[Place | None, Severity]:
    """Return the severity where it is not the rule's: at lines that are refused or overridden."""
    idle = (place for setting in config.settings for place in setting.shadowed)
    refused = (setting.fault.place for setting in config.settings if setting.fault)
    return dict.fromkeys(idle, Severity.INFO) | dict.fromkeys(refused, Severity.ERROR)


def _backslashes(place: Place) -> list[Span]:
    """Return the backslashes at line ends within a value, with the blanks before each."""
    document, assignment = place
    text, spans = document.text, []
    for start, after in zip(assignment.starts, assignment.starts[1:], strict=False):
        end = start + len(text[start:after].rstrip())
        if text[end - 1 : end] == "\\":
            spans.append(Span(start + len(text[start : end - 1].rstrip()), end))
    return spans
