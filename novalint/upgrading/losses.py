"""Lines whose end leaves a service without what it cannot do without: its broker above all."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Location
from novalint.nova.advice import LOGIN as LOGIN_WAY
from novalint.schema.releases import releases
from novalint.text.document import normalize_group
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.name_dates import gone_in

if TYPE_CHECKING:
    from novalint.deployment import Deployment
    from novalint.schema.releases import Release
    from novalint.upgrading.broker import BrokerFromOptions
    from novalint.upgrading.dispositions import Dispositions

AUTHTOKEN = "keystone_authtoken"
LOGIN = ("admin_user", "admin_password", "admin_token")
SCHEDULER = ("scheduler", "driver")
WITHOUT_PLACEMENT = ("caching_scheduler", "chance_scheduler")
PLUGIN = ("auth_type", "auth_section")
WITHOUT_V2 = 17
"""The major version of the release whose Keystone has no API of version 2.0 any more."""


def losses(dispositions: Dispositions, deployment: Deployment) -> Iterator[Change]:
    """Yield what breaks since a line goes, whatever is said of the line itself.

    What only services of other nodes lose breaks nothing here.
    """
    broker = dispositions.broker
    if broker:
        yield _without_broker(broker, dispositions.target.release)
    yield from _without_nova_network(dispositions)
    if deployment.plays("scheduler") is not False:
        yield from _without_allocations(dispositions)
    if deployment.plays("api") is not False:
        yield from _without_login(dispositions)


def _without_nova_network(dispositions: Dispositions) -> Iterator[Change]:
    """A cloud with nova-network has no network at all in a release that knows Neutron alone."""
    config, target = dispositions.config, dispositions.target
    name = ("DEFAULT", "use_neutron")
    if config.boolean(*name) is not False or target.option(*name):
        return
    setting = config.setting(*name)
    document, assignment = setting.places[-1]
    yield Change(
        Effect.BREAKS,
        *name,
        f"`use_neutron` is false, but {target.release} has no nova-network, so that servers have no"
        " network; move the cloud to Neutron first",
        Location.of(document, assignment.span),
        gone_in(name, target.release),
        setting.option.readers,
    )


def _without_allocations(dispositions: Dispositions) -> Iterator[Change]:
    """Servers that a scheduler without placement chose hosts for are not counted there.

    The filter scheduler, the only one since stein, would fill their hosts once more (nova/scheduler
    of 18.3.0, `USES_ALLOCATION_CANDIDATES`).
    """
    config, target = dispositions.config, dispositions.target
    setting = config.setting(*SCHEDULER) if config.schema.option(*SCHEDULER) else None
    if setting is None or setting.value not in WITHOUT_PLACEMENT or target.release.major < 19:
        return
    if not setting.places or config.release.major >= 19:
        return
    document, assignment = setting.places[-1]
    yield Change(
        Effect.BREAKS,
        normalize_group(assignment.group),
        assignment.option,
        f"`{setting.value}` was removed in stein, and placement, which counts for the filter"
        " scheduler, knows nothing of the servers that it built; first run `nova-manage placement"
        " heal_allocations` with rocky",
        Location.of(document, assignment.span),
        tuple(release for release in releases() if release.major == 19),
        setting.option.readers,
    )


def _without_login(dispositions: Dispositions) -> Iterator[Change]:
    """Without `auth_type` the API checked tokens as the user of `admin_user`, up to 2026.1.

    It logs in by version 2.0 of Keystone's API alone, which queens is the first to lack. Read in
    keystonemiddleware/auth_token/__init__.py (`_get_auth_plugin`) and _auth.py.
    """
    config, target = dispositions.config, dispositions.target
    ends = config.release.major < WITHOUT_V2 <= target.release.major
    settings = [
        config.setting(AUTHTOKEN, name)
        for name in LOGIN
        if _goes(name, dispositions) or (ends and config.schema.option(AUTHTOKEN, name))
    ]
    written = [setting for setting in settings if setting.places]
    if not written or any(config.setting(AUTHTOKEN, name).places for name in PLUGIN):
        return
    document, assignment = written[0].places[-1]
    way = (
        f"an `auth_type` with its credentials takes {'its' if len(written) == 1 else 'their'} place"
        if dispositions.login
        else LOGIN_WAY.format(AUTHTOKEN)
    )
    names = ", ".join(f"`{setting.name}`" for setting in written)
    fact = f"nothing reads {names} any longer"
    if ends:
        fact = (
            f"{names} log in with version 2.0 of Keystone's API, which is gone in Keystone queens"
        )
    yield Change(
        Effect.BREAKS,
        AUTHTOKEN,
        written[0].name,
        f"{fact}, so nova-api cannot check tokens; {way}",
        Location.of(document, assignment.span),
        tuple(release for release in releases() if ends and release.major == WITHOUT_V2)
        or gone_in((AUTHTOKEN, written[0].name), target.release),
        written[0].option.readers,
        rule="login-by-keystone-v2" if ends else "",
        mended=dispositions.login is not None,
    )


def _goes(name: str, dispositions: Dispositions) -> bool:
    """Whether the start release has an option of the log-in that the target lacks."""
    there = dispositions.config.schema.option(AUTHTOKEN, name)
    return there is not None and dispositions.target.option(AUTHTOKEN, name) is None


def _without_broker(broker: BrokerFromOptions, release: Release) -> Change:
    document, assignment = broker.place
    names = ", ".join(f"`{name}`" for _, name in broker.names)
    effect = "every service looks for the broker on its own machine"
    if [name for _, name in broker.names] == ["rabbit_virtual_host"]:
        effect = "every service uses the virtual host `/`"
    way = f"`transport_url` takes {'its' if len(broker.names) == 1 else 'their'} place"
    if broker.fault:
        way = f"set `transport_url` yourself: {broker.fault}"
    return Change(
        Effect.BREAKS,
        "DEFAULT",
        "transport_url",
        f"nothing reads {names} any more, so {effect}; {way}",
        Location.of(document, assignment.span),
        gone_in(broker.names[0], release),
        broker.settings[0].option.readers,
        mended=bool(broker.url),
    )
