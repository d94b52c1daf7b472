"""Native threads or eventlet: how the choice is made, and what it leaves without effect."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.native_threads import BACKEND, DEFAULT_SINCE
from novalint.rules.common.absence import sure_fixes
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

GREEN_POOL = "default_green_pool_size"

WEB_ROLES = {"api", "metadata"}


@rule(
    "concurrency-backend-not-seen",
    theme="api",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{BACKEND}",),
    releases=(34, None),
    since="the option came in 2026.2 (nova/monkey_patch.py)",
)
def concurrency_backend_not_seen(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The concurrency mode is set in a file that Nova does not read early enough.

    ## What it checks

    `concurrency_backend = eventlet` unless console proxies alone run, which choose it by
    themselves, and `threading` where one may run: all other services choose that by themselves. A
    warning on a node that runs nothing but the API or the metadata service, info on others.

    ## Why it matters

    The choice must be made before anything else, so Nova looks for this option first of all,
    without its usual search for files: it reads the files that the command line names, else
    `/etc/<program>.conf`, but not `/etc/nova/nova.conf`. Web servers give the API no command line
    at all, so there the setting is never seen; elsewhere it is only if the unit starts the service
    with `--config-file`. The environment variable `OS_NOVA_DISABLE_EVENTLET_PATCHING` (true for
    threads, false for eventlet) is always seen, and overrides the option. eventlet leaves not
    before 2027.2.

    ## Example

        [DEFAULT]
        concurrency_backend = eventlet

    ## Fix safety

    There is no fix: the remedy is in the unit or the web server's configuration.

    ## Sources

    Nova 34.0.0: nova/monkey_patch.py (`_get_concurrency_from_config`), nova/wsgi/osapi_compute.py;
    oslo.config: `find_config_files` without a project, run.
    """
    backend = config.text("DEFAULT", BACKEND)
    threading = backend == "threading" and _may_run_eventlet(config, deployment)
    eventlet = backend == "eventlet" and _may_run_threads(deployment)
    if not threading and not eventlet:
        return
    served = bool(deployment.roles) and deployment.roles <= WEB_ROLES
    when = "is never read in a web server" if served else "is read only with `--config-file`"
    wanted = "true" if threading else "false"
    yield finding(
        config,
        "DEFAULT",
        BACKEND,
        f"`{BACKEND}` {backend} {when}; set the environment variable"
        f" `OS_NOVA_DISABLE_EVENTLET_PATCHING` to {wanted} instead",
        override=None if served else Severity.INFO,
    )


def _may_run_threads(deployment: Deployment) -> bool:
    """Return whether the node may have a service that runs native threads unless told otherwise."""
    return any(deployment.plays(role) is not False for role in DEFAULT_SINCE)


def _may_run_eventlet(config: Config, deployment: Deployment) -> bool:
    """Return whether the node may have a service that runs eventlet unless told otherwise."""
    major = config.release.major
    return not deployment.roles or any(
        role not in DEFAULT_SINCE or DEFAULT_SINCE[role] > major for role in deployment.roles
    )


@rule(
    "green-pool-with-threads",
    theme="api",
    severity=Severity.INFO,
    options=(f"DEFAULT.{GREEN_POOL}", f"DEFAULT.{BACKEND}"),
    releases=(33, None),
    since="services run native threads by default since 2026.1 (nova/cmd, nova/wsgi)",
    needs=("role",),
)
def green_pool_with_threads(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The eventlet pool size is set, but the services of the node run on native threads.

    ## What it checks

    `default_green_pool_size` on a node all of whose services run native threads by default: the
    API, the metadata service and the scheduler from 2026.1 on, nova-compute and nova-conductor from
    2026.2 on, console proxies never. `concurrency_backend = eventlet` counts unless the node runs
    nothing but the API or the metadata service, which do not read it early enough.

    ## Why it matters

    It has no effect. Its successor, `default_thread_pool_size`, is no place for the same number:
    threads cost far more than greenlets, and 10 is the default.

    ## Example

        [DEFAULT]
        default_green_pool_size = 2000

    ## Fix safety

    Unsafe: the option is commented out. Where `OS_NOVA_DISABLE_EVENTLET_PATCHING=false` brings
    eventlet back, which no file says, it counts. There is no fix where another file may set
    `concurrency_backend`.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py, nova/conf/base.py, nova/cmd, nova/wsgi; Nova 33.0.2:
    nova/utils.py, nova/cmd, nova/wsgi.
    """
    served = deployment.roles <= WEB_ROLES
    eventlet = not served and config.text("DEFAULT", BACKEND) == "eventlet"
    unset = config.setting("DEFAULT", GREEN_POOL).is_default
    if unset or eventlet or _may_run_eventlet(config, deployment):
        return
    fix = unset_fix(config, "DEFAULT", GREEN_POOL)
    yield finding(
        config,
        "DEFAULT",
        GREEN_POOL,
        f"`{GREEN_POOL}` has no effect, as no service of this node runs eventlet; remove it",
        *((fix,) if served else sure_fixes(config, [("DEFAULT", BACKEND)], fix)),
    )
