"""A message about a value says as little of it in a host as it does in a nova.conf.

Each option of a release gets a URL with a password, in every form that files have, and all that a
check prints of that is searched for the password.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hosts.reading import documents
from newest import NEWEST

from novalint.engine.report import Report, check
from novalint.reports import FORMATS, find_format
from novalint.reports.render_options import RenderOptions
from novalint.schema.options import load_schema
from novalint.schema.releases import newest
from novalint.text.document import Document

Named = Iterable[tuple[str, str]]
URL = "http://u:sunshine@h"
NAMES = [(one.group, one.name) for one in load_schema(newest()) if not one.secret]


def conf(names: Named) -> str:
    return "".join(f"[{group}]\n{name} = {URL}\n" for group, name in names)


def by_group(names: Named) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for group, name in names:
        groups.setdefault(group, []).append(name)
    return groups


def flow(names: Named) -> str:
    parts = (
        f"{group}: {{{', '.join(f'{name}: {chr(39)}{URL}{chr(39)}' for name in own)}}}"
        for group, own in by_group(names).items()
    )
    return "{" + ", ".join(parts) + "}"


def helm(names: Named) -> str:
    return f"conf: {{nova: {flow(names)}}}\n"


def ansible(names: Named) -> str:
    return f"nova_nova_conf_overrides: {flow(names)}\n"


def text(names: Named) -> str:
    lines = conf(names).replace("\n", "\\n")
    return f'customServiceConfig: "{lines}"\nkind: NovaCell\n'


def juju(names: Named) -> str:
    flags = ",".join(f"{name}={URL}" for group, name in names if group == "DEFAULT")
    return "".join(
        f"{'  ' * depth}{key}\n"
        for depth, key in enumerate(
            ("applications:", "nova-compute:", "options:", f"config-flags: {flags}")
        )
    )


def tripleo(names: Named) -> str:
    parts = ", ".join(f"{group}/{name}: {{value: '{URL}'}}" for group, name in names)
    return (
        f"parameter_defaults:\n  ComputeExtraConfig:\n    nova::config::nova_config: {{{parts}}}\n"
    )


def printed(report: Report) -> str:
    said = [find_format(one).render([report], RenderOptions(verbose=True)) for one in FORMATS]
    return "\n".join([*said, repr(report.findings), report.masked_diff(report.fix(unsafe=True))])


FORMS: list[Callable[[Named], str]] = [helm, ansible, text, juju, tripleo]


def report_of(form: Callable[[Named], str], names: Named) -> Report:
    (document,) = documents(form(names))
    report = check(document, release=NEWEST)
    assert len(report.config.usages) > 0
    return report


@pytest.mark.every_case
@pytest.mark.parametrize("form", FORMS)
def test_no_message_about_a_value_shows_the_password_of_its_url(
    form: Callable[[Named], str],
) -> None:
    for names in (NAMES[::8], [("DEFAULT", "my_ip")], [("DEFAULT", "compute_driver")]):
        report = report_of(form, names)
        assert report.findings
        assert "sunshine" not in printed(report)


def test_the_same_is_said_as_of_a_nova_conf() -> None:
    names = [("DEFAULT", "my_ip")]
    plain = {one.message for one in check(Document.parse(conf(names)), release=NEWEST).findings}
    for form in (helm, tripleo):
        assert plain >= {one.message for one in report_of(form, names).findings}
