"""A rule keeps still where the driver, the network or the role never comes to what it is about."""

from __future__ import annotations

import pytest
from rules.driver_options import packages_reading
from rules.mending import place
from rules.samples import Sample, faultless, faulty

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Finding
from novalint.nova.drivers import IN_TREE
from novalint.text.document import Document

FORMS = {"syntax", "options", "deprecation"}
"""Themes about what a line says, whoever reads it."""
ABOUT_DRIVERS = {"vif-option-other-driver", "vif-option-off-compute"}
"""Rules that say which driver or node reads an option."""
ABOUT_ROLES = {
    "console-url-off-compute",
    "database-credentials-on-compute",
    "vif-option-off-compute",
}
"""Rules that say that the node has no use for an option."""
SECRETS = {"guessable-secret", "placeholder-secret", "secret-reused"}
"""Rules about a secret in a file: it is there, whoever reads it."""

SERVICES = {
    "compute": {"nova-compute"},
    "api": {"nova-api", "nova-api-metadata"},  # up to 2025.1 it may be the metadata API too
    "conductor": {"nova-conductor"},
    "scheduler": {"nova-scheduler"},
    "metadata": {"nova-api-metadata"},
    "novncproxy": {"nova-novncproxy"},
}
"""Roles with the services that run there, as schemas name them."""
DRIVERS = [name for name in IN_TREE if not name.startswith("libvirt")]
EVERY = (*faulty(), *faultless())

each_share = pytest.mark.parametrize(
    "samples",
    [
        pytest.param(EVERY[::60], id="few"),
        pytest.param(EVERY, id="all", marks=pytest.mark.slow),
    ],
)


@each_share
@pytest.mark.parametrize("driver", DRIVERS)
def test_what_another_driver_reads_is_no_matter(driver: str, samples: tuple[Sample, ...]) -> None:
    package = driver.partition(".")[0]
    wrong = []
    for sample in samples:
        for one in found(sample, f"compute_driver = {driver}", IN_TREE[driver]):
            readers = packages_reading(*place(one))
            if readers and package not in readers and one.rule not in ABOUT_DRIVERS:
                wrong.append((sample.name, one.rule, one.message))
    assert wrong == []


def found(sample: Sample, line: str, releases: tuple[int, int | None]) -> list[Finding]:
    """Check a configuration above a file with one line; nothing where its release is another."""
    first, last = releases
    config = load(lower(line), *sample.documents, release=sample.facts.release)
    if not first <= config.release.major <= (last or config.release.major):
        return []
    if sample.config.setting("DEFAULT", "compute_driver").places:
        return []
    findings = check(config, deployment=sample.facts).findings
    return [one for one in findings if one.theme not in FORMS]


def lower(line: str) -> Document:
    return Document.parse(f"[DEFAULT]\n{line}\n", "lower.conf")


@each_share
@pytest.mark.parametrize("release", ["ocata", "train"])
def test_with_nova_network_nothing_is_said_of_neutron(
    release: str, samples: tuple[Sample, ...]
) -> None:
    wrong = []
    for sample in samples:
        config = load(lower("use_neutron = false"), *sample.documents, release=release)
        if config.value("DEFAULT", "use_neutron") is False:
            facts = sample.facts.merged(Deployment(release=release))
            wrong += [
                (sample.name, one.rule, one.message)
                for one in check(config, deployment=facts).findings
                if one.theme not in FORMS and is_neutrons(one)
            ]
    assert wrong == []


def is_neutrons(finding: Finding) -> bool:
    """Tell whether a finding is about an option that means something with neutron alone."""
    group, option = place(finding)
    home = group.startswith("neutron") or "vif_plug" in option
    if "metadata_proxy" in option:
        return False  # the metadata API looks at these with either
    return home and finding.rule not in {*SECRETS, *ABOUT_DRIVERS}


@each_share
@pytest.mark.parametrize("role", SERVICES)
def test_what_no_service_of_a_node_reads_is_no_matter(
    role: str, samples: tuple[Sample, ...]
) -> None:
    wrong = []
    for sample in samples:
        facts = sample.facts.merged(Deployment(role=role))
        for one in check(sample.config, deployment=facts).findings:
            read = not one.readers or SERVICES[role] & set(one.readers)
            read = read or one.group in sample.config.named_groups  # by those who are sent there
            if not read and one.theme not in FORMS and one.rule not in {*ABOUT_ROLES, *SECRETS}:
                wrong.append((sample.name, one.rule, one.readers, one.message))
    assert wrong == []
