"""Whether TLS to RabbitMQ proves who is at the other end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.places import set_fix, unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, is_set, rabbit
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TLS, VERSION, CA = "ssl", "ssl_version", "ssl_ca_file"
NAME = "ssl_enforce_hostname_verification"
OLD, ACCEPTED = ("tlsv1", "tlsv1_1"), ("tlsv1_2", "sslv23")
"""Values of ssl_version, in small letters, that are out of date, and those that are not."""


def _negotiate(config: Config) -> tuple[Fix, ...]:
    """Offer to leave the version to the two ends, unless the URL sets it."""
    title = "Let both ends agree on the newest version"
    return () if in_url(config, VERSION) else (unset_fix(config, RABBIT, VERSION, title),)


@rule(
    "broker-tls-version-refused",
    theme="security",
    severity=Severity.ERROR,
    options=(f"{RABBIT}.{VERSION}", f"{RABBIT}.{TLS}"),
    releases=(17, None),
)
def broker_tls_version_refused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The version of TLS for RabbitMQ is one that the driver does not know.

    ## What it checks

    `[oslo_messaging_rabbit] ssl_version` with `ssl` true: anything but `TLSv1`, `TLSv1_1`,
    `TLSv1_2` and `SSLv23`, in letters of either size. `SSLv2` and `SSLv3` are known names, but the
    Python of current systems is built without them.

    ## Why it matters

    Every connection ends in a RuntimeError: services that listen do not start, and nova-api fails
    at its first call. `TLSv1.2` with a dot is the usual slip, and there is no name for TLS 1.3.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true
        ssl_version = TLSv1.2

    ## Fix safety

    Unsafe: the option is commented out, so that both ends agree on the newest version they have.

    ## Sources

    oslo.messaging 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`validate_ssl_version`,
    `_SSL_PROTOCOLS`).
    """
    version = rabbit(config, VERSION)
    if rabbit(config, TLS) is not True or not isinstance(version, str) or not version:
        return
    if version.lower() not in (*OLD, *ACCEPTED):
        where, group, name = at_rabbit(config, VERSION)
        yield Finding(
            f"{shown(version)} is no version of TLS that the driver takes, so Nova cannot connect;"
            " leave it out",
            where,
            group,
            name,
            fixes=_negotiate(config),
        )


@rule(
    "broker-tls-version-old",
    theme="security",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{VERSION}", f"{RABBIT}.{TLS}"),
    releases=(17, None),
)
def broker_tls_version_old(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The connection to RabbitMQ is held to a version of TLS that is given up as unsafe.

    ## What it checks

    `[oslo_messaging_rabbit] ssl_version` being `TLSv1` or `TLSv1_1` with `ssl` true.

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

    oslo.messaging 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`_SSL_PROTOCOLS`).
    """
    version = rabbit(config, VERSION)
    if rabbit(config, TLS) is True and isinstance(version, str) and version.lower() in OLD:
        where, group, name = at_rabbit(config, VERSION)
        yield Finding(
            f"{shown(version)} allows no newer version of TLS, and is unsafe and refused by current"
            " systems; leave the option out",
            where,
            group,
            name,
            fixes=_negotiate(config),
        )


@rule(
    "broker-certificate-unchecked",
    theme="security",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{TLS}", f"{RABBIT}.{CA}"),
    releases=(17, None),
)
def broker_certificate_unchecked(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """TLS is on, but without a CA file Nova does not check who answers.

    ## What it checks

    `[oslo_messaging_rabbit] ssl` true with an empty `ssl_ca_file`.

    ## Why it matters

    Without `ssl_ca_file` the driver asks for no check. That the certificate bears the broker's name
    is then never looked at. Whether it is looked at at all depends on the AMQP library: py-amqp
    from 5.1 on compares it with the CAs of the system, older ones, and newer ones with
    `ssl_version` set, take any. Whoever can step in between reads and writes everything.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true

    ## Fix safety

    There is no fix: the path of the CA's certificate must be known. Where the broker's certificate
    comes from a public CA, name the file with the CAs of the system.

    ## Sources

    oslo.messaging 8.1.4 (rocky) and 18.3.1: _drivers/impl_rabbit.py (`_fetch_ssl_params`); py-amqp
    5.1.1 and 5.4.0: amqp/transport.py (`_wrap_socket_sni`); OpenStack security note OSSN-0096.
    """
    if rabbit(config, TLS) is True and rabbit(config, CA) == "":
        where, group, name = at_rabbit(config, TLS)
        yield Finding(
            f"with an empty `{CA}` Nova takes a certificate of any name for the broker's own; name"
            " the CA's file",
            where,
            group,
            name,
        )


@rule(
    "broker-name-unchecked",
    theme="security",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{NAME}", f"{RABBIT}.{TLS}", f"{RABBIT}.{CA}"),
    releases=(31, 33),
)
def broker_name_unchecked(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every certificate of the CA is taken for the broker's, whatever name it bears.

    ## What it checks

    `[oslo_messaging_rabbit] ssl_enforce_hostname_verification` false, its default up to 2026.1,
    with `ssl` true and `ssl_ca_file` set. Where false is not written this is info: the library as
    it came out with these releases does not have the option. From 2026.2 on it is true by default.

    ## Why it matters

    In a cloud most services have a certificate of the same CA. Who holds one of them can pass for
    RabbitMQ.

    ## Example

        [oslo_messaging_rabbit]
        ssl = true
        ssl_ca_file = /etc/nova/ca.pem

    ## Fix safety

    Unsafe: sets true. Each broker's certificate must bear the name that `transport_url` uses, and
    with several hosts kombu must be 5.2 or newer. The option came with stable updates (16.2.0,
    17.1.1, 17.3.1 of the library); an older library passes over it and never checks the name.

    ## Sources

    oslo.messaging 16.1.2, 17.1.1, 17.3.2 and 18.3.1: _drivers/impl_rabbit.py (`_fetch_ssl_params`);
    OpenStack security note OSSN-0096.
    """
    if rabbit(config, TLS) is True and rabbit(config, CA) and rabbit(config, NAME) is False:
        where, group, name = at_rabbit(config, NAME)
        yield Finding(
            f"the broker's certificate may bear any name while `{NAME}` is false; set it to true",
            where,
            group,
            name,
            fixes=() if in_url(config, NAME) else (set_fix(config, RABBIT, NAME, "true"),),
            override=None if is_set(config, NAME) else Severity.INFO,
        )
