"""A long way gives the file that the chain of short ones gives, step by step."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from novalint.config.model import load
from novalint.schema.releases import Release, releases
from novalint.text.document import Document
from novalint.text.writing import remove
from novalint.upgrading.migration import named_anew, with_values

ROOT = Path(__file__).parents[2]
OWN = sorted(ROOT.glob("tests/rules/*/bad*.conf"))[::60]
STARTS = releases()[:-1]
MANY = """\
[DEFAULT]
rpc_backend = rabbit
rabbit_hosts = mq1:5671,mq2
rabbit_userid = nova
rabbit_password = s3cr:et
scheduler_driver = filter_scheduler
scheduler_default_filters = RetryFilter,AvailabilityZoneFilter,ComputeFilter,CoreFilter
vncserver_listen = ::1
quota_cores = 9
max_concurrent_live_migrations = -1
rpc_thread_pool_size = 9
[neutron]
url = http://192.0.2.1:9696
[glance]
api_servers = 192.0.2.1:9292
[libvirt]
cpu_model = Haswell
"""


def step(document: Document, old: Release, new: Release) -> Document:
    (after,) = with_values(named_anew(load(document, release=old.series), new)[0]).after.documents
    return after


def without_unread(document: Document, release: Release) -> Document:
    """Leave out what the start release does not read: what a name is to be, only time tells."""
    config = load(document, release=release.series)
    unread = [u.place.assignment for u in config.usages if not u.option and not u.renamed]
    return Document.parse(remove(document, unread).apply(document.text), document.path)


def live(document: Document) -> list[tuple[str, str, str]]:
    return sorted((one.group, one.option, one.value) for one in document.assignments)


def check(text: str | bytes, start: int, end: int = len(STARTS)) -> None:
    old, new = releases()[start], releases()[end]
    document = without_unread(Document.parse(text, "nova.conf"), old)
    after = document
    for first, second in pairwise(releases()[start : end + 1]):
        after = step(after, first, second)
    assert live(after) == live(step(document, old, new))


@pytest.mark.parametrize("start", [9, 4, pytest.param(0, marks=pytest.mark.slow)])
def test_a_file_of_what_went_and_moved(start: int) -> None:
    check(MANY, start)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(OWN)), ids=[one.parent.name for one in OWN])
def test_own_files(number: int) -> None:
    check(OWN[number].read_bytes(), number % len(STARTS))


def test_real_files(real_file: Path) -> None:
    """Half of them go to the newest release, the others to one on the way there."""
    number = sum(real_file.name.encode())
    start = number % len(STARTS)
    further = number // len(STARTS) % (len(STARTS) - start) if number % 2 else 0
    check(real_file.read_bytes(), start, len(STARTS) - further)
