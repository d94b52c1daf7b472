"""Lines that a service logs as it ends or loses its neighbours, in the wording of each release."""

from __future__ import annotations

import pytest

import novalint
from novalint.logs.diagnosis import diagnose
from novalint.text.document import Document

CRITICAL = "2026-11-28 23:10:40.100 7 CRITICAL nova [-] Unhandled error: "
CPU = "Please correct your config and try again. Unacceptable CPU info: CPU doesn't fit."
SPAWN = "2026-11-28 23:10:40.100 7 ERROR nova.compute.manager [-] Instance failed to spawn: "


def names(text: str) -> list[str]:
    return [symptom.name for symptom in diagnose(text).symptoms]


@pytest.mark.parametrize(
    "said",
    [
        "nova.exception.InvalidCPUInfo: Configured CPU model: Cascadelake-Server and CPU Flags [] "
        f"are not compatible with host CPU. {CPU}",
        "nova.exception.InvalidCPUInfo: Configured CPU model: Cascadelake-Server and CPU Flags "
        f"['pcid', '-mpx'] are not compatible with host CPU. {CPU}",
        "nova.exception.InvalidCPUInfo: Configured CPU model: EPYC is not compatible with host "
        f"CPU. {CPU}",
        "InvalidCPUInfo: Configured CPU model: EPYC is not correct, or your host CPU arch does not "
        "suuport this model. Please correct your config and try again.",
        "InvalidCPUInfo: Configured CPU model: EPYC is not correct, or your host CPU arch does not "
        "support this model. Please correct your config and try again.",
    ],
)
def test_a_model_that_the_host_lacks_ends_the_start_and_refuses_no_migration(said: str) -> None:
    (symptom,) = diagnose(CRITICAL + said).symptoms
    assert symptom.name == "cpu-model-incompatible"
    assert "nova-compute does not start" in symptom.says


def test_a_refused_migration_is_one_still() -> None:
    line = "nova.exception.InvalidCPUInfo: Unacceptable CPU info: CPU doesn't have compatibility."
    assert names(line) == ["cpu-info-refused"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (SPAWN + "nova.exception.Invalid: A CPU model name should not be set when a host CPU model "
         "is requested", "cpu-models-not-wanted"),
        (SPAWN + "nova.exception.Invalid: Config requested a custom CPU model, but no model name "
         "was provided", "cpu-models-missing"),
        (CRITICAL + "nova.exception.PlacementAPIConnectFailure: Unable to communicate with the "
         "Placement API.", "placement-not-reached"),
        ("2026-11-28 23:09:30.100 7 WARNING keystoneauth.identity.generic.base [-] Failed to "
         "discover available identity versions when contacting http://10.20.0.10:5000/v3. "
         "Attempting to parse version from URL.: x", "keystone-versions-not-read"),
        ("2026-11-28 23:09:31.100 7 ERROR oslo_db.sqlalchemy.exc_filters [-] DBAPIError exception "
         "wrapped from (pymysql.err.OperationalError) (2013, 'Lost connection to MySQL server "
         "during query')", "database-connection-lost"),
        ("pymysql.err.OperationalError: (2013, 'Lost connection to MySQL server during query')",
         "database-connection-lost"),
        ("2026-11-28 23:09:32.100 7 WARNING nova.virt.libvirt.driver [-] Migration operation was "
         "cancelled", "migration-cancelled"),
    ],
)  # fmt: skip
def test_lines_of_a_night_are_known(line: str, name: str) -> None:
    assert name in names(line)


def test_the_old_name_of_the_option_is_the_cause_in_old_releases() -> None:
    text = "[libvirt]\ncpu_mode = host-model\ncpu_model = Westmere\n"
    config = novalint.load(Document.parse(text, "nova.conf"), release="stein")
    line = "A CPU model name should not be set when a host CPU model is requested"
    (symptom,) = novalint.diagnose(line, config).symptoms
    assert ("libvirt", "cpu_model") in {(cause.group, cause.option) for cause in symptom.causes}


def test_only_services_whose_keystone_is_set_are_behind_a_failed_discovery() -> None:
    text = "[placement]\nauth_type = password\nauth_url = http://10.20.0.10:5000/v3\n"
    config = novalint.load(Document.parse(text, "nova.conf"))
    line = "Failed to discover available identity versions when contacting http://10.20.0.10:5000."
    (symptom,) = novalint.diagnose(line, config).symptoms
    verdicts = {cause.group: str(cause.verdict) for cause in symptom.causes}
    assert verdicts["placement"] != "ruled-out"
    assert verdicts["neutron"] == "ruled-out"
