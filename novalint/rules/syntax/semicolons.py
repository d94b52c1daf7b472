"""Semicolons between the items of a list, which oslo.config parts at commas alone."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Safety, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.lists import is_joined, written_items
from novalint.rules.common.places import finding, named
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

TOLD = frozenset(
    (
        "DEFAULT.compute_monitors", "DEFAULT.default_log_levels", "console.allowed_origins",
        "filter_scheduler.enabled_filters", "glance.api_servers", "libvirt.hw_machine_type",
        "libvirt.pmem_namespaces",
    )
)  # fmt: skip
"""Lists whose own rules say how their items are written."""
UNTOLD = {"libvirt.hw_machine_type": "=", "libvirt.pmem_namespaces": ":"}
"""Those whose rules take an item with this sign for one, whatever is behind it."""
STOPS = {
    "filter_scheduler.weight_classes": ("scheduler", "nova-scheduler"),
    "libvirt.cpu_models": ("compute", "nova-compute"),
    "libvirt.pmem_namespaces": ("compute", "nova-compute"),
}
"""What does not start with one item that is none: the role that reads the list, and its service."""
_ENDED = lazy_pattern(r"[^\s;]+;")
_SEPARATOR = lazy_pattern(r"(?<=[^\s;]);(?=\s*([^\s;,]?))")
_APART = lazy_pattern(r"(?<=[^\s;])[ \t]*;(?=\s*([^\s;,]?))")
"""The same with blanks before it, where no `;` begins a note."""


@rule("list-with-semicolons", theme="syntax", severity=Severity.WARNING)
def list_with_semicolons(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Items of a list are separated by semicolons, so Nova reads one item.

    ## What it checks

    Known options that are lists of texts, for an item such as `a;b` or `a;`; with a blank before
    the sign, as in `a:1 ; b:1`, where the words around it have the same signs in them. Lists of
    URLs, where a `;` may be part of one, and lists whose own rules say how their items are written,
    such as `enabled_filters` and `default_log_levels`, are left out; of choices and numbers
    [invalid-value](invalid-value.md) says that Nova refuses them.

    ## Why it matters

    oslo.config separates the items of a list at commas. With `host1:11211;host2:11211` Nova looks
    for one memcached server of that name, with `Cascadelake-Server;Skylake-Server` for one CPU
    model, and finds neither.

    With `[filter_scheduler] weight_classes` nova-scheduler does not start, with `[libvirt]
    cpu_models` or `pmem_namespaces` nova-compute: these are errors.

    ## Example

        [cache]
        memcache_servers = cache1.example.org:11211;cache2.example.org:11211

    ## Fix safety

    Unsafe: a comma is written for each semicolon between items, and one behind the last is removed,
    so the list has the items that were meant.

    ## Sources

    oslo.config 10.7.0 and 3.22.2, oslo_config/types.py (`List`, which splits at `,`). Nova 34.0.0
    and 15.1.5: nova/loadables.py (`get_matching_classes`); 20.6.1 and 34.0.0:
    nova/virt/libvirt/driver.py (`_check_cpu_compatibility`, `_discover_vpmems`).
    """
    for setting in config.settings:
        joined = [item for item in _items(setting) if is_joined(item)]
        ended = [item for item in _items(setting) if _ENDED.fullmatch(item)]
        if joined or ended:
            stopped = _stopped(setting, deployment)
            fact, way = _told(joined, ended)
            so = f", and {stopped} does not start" if stopped else ""
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{named(setting.group, setting.name)} {fact}{so}; {way}",
                *_with_commas(setting, joined or ended),
                override=Severity.ERROR if stopped else None,
            )


def _told(joined: list[str], ended: list[str]) -> tuple[str, str]:
    """Return what is wrong with the items, and the way out."""
    if not joined:
        fact = (
            f"has a semicolon at the end of {listed(ended)}, which Nova reads as part of the name"
        )
        return fact, "remove it"
    number = "one item" if len(joined) == 1 else "one item each"
    fact = f"separates items by semicolons, so Nova reads {listed(joined)} as {number}"
    return fact, "separate them with commas"


def _stopped(setting: Setting, deployment: Deployment) -> str:
    """Return the service that does not start with such a list; empty for none on this node."""
    role, service = STOPS.get(f"{setting.group}.{setting.name}", ("", ""))
    return service if role and deployment.plays(role) is not False else ""


def _items(setting: Setting) -> Iterator[str]:
    """Yield the known items of a list of texts, without those that another rule tells of."""
    option, name = setting.option, f"{setting.group}.{setting.name}"
    is_list = option.facts.get("type") == "List" and not option.multi
    if not is_list or setting.fault:
        return
    for item in written_items(setting):
        told = name in TOLD and (name not in UNTOLD or UNTOLD[name] not in item)
        if not placeholder(item) and not told:
            yield item


def _with_commas(setting: Setting, joined: list[str]) -> tuple[Fix, ...]:
    """Offer to write commas, where the items stand in the line as they are read."""
    document, assignment = setting.places[-1]
    written = assignment.value
    if placeholder(written) or "://" in written or not all(item in written for item in joined):
        return ()
    noted = any(";" in item and item not in joined for item in written_items(setting))
    separators = (_SEPARATOR if noted else _APART).finditer(document.text, *assignment.raw)
    edits = [Edit(hit.start(), hit.end(), "," if hit[1] else "") for hit in separators]
    title = (
        "Separate the items with commas" if any(map(is_joined, joined)) else "Remove the semicolon"
    )
    return (Fix(title, Patch.of(document.source, edits), Safety.UNSAFE),) if edits else ()
