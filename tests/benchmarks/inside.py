"""Writes the files that run.py checks, and times the parts of a check within this process."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import iniparse

from novalint.config.model import Config
from novalint.deployment import Deployment
from novalint.engine.report import Selection, examine
from novalint.schema.options import Option, Schema
from novalint.schema.releases import newest, releases
from novalint.schema.store import load_schema
from novalint.text.document import Document

LINES = 6000
LIVE = 60
ROUNDS = 7
PARSE, TYPE, RULES, SCHEMA = "parse", "parse and type", "all rules", "load a release's schema"
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
    """Write small.conf, wrong.conf and sample.conf to the current folder; print the times."""
    sample = write_sample(load_schema(newest()))
    for name, text in (("small", SMALL), ("wrong", WRONG), ("sample", sample)):
        Path(f"{name}.conf").write_text(text, encoding="utf-8")
    sys.stdout.write(json.dumps(times(sample)))


def write_sample(schema: Schema) -> str:
    """Write a generated sample's like: every option with help and template, some set."""
    options = [option for option in schema if not option.group.startswith("<")]
    plain = [option for option in options if _can_be_set(option)]
    live = {(one.group, one.name) for one in plain[:: max(1, len(plain) // LIVE)][:LIVE]}
    groups = {option.group for option in options}
    help_lines = LINES - 2 * len(options) - 2 * len(groups)
    lines: list[str] = []
    group = ""
    for number, option in enumerate(sorted(options, key=lambda one: one.group)):
        if option.group != group:
            group = option.group
            lines += [f"[{group}]", ""]
        share = help_lines * (number + 1) // len(options) - help_lines * number // len(options)
        lines += _entry(option, share, (option.group, option.name) in live)
    assert len(lines) == LINES
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


def times(text: str) -> dict[str, float]:
    """Give the median seconds of each part; of the releases' schemas, those of the slowest."""
    schema = load_schema(newest())
    return {
        PARSE: _time(lambda: _read(text)),
        TYPE: _time(lambda: Config(schema, (_read(text),)).settings),
        RULES: _time(_examine, lambda: _typed(schema, text)),
        SCHEMA: max(_time(load_schema.__wrapped__, lambda one=one: one) for one in releases()),
        "iniparse: its own reading": _time(lambda: iniparse.INIConfig(io.StringIO(text))),
    }


def _typed(schema: Schema, text: str) -> Config:
    config = Config(schema, (_read(text),))
    assert config.settings
    return config


def _read(text: str) -> Document:
    document = Document.parse(text)
    assert document.assignments
    assert document.templates
    return document


def _examine(config: Config) -> object:
    facts = Deployment(profile="dense-multi-tenant", role="all")
    return examine(config, facts, Selection())


def _time(action: Callable[..., object], prepare: Callable[[], object] | None = None) -> float:
    """Time an action on what was prepared for it, which is not counted."""
    found = []
    for _ in range(ROUNDS):
        given = () if prepare is None else (prepare(),)
        gc.collect()
        start = perf_counter()
        action(*given)
        found.append(perf_counter() - start)
    return median(found)


if __name__ == "__main__":
    main()
