"""Numbers by which requests are served, set to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.common.networks import STRATEGY, TOKENS, calls
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

API = ("api",)
KEPT = "metadata_cache_expiration"
QUOTAS = ("instances", "cores", "ram", "metadata_items")
"""Quotas that every new server is held against."""
QUOTA_DRIVER = "quota.driver"
BY_DATABASE = "nova.quota.DbQuotaDriver"
NUMBERS = (
    EmptyNumber("api", "max_limit", "every list of servers fails", roles=API),
    EmptyNumber("DEFAULT", "max_local_block_devices", "no server can be created", roles=API),
    EmptyNumber(
        "DEFAULT",
        "password_length",
        "no server can be created without a password in the request",
        roles=API,
    ),
    EmptyNumber(
        "api",
        KEPT,
        "no guest gets its metadata",
        roles=("metadata", "api"),
    ),
    EmptyNumber(
        "glance", "num_retries", "no image can be read", roles=("api", "conductor", "compute")
    ),
    EmptyNumber(
        "scheduler", "max_attempts", "no server can be built", roles=("conductor", "scheduler")
    ),
    EmptyNumber(
        "filter_scheduler",
        "host_subset_size",
        "the scheduler finds no host for any server",
        roles=("scheduler",),
    ),
    EmptyNumber(
        "neutron",
        "extension_sync_interval",
        "every call to Neutron but the first fails",
        roles=("api", "conductor", "compute"),
    ),
    EmptyNumber(
        "DEFAULT",
        "thread_pool_statistic_period",
        "everything that a service runs in a thread pool fails",
        first=32,
    ),
    *(EmptyNumber("quota", name, "no server can be created", roles=API) for name in QUOTAS),
    EmptyNumber("quota", "key_pairs", "no key pair can be created", roles=API),
    EmptyNumber("quota", "server_groups", "no server group can be created", roles=API),
    EmptyNumber("quota", "server_group_members", "no server of a group can be created", roles=API),
    EmptyNumber(
        "DEFAULT",
        "migrate_max_retries",
        "no server can be live migrated to a host that Nova chooses",
        roles=("conductor",),
    ),
    EmptyNumber(TOKENS, "token_cache_time", "nova-api does not start", roles=API),
    EmptyNumber(
        "oslo_middleware",
        "max_request_body_size",
        "every request to nova-api with a body fails",
        roles=API,
    ),
)


@rule(
    "request-number-empty",
    theme="api",
    severity=Severity.ERROR,
    options=(*options_of(NUMBERS), READS_APIS, QUOTA_DRIVER, ".".join(STRATEGY)),
    releases=(21, None),
    since="up to train Nova may run on Python 2 (classifiers of nova 20.6.1), which compares None"
    " with numbers",
    roles=("api", "metadata", "conductor", "scheduler", "compute"),
    sign="empty",
)
def request_number_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A numeric option that API requests need is empty, which is not the same as unset.

    ## What it checks

    These options with an empty value:

    | option | who reads it |
    | --- | --- |
    | `[api] max_limit`, `max_local_block_devices`, `password_length` | nova-api |
    | `[oslo_middleware] max_request_body_size` | nova-api |
    | `[keystone_authtoken] token_cache_time` | nova-api, which does not start |
    | `[api] metadata_cache_expiration` | what serves metadata |
    | `[quota] instances`, `cores`, `ram`, `metadata_items` (default driver) | nova-api |
    | `[quota] key_pairs`, `server_groups`, `server_group_members` (default driver) | nova-api |
    | `[glance] num_retries`, `[neutron] extension_sync_interval` | API, conductors, compute nodes |
    | `[scheduler] max_attempts` | nova-conductor and nova-scheduler |
    | `[filter_scheduler] host_subset_size` | nova-scheduler |
    | `migrate_max_retries` | nova-conductor |
    | `thread_pool_statistic_period` (2025.2 and later) | all |

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default. The services
    start, and each request that comes to the number ends in a TypeError; that of keystonemiddleware
    does so when nova-api loads it.

    ## Example

        [api]
        max_limit =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    Nova 34.0.0, 25.3.0 and 21.2.4: nova/api/openstack/common.py, nova/api/metadata/handler.py,
    nova/compute/api.py (`_validate_bdm`), nova/utils.py (`generate_password`),
    nova/image/glance.py (`GlanceClientWrapper.call`), nova/scheduler/utils.py (`populate_retry`),
    nova/quota.py (`DbQuotaDriver`), nova/network/neutron.py (`_refresh_neutron_extensions_cache`),
    nova/conductor/tasks/live_migrate.py; 34.0.0: nova/thread_pool_factory.py, 32.2.1 and 33.0.2:
    nova/utils.py (`_log_executor_stats`). Most of the functions were called with 34.0.0 and 25.3.0.
    keystonemiddleware of ocata to 2026.2: auth_token/__init__.py (`_token_cache_factory`), run;
    oslo.middleware of 2026.2: oslo_middleware/sizelimit.py, run.
    """

    def is_read(number: EmptyNumber) -> bool:
        """Whether the metadata service, the driver of quotas or the check of tokens is there."""
        if number.option == KEPT:
            return serves_metadata(config, deployment) is not False
        if number.group == TOKENS:
            return calls(config, TOKENS)
        return number.group != "quota" or config.text("quota", "driver") == BY_DATABASE

    yield from empties(config, deployment, NUMBERS, is_read)
