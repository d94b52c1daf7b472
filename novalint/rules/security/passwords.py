"""Secrets that are none: placeholders, words anybody tries first, one secret for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import references
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.compute_only import is_for_all
from novalint.rules.common.places import at
from novalint.rules.common.secrets import is_guides, refers_to_plain, secrets
from novalint.rules.declaration import rule
from novalint.text.document import normalize_group
from novalint.wording import in_turn, option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.rules.common.secrets import Secret

BOTH_ENDS = "set the same random value at both ends"
WAYS = {
    "fixed_key": "set a random one, as long as no volume is encrypted with it",
    "memcache_secret_key": "set the same random one on all nodes that share the cache",
}
"""What to do about secrets that have no other end at which somebody checks them."""
GUESSABLE = frozenset(
    {
        "12345",
        "123456",
        "12345678",
        "123456789",
        "admin",
        "admin123",
        "change_me",
        "changeme",
        "devstack",
        "guest",
        "letmein",
        "mysql",
        "nomoresecret",
        "nova",
        "openstack",
        "openstack123",
        "p@ssw0rd",
        "pass",
        "passw0rd",
        "password",
        "password1",
        "password123",
        "qwerty",
        "rabbit",
        "rabbitmq",
        "root",
        "secret",
        "secretadmin",
        "secretdatabase",
        "secretrabbit",
        "secretservice",
        "stack",
        "stackdb",
        "stackqueue",
        "supersecret",
        "test",
    }
)


@rule(
    "placeholder-secret",
    theme="security",
    severity=Severity.ERROR,
    whoever_reads=True,
)
def placeholder_secret(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A secret is still the placeholder from the installation guide.

    ## What it checks

    Every option that the release marks secret, and the passwords within URLs, for the names that
    guides print for the reader to replace: capital words that end in PASS, PASSWORD, SECRET or
    TOKEN, such as `NOVA_DBPASS`, words in angle brackets, REPLACEME and its kin, and CHANGEME in a
    URL. What a tool has left there, such as `{{ nova_password }}` or CHANGEME alone, is a matter of
    value-not-rendered. The value is never shown. Not reported for what no service of the node
    reads, where its role is given: such a line is to go, as option-not-read-by-role and
    database-credentials-on-compute tell. A group that Nova itself does not have and that an
    `auth_section` names is not checked.

    ## Why it matters

    Either the other side has a proper secret, and Nova cannot log in; or it has the placeholder
    too, which is the first thing to try for anyone who knows the guide. With a known
    `[neutron] metadata_proxy_shared_secret` a guest can ask for the metadata of another one.

    ## The file and who may read it

    nova.conf holds every key to the cloud, whatever the words. Keep it at `root:nova` with mode
    0640 or stricter in a directory of mode 0750 (the Security Guide's Check-Compute-01 and 02; in
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
        if is_guides(secret.word) and not _is_idle(secret.setting, config, deployment):
            kind = "a placeholder from a guide"
            yield _finding(secret, f"has {kind} as the password", f"is {kind}")


@rule(
    "guessable-secret",
    theme="security",
    severity=Severity.WARNING,
    whoever_reads=True,
)
def guessable_secret(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A secret is a word that is easily guessed.

    ## What it checks

    Every option that the release marks secret, and the passwords within URLs: words such as
    `password`, `secret`, `openstack` or `admin`, in upper or lower case, and passwords equal to
    their user's name, also by a reference such as `$username`. The user is that of `username`,
    `user_id`, `admin_user`, `rabbit_userid` or a similar option in the same group; without one, as
    for `metadata_proxy_shared_secret`, only the words count. Each key of `[profiler] hmac_keys` is
    checked. Of RabbitMQ's guest with the password guest
    [broker-guest-user](broker-guest-user.md) tells. The value is never shown. If the role is given
    and no service of the node reads the line, remove it, but change the secret all the same. A
    group that Nova itself does not have and that an `auth_section` names is not checked.

    ## Why it matters

    The password of a service user gives access to the whole cloud, that of the message bus to every
    compute host. Such words are defaults of deployment tools and tutorials, so attackers try them
    first.

    ## Example

        [neutron]
        username = neutron
        password = password

    ## Fix safety

    There is no fix: generate a random value and set it here and on the other side.

    ## Sources

    Values shipped by openstack-helm, DevStack and by tutorials; OpenStack Security Guide. Secret
    options from the release schemas.
    """
    findings: dict[tuple[str, str, str], Finding] = {}  # two words of one line are said once
    for secret in _each_once(config):
        idle = partial(_is_idle, secret.setting, config, deployment)
        finding = None if is_guides(secret.word) else _guessed(secret, idle)
        if finding:
            findings.setdefault((finding.group, finding.option, finding.message), finding)
    yield from findings.values()


