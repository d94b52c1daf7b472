"""Whether TLS to RabbitMQ proves who is at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import Reason
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.common.rabbit import label, severity_unless_said
from novalint.rules.common.transport import (
    NOTIFICATIONS,
    RABBIT,
    at_rabbit,
    in_url,
    is_set,
    known_parts,
    over,
    rabbit,
    sends_notifications,
    uses_rabbit,
)
from novalint.rules.declaration import rule
from novalint.rules.security.broker_options import CA, NAME, TLS, VERSION, names, present
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.common.transport import Transport

URL = "DEFAULT.transport_url"
NOTIFYING = tuple(f"{NOTIFICATIONS[0]}.{name}" for name in (NOTIFICATIONS[1], "driver"))
WITHOUT_OPTIONS = 15
"""The major version whose driver does not look behind the `?` of a URL."""
OLD, ACCEPTED = ("tlsv1", "tlsv1_1"), ("tlsv1_2", "sslv23")
"""Values of ssl_version, in small letters, that are out of date, and those that are not."""


def _version(config: Config) -> str:
    """Return the version of TLS that is asked for, where there is TLS; else an empty text."""
    version = rabbit(config, present(config, VERSION))
    encrypted = rabbit(config, present(config, TLS)) is True
    return version if encrypted and isinstance(version, str) else ""


def _finding(config: Config, consequence: str) -> Finding:
    """Make the finding about the version; the fix leaves the choice to both ends."""
    option = present(config, VERSION)
    where, group, name = at_rabbit(config, option)
    fixes = () if in_url(config, option) else (unset_fix(config, RABBIT, option),)
    value = "" if in_url(config, option) else f" {shown(_version(config))}"
    message = f"{label(config, option)}{value} {consequence}; remove it"
    return Finding(message, where, group, name, fixes)


@rule(
    "broker-tls-version-refused",
    theme="security",
    severity=Severity.ERROR,
    options=(URL, *NOTIFYING, *names(TLS, VERSION)),
)
def broker_tls_version_refused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The TLS version for RabbitMQ is one that the driver does not support.

    ## What it checks

    `[oslo_messaging_rabbit] ssl_version` with `ssl` true: anything but `TLSv1`, `TLSv1_1`,
    `TLSv1_2` and `SSLv23`, in either case. `SSLv2` and `SSLv3` are known names, but the Python of
    current systems is built without them. From pike on also where notifications are sent by a URL
    of their own that sets one of the two, as in `?ssl=1`, or that alone leads to RabbitMQ.

    ## Why it matters

    Every connection ends in a RuntimeError: services that listen do not start, and nova-api fails
    at its first call; with such a URL each notification is lost. `TLSv1.2` with a dot is the usual
    typo, and there is no name for TLS 1.3.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true
        ssl_version = TLSv1.2

    ## Fix safety

    Unsafe: the option is commented out, so that both ends agree on the newest version they have.

    ## Sources

    oslo.messaging 5.17.4 (ocata), 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py
    (`validate_ssl_version`, `_SSL_PROTOCOLS`).
    """
    version = _version(config)
    if _is_refused(version):
        yield _finding(
            config, "is not a TLS version that the driver accepts, so Nova cannot connect"
        )
    else:
        lost = "is not a version that the driver accepts, so no notification is sent"
        yield from _of_notifications(config, _is_refused, lost)


def _is_refused(version: object) -> bool:
    text = version.lower() if isinstance(version, str) else ""
    return bool(text) and text not in (*OLD, *ACCEPTED)


def _apart(config: Config, *options: str) -> Transport | None:
    """Return the URL of notifications, if any are sent and it may say otherwise of these options.

    That is where its query has one of them, or RPC goes elsewhere than to RabbitMQ.
    """
    transport = known_parts(config, NOTIFICATIONS)
    if transport is None or not transport.is_rabbit or not sends_notifications(config):
        return None
    return transport if set(options) & set(transport.query) or not uses_rabbit(config) else None


def _is_old(version: object) -> bool:
    return isinstance(version, str) and version.lower() in OLD


