"""Every secret of every release holds a canary: no report, diff, message or `repr` may show one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fuzz.budget import examples
from fuzz.facts import facts
from fuzz.files import SERIES, pool
from hypothesis import given
from hypothesis import strategies as st

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.reports import FORMATS, find_format
from novalint.reports.render_options import RenderOptions
from novalint.reports.summary import summary
from novalint.schema.options import Option
from novalint.text.document import Document

pytestmark = pytest.mark.slow

CANARY = "c4n4ry"
URL_LIKE = ("url", "uri", "connection", "endpoint", "proxy", "api_servers", "auth_version")
RICH = Deployment(
    profile="dense-multi-tenant",
    role="all",
    rabbit_version="3.8",
    qemu_version="8.2.2",
    db_max_connections=10,
    telemetry=True,
    pci_guests=True,
)
LOOKS = (RenderOptions(verbose=True, width=60), RenderOptions(quiet=True))


def shown(report: Report) -> Iterator[str]:
    """Everything that a report can come to, in words."""
    for format_ in FORMATS:
        for look in LOOKS:
            yield find_format(format_).render([report], look)
    yield summary([report], RenderOptions(verbose=True))
    for unsafe in (False, True):
        patch = report.fix(unsafe)
        yield report.masked_diff(patch)
        yield repr(patch)
    yield from map(repr, (report.findings, report.suppressed, report.not_run, report.deployment))
    for finding in report.findings:
        yield from (str(finding), finding.content)
    yield from map(repr, report.config.settings)
    yield from (str(setting.error) for setting in report.config.settings)
    yield from map(repr, report.config.documents)
    yield from map(repr, report.config.usages)


def silent(text: str, release: str, told: Deployment) -> None:
    """Assert that nothing shows a canary; the line that does is told."""
    report = check(Document.parse(text), release=release, deployment=told)
    for said in shown(report):
        assert CANARY not in said, next(one for one in said.split("\n") if CANARY in one)[:2000]


def secret_lines(option: Option) -> list[str]:
    """A secret option set, under its old names too: live, commented out, misspelt, of two lines."""
    name = option.name
    return [
        f"[{option.group}]",
        f"{name} = {CANARY}@a:1/b?c=d,e #f",
        f"#{name} = {CANARY}",
        f"{name.upper()} = {CANARY}",
        f"{name.replace('_', '-')}={CANARY}",
        f"{name}s: '{CANARY}'",
        f"{name} = a",
        f"    {CANARY}",
        *(line for group, old in option.old_names for line in (f"[{group}]", f"{old} = {CANARY}")),
    ]


@pytest.mark.parametrize("release", SERIES)
def test_no_secret_option_is_shown(release: str) -> None:
    secrets = [one for one in pool(release).schema if one.secret]
    assert len(secrets) > 20
    lines = [line for one in secrets for line in (f"[{one.group}]", f"{one.name} = {CANARY}")]
    silent("\n".join(lines), release, RICH)


@examples(10)
@given(st.data(), facts)
def test_no_way_to_write_a_secret_is_shown(data: st.DataObject, told: Deployment) -> None:
    release = data.draw(st.sampled_from(SERIES))
    secrets = [one for one in pool(release).schema if one.secret]
    chosen = data.draw(st.lists(st.sampled_from(secrets), min_size=1, max_size=4))
    silent("\n".join(line for one in chosen for line in secret_lines(one)), release, told)


@pytest.mark.parametrize("release", [SERIES[-1], "train"])
def test_no_password_of_a_url_is_shown(release: str) -> None:
    lines = []
    for one in pool(release).schema:
        if one.facts["type"] == "URI" or any(word in one.name for word in URL_LIKE):
            value = f"https://u:{CANARY}@h:1/p?q=1,v:{CANARY}@d/ # x"
            lines += [f"[{one.group}]", f"{one.name} = {value}", f"#{one.name} = {value}"]
    silent("\n".join(lines), release, RICH)