def _guessed(secret: Secret, is_idle: Callable[[], bool]) -> Finding | None:
    if not _is_guessable(secret):
        return None
    way = "change it where it is read, and remove it here" if is_idle() else BOTH_ENDS
    if _is_users(secret):
        alone = "is the same as the user name, which attackers try first"
        return _finding(secret, "has the user name as the password", alone, way)
    kind = "one of the words that attackers try first"
    return _finding(secret, f"has {kind} as the password", f"is {kind}", way)


def _is_idle(setting: Setting, config: Config, deployment: Deployment) -> bool:
    """Whether no service of the node reads an option, so that its line is to go."""
    name = setting.group, setting.name
    if not deployment.roles or is_for_all(config, setting.places[-1].document):
        return False
    from novalint.rules.options.roles import not_read_by_role
    from novalint.rules.security.database import is_kept_from_compute

    unread = ((each.group, each.name) for each in not_read_by_role(config, deployment))
    return is_kept_from_compute(setting, deployment) or name in unread


@rule(
    "secret-reused",
    theme="security",
    severity=Severity.INFO,
    whoever_reads=True,
)
def secret_reused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The same secret is used for several purposes: the database, the message bus, the API.

    ## What it checks

    Whether the same value is set for different purposes: database connections, message bus,
    credentials for the Identity service, the secret of the metadata proxy, and every other secret
    option. The same account in several places is not reported, nor are service users that share a
    password among themselves. Placeholders and guessable words have rules of their own, and values
    that a tool has yet to fill in are not compared. No value is shown.

    ## Why it matters

    Anyone who obtains one of them, from a log, a backup or a compute host, has them all, and none
    can be changed on its own.

    ## Example

    The password of nova in `[database] connection` and in `transport_url`.

    ## Fix safety

    There is no fix: set a random value of its own for each purpose, on both sides.

    ## Sources

    OpenStack Security Guide, messaging and databases chapters.
    """
    by_word: dict[str, dict[str, Setting]] = {}
    for secret in secrets(config):
        known = is_guides(secret.word) or _is_guessable(secret) or _is_guest(secret)
        if not (known or _is_passed_on(secret)):
            by_word.setdefault(secret.word, {}).setdefault(secret.purpose, secret.setting)
    for uses in by_word.values():
        *others, last = uses.values()
        if others:
            same = in_turn(map(_as_written, others))
            yield Finding(
                f"{_as_written(last)} uses the same secret as {same}, so"
                " anyone who finds one has them all; use a different secret for each",
                at(last.places[-1]),
                last.group,
                last.name,
                related=tuple(
                    Note("the same secret", at(setting.places[-1])) for setting in others
                ),
            )


def _each_once(config: Config) -> Iterator[Secret]:
    """Yield the secrets, each different one of an assignment once."""
    seen: set[tuple[str, int, str]] = set()
    for secret in secrets(config):
        document, assignment = secret.setting.places[-1]
        if _refers(config, assignment.value, secret):
            continue
        key = (document.path, assignment.span.start, secret.word)
        if key not in seen and not _is_guest(secret):
            seen.add(key)
            yield secret


def _as_written(setting: Setting) -> str:
    """Return an option by the name that the file has for it, be it an old one."""
    written = setting.places[-1].assignment
    return option_name(normalize_group(written.group), written.option)


def _refers(config: Config, written: str, secret: Secret) -> bool:
    """Return whether a line names another secret option, which is told of itself, and no more."""
    if not written.startswith("$") or " " in written or written == secret.setting.partial:
        return False
    named = references(written)
    whole = len(named) == 1 and named[0][1:] == (0, len(written))
    return not (whole and refers_to_plain(config, secret.setting, named[0][0]))


def _finding(secret: Secret, in_url: str, alone: str, way: str = BOTH_ENDS) -> Finding:
    """Make a finding about a secret: what is wrong with one within a URL, or one alone."""
    setting = secret.setting
    way = WAYS.get(setting.name, way) if way == BOTH_ENDS else way
    return Finding(
        f"{_as_written(setting)} {in_url if secret.in_url else alone}; {way}",
        at(setting.places[-1]),
        setting.group,
        setting.name,
    )


def _is_passed_on(secret: Secret) -> bool:
    """Return whether an option that is no secret itself has it by a reference: a path below one."""
    setting = secret.setting
    written = setting.places[-1].assignment.value
    return not setting.option.secret and bool(references(written)) and secret.word not in written


def _is_guessable(secret: Secret) -> bool:
    return secret.word.lower() in GUESSABLE or _is_users(secret)


def _is_users(secret: Secret) -> bool:
    """Return whether a password is the name of whom it belongs to."""
    return bool(secret.user) and secret.word.lower() == secret.user.lower()


def _is_guest(secret: Secret) -> bool:
    """Return whether it is RabbitMQ's guest:guest, of which broker-guest-user tells."""
    return secret.purpose == "messages" and secret.user == secret.word == "guest"
