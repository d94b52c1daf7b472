"""Writes the files that run.py checks, and times the parts of a check within this process."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

import iniparse

from novalint.config.model import Config
from novalint.deployment import Deployment
from novalint.engine.report import examine
from novalint.schema import options
from novalint.schema.options import Option, Schema, load_schema
from novalint.schema.releases import newest, releases
from novalint.settings import Settings
from novalint.text.document import Document

SECONDS = 1.5
"""How long each file is checked again and again; never less than FEWEST times."""
FEWEST = 7
IN_A_HOOK = 60
"""Lines of the file that stands for the many of a pre-commit hook or a CI run."""
READ, LINES, TYPES, RULES, CHECK = (
    "iniparse's own reading",
    "lines, groups, assignments",
    "types of what is set",
    "all rules, findings, fixes",
    "the whole check",
)
SCHEMA = "load a release's schema"
SMALL = """\
# nova.conf of a compute node
[DEFAULT]
transport_url = rabbit://nova:not-a-secret@192.0.2.10:5672,nova:not-a-secret@192.0.2.11:5672/
my_ip = 192.0.2.31
state_path = /var/lib/nova
compute_driver = libvirt.LibvirtDriver
log_dir = /var/log/nova
cpu_allocation_ratio = 4.0
ram_allocation_ratio = 1.0
vif_plugging_timeout = 300

[glance]
endpoint_override = http://192.0.2.20:9292

[keystone_authtoken]
auth_type = password
auth_url = http://192.0.2.20:5000
username = nova
password = not-a-secret
project_name = service

[libvirt]
virt_type = kvm
cpu_mode = host-model
images_type = rbd
images_rbd_pool = vms

[neutron]
auth_type = password
auth_url = http://192.0.2.20:5000
username = neutron
password = not-a-secret
project_name = service

[oslo_concurrency]
lock_path = /var/lib/nova/tmp

[vnc]
enabled = true
server_listen = 0.0.0.0
server_proxyclient_address = $my_ip
novncproxy_base_url = http://192.0.2.20:6080/vnc_auto.html
"""
WRONG = SMALL.replace("vif_plugging_timeout = 300", "vif_plugging_if_fatal = true").replace(
    "enabled = true", "enabled = maybe"
)


def main() -> None:
    """Write the files to the current folder; print the times of each and of the schema."""
    schema = load_schema(newest())
    texts = {
        "small": SMALL,
        "wrong": WRONG,
        "hook": padded(SMALL),
        "sample": write_sample(schema, 6_000, 60),
        "large": write_sample(schema, 60_000, 600),
        "long": write_sample(schema, 60_000, 60),
    }
    for name, text in texts.items():
        Path(f"{name}.conf").write_text(text, encoding="utf-8")
    told: dict[str, object] = {
        f"{texts[name].count(chr(10)):,} lines{more}": times(texts[name])
        for name, more in (("hook", ""), ("sample", ""), ("large", ""), ("long", ", 60 set"))
    }
    told[SCHEMA] = max(
        min(_time(options._loaded.__wrapped__, release, None, None) for _ in range(FEWEST))
        for release in releases()
    )
    sys.stdout.write(json.dumps(told))


def padded(text: str) -> str:
    """Give a text with comments up to the number of lines of a file in a hook."""
    lines = text.splitlines()
    return "\n".join([*lines, *(f"# line {n + 1}" for n in range(len(lines), IN_A_HOOK)), ""])


def write_sample(schema: Schema, size: int, count: int) -> str:
    """Write a generated sample's like of so many lines: all options with help, so many set."""
    options = [option for option in schema if not option.group.startswith("<")]
    plain = [option for option in options if _can_be_set(option)]
    live = {(one.group, one.name) for one in plain[:: max(1, len(plain) // count)][:count]}
    groups = {option.group for option in options}
    help_lines = size - 2 * len(options) - 2 * len(groups)
    lines: list[str] = []
    group = ""
    for number, option in enumerate(sorted(options, key=lambda one: one.group)):
        if option.group != group:
            group = option.group
            lines += [f"[{group}]", ""]
        share = help_lines * (number + 1) // len(options) - help_lines * number // len(options)
        lines += _entry(option, share, (option.group, option.name) in live)
    assert len(lines) == size
    return "\n".join(lines) + "\n"


def _can_be_set(option: Option) -> bool:
    """Whether the default can be written down without a finding."""
    plain = isinstance(option.entry.get("default"), (bool, int, str))
    waits = "vif_plug" in option.name
    return plain and not option.deprecated and not option.secret and not waits


def _entry(option: Option, filler: int, live: bool) -> Iterator[str]:
    for number in range(filler):
        yield f"# Words about {option.name}, in line {number + 1} of its help".ljust(76, ".")
    default = option.entry.get("default", "<None>")
    yield f"{'' if live else '#'}{option.name} = {default}"
    yield ""


def times(text: str) -> dict[str, list[float]]:
    """Give the seconds of each part, turn by turn."""
    schema = load_schema(newest())
    facts = Deployment(profile="dense-multi-tenant", role="all")
    found: dict[str, list[float]] = {name: [] for name in (READ, LINES, TYPES, RULES, CHECK)}
    settings = Settings(deployment=facts)
    _check(schema, text, facts)
    gc.collect()
    gc.freeze()  # what is loaded is not searched for garbage between the parts
    end = perf_counter() + SECONDS
    while perf_counter() < end or len(found[READ]) < FEWEST:
        config = Config(schema, (Document.parse(text),))
        found[READ].append(_time(lambda: iniparse.INIConfig(io.StringIO(text))))
        found[LINES].append(_time(_read, config.documents[0]))
        found[TYPES].append(_time(lambda config: config.settings, config))
        found[RULES].append(_time(lambda config: examine(config, settings), config))
        found[CHECK].append(_time(_check, schema, text, Deployment()))
    return found


def _read(document: Document) -> None:
    assert document.assignments
    assert document.templates or document.text.count("\n") == IN_A_HOOK


def _check(schema: Schema, text: str, facts: Deployment) -> None:
    examine(Config(schema, (Document.parse(text),)), Settings(deployment=facts))


def _time(action: Callable[..., object], *given: object) -> float:
    gc.collect()
    start = process_time()
    action(*given)
    return process_time() - start


if __name__ == "__main__":
    main()