def _of_notifications(
    config: Config, is_wrong: Callable[[object], bool], consequence: str
) -> Iterator[Finding]:
    """Report a URL for notifications by which such a version is asked for there."""
    transport = _apart(config, TLS, VERSION) if config.release.major > WITHOUT_OPTIONS else None
    if transport is None:
        return
    version = over(config, transport, VERSION)
    if over(config, transport, TLS) is True and is_wrong(version):
        there = VERSION in transport.query  # where a value is masked, as all that a URL holds
        asked = f"an `{VERSION}`" if there else f"`{VERSION}` {shown(str(version))}"
        yield finding(
            config,
            *NOTIFICATIONS,
            f"{option_name(*NOTIFICATIONS)} uses TLS with {asked}, which {consequence}; remove"
            f" `{VERSION}`",
        )


@rule(
    "broker-tls-version-old",
    theme="security",
    severity=Severity.WARNING,
    options=(URL, *NOTIFYING, *names(TLS, VERSION)),
)
def broker_tls_version_old(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The connection to RabbitMQ is limited to an insecure TLS version.

    ## What it checks

    `[oslo_messaging_rabbit] ssl_version` being `TLSv1` or `TLSv1_1` with `ssl` true. From pike on
    also where notifications are sent by a URL of their own that sets one of the two, or that alone
    leads to RabbitMQ.

    ## Why it matters

    The option names exactly one version, it does not set the least one. TLS 1.0 and 1.1 are
    deprecated (RFC 8996); current systems and RabbitMQ refuse them, so no connection is made.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true
        ssl_version = TLSv1

    ## Fix safety

    Unsafe: the option is commented out, so that both ends agree on the newest version they have.

    ## Sources

    oslo.messaging 5.17.4 (ocata), 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py
    (`_SSL_PROTOCOLS`).
    """
    consequence = "allows no newer version of TLS, and current systems refuse it"
    if _is_old(_version(config)):
        yield _finding(config, consequence)
    else:
        yield from _of_notifications(config, _is_old, consequence)


@rule(
    "broker-certificate-unchecked",
    theme="security",
    severity=Severity.WARNING,
    options=(URL, *NOTIFYING, *names(TLS, CA)),
)
def broker_certificate_unchecked(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """TLS is on without a CA file, so Nova asks for no check of the broker's certificate.

    ## What it checks

    `[oslo_messaging_rabbit] ssl` true with an empty `ssl_ca_file`, also where from pike on the URL
    sets one of the two, as in `?ssl=1`; so for `[oslo_messaging_notifications] transport_url` where
    notifications are sent. Info where a single file does not set the CA's file and does not look
    like a whole configuration.

    ## Why it matters

    Without `ssl_ca_file` the driver asks for no check. That the certificate bears the broker's name
    is then never looked at. Whether it is looked at at all depends on the AMQP library: py-amqp
    from 5.1 on compares it with the CAs of the system, older ones, and newer ones with
    `ssl_version` set, take any. Anyone who can step in between reads and writes everything.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true

    ## Fix safety

    There is no fix: the path of the CA's certificate must be known. Where the broker's certificate
    comes from a public CA, name the file with the CAs of the system.

    ## Sources

    oslo.messaging 5.17.4 (ocata), 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py
    (`_fetch_ssl_params`); py-amqp 5.1.1 and 5.4.0: amqp/transport.py (`_wrap_socket_sni`);
    OpenStack security note OSSN-0096.
    """
    tls, authority = present(config, TLS), present(config, CA)
    if rabbit(config, tls) is True and rabbit(config, authority) == "":
        where, group, name = at_rabbit(config, authority)
        fact = "is empty"
        if not is_set(config, authority):
            where, fact = at_rabbit(config, tls)[0], "is not set"
        yield Finding(
            f"{label(config, authority)} {fact}, so Nova asks for no check of the broker's"
            " certificate; set it to the CA's certificate file",
            where,
            group,
            name,
            override=severity_unless_said(config, authority),
        )
    elif config.release.major > WITHOUT_OPTIONS:
        yield from _notifications_unchecked(config)


def _notifications_unchecked(config: Config) -> Iterator[Finding]:
    """Report a URL for notifications by which TLS is on there without a CA."""
    transport = _apart(config, TLS, CA)
    if transport is None:
        return
    if over(config, transport, TLS) is True and over(config, transport, CA) == "":
        yield finding(
            config,
            *NOTIFICATIONS,
            f"{option_name(*NOTIFICATIONS)} uses TLS without `{CA}`, so Nova asks for no check of"
            f" the broker's certificate; set `[{RABBIT}] {CA}` to the CA's certificate file",
            override=severity_unless_set(config, (RABBIT, CA)),
        )


@rule(
    "broker-name-unchecked",
    theme="security",
    severity=Severity.WARNING,
    options=(URL, *NOTIFYING, *(f"{RABBIT}.{option}" for option in (TLS, CA, NAME))),
    releases=(31, 33),
    since="the option came with oslo.messaging 16.1.2, an update of 2025.1",
    until="2026.2 verifies the name whatever it says (oslo.messaging 18.3.1, impl_rabbit.py)",
)
def broker_name_unchecked(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Any certificate of the CA is accepted for the broker, whatever name it has.

    ## What it checks

    `[oslo_messaging_rabbit] ssl_enforce_hostname_verification` false, its default up to 2026.1,
    with `ssl` true and `ssl_ca_file` set. Where false is not written this is info: the library as
    it came out with these releases does not have the option. From 2026.2 on the name is always
    verified, and the option is deprecated and changes nothing. So also where notifications are sent
    by a URL of their own that sets one of the three, or that alone leads to RabbitMQ.

    ## Why it matters

    In a cloud most services have a certificate of the same CA. Anyone who holds one of them can
    pass for RabbitMQ.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true
        ssl_ca_file = /etc/nova/ca.pem

    ## Fix safety

    Unsafe: sets true. Each broker's certificate must bear the name that `transport_url` uses, and
    with several hosts kombu must be 5.2 or newer. The option came with stable updates (16.1.2,
    17.1.1 and 17.3.1 of the library); an older library ignores it and never checks the name.

    ## Sources

    oslo.messaging 16.1.2, 17.1.1, 17.3.2 and 18.3.1: _drivers/impl_rabbit.py (`_fetch_ssl_params`);
    OpenStack security note OSSN-0096.
    """
    written = None if is_set(config, NAME) else Severity.INFO
    if (
        rabbit(config, TLS) is True
        and rabbit(config, NAME) is False
        and _has_authority(config, known_parts(config) if in_url(config, CA) else None)
    ):
        where, group, name = at_rabbit(config, NAME)
        yield Finding(
            f"{label(config, NAME)} is false, so the broker's certificate may have any name; set"
            " it to true",
            where,
            group,
            name,
            fixes=() if in_url(config, NAME) else (set_fix(config, RABBIT, NAME, "true"),),
            override=written,
        )
        return
    transport = _apart(config, TLS, CA, NAME)
    if transport is not None and _takes_any_name(config, transport):
        here = NAME in transport.query
        option = "it" if here else option_name(RABBIT, NAME)
        yield finding(
            config,
            *NOTIFICATIONS,
            f"{option_name(*NOTIFICATIONS)} uses TLS with `{NAME}` false, so the broker's"
            f" certificate may have any name; set {option} to true",
            override=None if here else written,
        )


def _takes_any_name(config: Config, transport: Transport) -> bool:
    """Return whether a URL's broker must have a certificate of the CA, for any name."""
    tls, name = (over(config, transport, option) for option in (TLS, NAME))
    return tls is True and name is False and _has_authority(config, transport)


def _has_authority(config: Config, transport: Transport | None) -> bool:
    """Return whether a CA's file is set, also one whose path a tool has yet to fill in."""
    unknown = config.setting(RABBIT, CA).unknown
    by_url = transport is not None and CA in transport.query
    filled_in = unknown is not None and unknown.reason is not Reason.BRANCH
    return (filled_in and not by_url) or bool(over(config, transport, CA))
