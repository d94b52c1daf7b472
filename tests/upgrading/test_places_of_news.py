"""The line of a template that a finding of the target release is about."""

from __future__ import annotations

from pathlib import Path

import pytest

import novalint
from novalint.pages.upgrade import ADVICE, HEADINGS, summary
from novalint.upgrading.changes import Effect

TEMPLATE = """\
[DEFAULT]
my_ip = {{ ip }}
{% if old %}
transport_url = rabbit://a:b@h
{% endif %}
[libvirt]
{% if containers %}
virt_type = lxc
iscsi_use_multipath = true
{% else %}
virt_type = uml
{% endif %}
[filter_scheduler]
{% for filter in filters %}
{% if filter %}
enabled_filters = ComputeFilter,RetryFilter
{% endif %}
{% endfor %}
[cache]
{% if cached %}
enabled = true
backend = oslo_cache.memcache_pool
memcache_servers = h:11211
{% endif %}
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("train", "2024.1", "invalid-value", 11),
        ("train", "2024.1", "virt-type-deprecated", 8),
        ("train", "2024.1", "scheduler-filter-removed", 16),
        ("pike", "ussuri", "cache-without-tls", 23),
    ],
)
@pytest.mark.slow
def test_a_line_in_a_branch(old: str, new: str, rule: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "nova.conf.j2"
    path.write_text(TEMPLATE, encoding="utf-8")
    (change,) = (one for one in novalint.upgrade(path, old, new).changes if one.rule == rule)
    assert change.location is not None
    assert (change.location.path, change.location.start.line) == (str(path), line)


def test_what_check_advises_is_told_apart() -> None:
    text = "[cache]\nenabled = true\nbackend = oslo_cache.memcache_pool\nmemcache_servers = h:1\n"
    upgrade = novalint.upgrade(novalint.Document.parse(text), "pike", "ussuri")
    (change,) = (one for one in upgrade.of(Effect.NOTHING) if one.is_advice)
    assert (change.rule, change.step) == ("cache-without-tls", None)
    assert "receives guest metadata without TLS" in change.message
    assert "advice: 1, changes nothing: " in summary(upgrade, written=False)
    assert HEADINGS[ADVICE] != HEADINGS[Effect.NOTHING]


def test_what_changes_nothing_asks_for_nothing() -> None:
    text = "[DEFAULT]\nuse_neutron = true\n[cells]\nenable = false\n"
    upgrade = novalint.upgrade(novalint.Document.parse(text), "pike", "ussuri")
    messages = [change.message for change in upgrade.of(Effect.NOTHING)]
    assert "`nova-network` is removed; nothing changes here, as `use_neutron` is true" in messages
    assert not any("first" in message.split() for message in messages)
