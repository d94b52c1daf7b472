"""Secrets that are none: placeholders, words anybody tries first, one secret for everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.rules.common.places import at
from novalint.rules.common.secrets import secrets
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.rules.common.secrets import Secret

OPTIONS = (
    "DEFAULT.transport_url",
    "oslo_messaging_notifications.transport_url",
    "database.connection",
    "api_database.connection",
    "keystone_authtoken.password",
    "keystone_authtoken.memcache_secret_key",
    "neutron.password",
    "neutron.metadata_proxy_shared_secret",
    "placement.password",
    "cinder.password",
    "service_user.password",
)
"""The secrets of nearly every cloud; looked at is each option that the release marks secret."""

PLACEHOLDERS = ("PASSWORD", "PASS", "SECRET", "CHANGEME", "CHANGE_ME", "REPLACE_ME", "REPLACEME")
GUESSABLE = frozenset(
    {
        "123456",
        "admin",
        "change_me",
        "changeme",
        "guest",
        "mysql",
        "nomoresecret",
        "nova",
        "openstack",
        "pass",
        "password",
        "passw0rd",
        "rabbit",
        "rabbitmq",
        "root",
        "secret",
        "test",
    }
)
_ENDS = ("PASS", "PASSWORD", "SECRET", "TOKEN")
_OWN_RULE = ("hmac_keys",)


@rule(
    "placeholder-secret",
    theme="security",
    severity=Severity.ERROR,
    options=OPTIONS,
    releases=(15, None),
)
def placeholder_secret(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In place of a secret stands the placeholder that the installation guide prints.

    ## What it checks

    Every option that the release marks secret, and the passwords within URLs, for the names that
    guides print for the reader to replace: capital words that end in PASS, PASSWORD, SECRET or
    TOKEN, such as `NOVA_DBPASS`, and CHANGEME and its kin. What a tool has yet to fill in, such as
    `{{ nova_password }}`, is left alone. The value is never shown.

    ## Why it matters

    Either the other side has a proper secret, and Nova cannot log in; or it has the placeholder
    too, which is the first thing to try for whoever knows the guide. With a known
    `[neutron] metadata_proxy_shared_secret` a guest can ask for the metadata of another one.

    ## The file and who may read it

    nova.conf holds every key to the cloud, whatever the words. Keep it at `root:nova` with mode
    0640 or stricter in a folder of mode 0750 (the Security Guide's Check-Compute-01 and 02; in
    kolla's containers `nova:nova` with 0600 does the same). novalint does not look at owner and
    mode.

    A nova.conf with its secrets does not belong into version control either: keep them in Ansible
    Vault or another store that fills them in, or in a file of their own that is read last with
    `--config-file` or from `--config-dir`.

    A service user with the role admin in a project that tenants share can be turned against the
    cloud (OSSN-0055): give services a project, better a domain, of their own.

    ## Example

        [placement]
        username = placement
        password = PLACEMENT_PASS

    ## Fix safety

    There is no fix: make a random value, set it here and on the other side.

    ## Sources

    Nova's installation guide. Nova 34.0.0: nova/api/metadata/handler.py
    (`_validate_shared_secret`); secret options from the release schemas.
    """
    for secret in _each_once(config):
        if _is_placeholder(secret.word):
            yield Finding(
                f"{_where(secret)} is a placeholder from a guide that nobody replaced; set a random"
                " one here and on the other side",
                at(secret.setting.places[-1]),
                secret.setting.group,
                secret.setting.name,
            )


@rule(
    "guessable-secret",
    theme="security",
    severity=Severity.WARNING,
    options=OPTIONS,
    releases=(15, None),
)
def guessable_secret(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A secret is one of the few words that anybody tries first.

    ## What it checks

    Every option that the release marks secret, and the passwords within URLs: words such as
    `password`, `secret`, `openstack` or `admin`, in capitals or not, and passwords equal to their
    user's name. The user guest of RabbitMQ has rules of its own. The value is never shown.

    ## Why it matters

    The password of a service user opens the whole cloud, that of the message bus every compute
    host. Deployment tools and tutorials ship such words as defaults, so they are tried first.

    ## Example

        [neutron]
        username = neutron
        password = password

    ## Fix safety

    There is no fix: make a random value, set it here and on the other side.

    ## Sources

    Values shipped by openstack-helm and by tutorials; OpenStack Security Guide. Secret options
    from the release schemas.
    """
    for secret in _each_once(config):
        if _is_guessable(secret) and not _is_placeholder(secret.word):
            yield Finding(
                f"{_where(secret)} is one of those that anybody tries first; set a random one here"
                " and on the other side",
                at(secret.setting.places[-1]),
                secret.setting.group,
                secret.setting.name,
            )


@rule(
    "secret-reused",
    theme="security",
    severity=Severity.INFO,
    options=OPTIONS,
    releases=(15, None),
)
def secret_reused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """One secret opens several things: the database, the message bus, the cloud's API.

    ## What it checks

    Whether the same value is set for different purposes: database connections, message bus, log-in
    to the Identity service, the secret of the metadata proxy, and each other secret option. The
    same account named in several places is no finding, nor are service users that share a password
    among themselves. Placeholders and guessable words have rules of their own. No value is shown.

    ## Why it matters

    Whoever gets hold of one, from a log, a backup or a compute host, has them all, and none can be
    changed alone.

    ## Example

    The password of nova in `[database] connection` and in `transport_url`.

    ## Fix safety

    There is no fix: give each its own random value, on both sides.

    ## Sources

    OpenStack Security Guide, messaging and databases chapters.
    """
    by_word: dict[str, dict[str, Setting]] = {}
    for secret in secrets(config):
        if not (_is_placeholder(secret.word) or _is_guessable(secret) or _is_guest(secret)):
            by_word.setdefault(secret.word, {}).setdefault(secret.purpose, secret.setting)
    for uses in by_word.values():
        first, *others = uses.values()
        if others:
            named = listed(f"[{one.group}] {one.name}" for one in (first, *others[:-1]))
            last = f"`[{others[-1].group}] {others[-1].name}`"
            yield Finding(
                f"{named} and {last} have the same secret, so whoever has one has all;"
                " give each its own",
                at(others[-1].places[-1]),
                others[-1].group,
                others[-1].name,
                related=tuple(
                    Note("the same secret", at(one.places[-1])) for one in (first, *others[:-1])
                ),
            )


def _each_once(config: Config) -> Iterator[Secret]:
    """Give the secrets, each different one of an assignment once."""
    seen: set[tuple[str, int, str]] = set()
    for secret in secrets(config):
        document, assignment = secret.setting.places[-1]
        key = (document.path, assignment.span.start, secret.word)
        if key not in seen and secret.setting.name not in _OWN_RULE and not _is_guest(secret):
            seen.add(key)
            yield secret


def _where(secret: Secret) -> str:
    written = secret.setting.places[-1].assignment
    option = f"`[{written.group}] {written.option}`"
    return f"the password in the URL of {option}" if secret.in_url else f"the value of {option}"


def _is_placeholder(word: str) -> bool:
    capital = word.isascii() and word.isupper() and word.replace("_", "").isalnum()
    return capital and (word in PLACEHOLDERS or ("_" in word and word.endswith(_ENDS)))


def _is_guessable(secret: Secret) -> bool:
    word = secret.word.lower()
    return word in GUESSABLE or bool(secret.user and word == secret.user.lower())


def _is_guest(secret: Secret) -> bool:
    """Tell whether it is RabbitMQ's default user, which rules of the broker tell of."""
    return secret.purpose == "messages" and secret.user == "guest"
