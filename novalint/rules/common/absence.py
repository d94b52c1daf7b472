"""Whether files lack what they do not set, and how bad that is: one not read here may set it.

`is_complete` and `knows` are that question for one configuration; `Node.lacks` and `Node.knows` of
a fleet are the same one for a node, of which it is told and need not be seen.

Told roles say which services read the files. That these are all their files they never say: a
hook or a tool tells the role for each of the parts that a service reads.
"""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.absent import includes
from novalint.findings import Finding, Severity
from novalint.records import replace
from novalint.rules.common.logins import holds_logins, names_login
from novalint.rules.common.places import at_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.schema.options import Name

_BROKER = frozenset(
    [
        ("transport_url", "DEFAULT"),
        ("rabbit_host", "oslo_messaging_rabbit"),
        ("rabbit_hosts", "oslo_messaging_rabbit"),
    ]
)
_DATABASE = frozenset([("connection", "api_database"), ("connection", "database")])
ALL_SIGNS = 3
_MAIN = 2
"""Kinds of what a main file holds from which on a file is taken for one, whatever else it says."""


def signs_of_whole(config: Config) -> int:
    """Return how many kinds of what a main file holds are there: a log-in, a broker, a database.

    What every service needs is missed as error or warning only where two of them are there: tools
    write the broker's URL, or the log-ins, into files of their own.
    """
    names = {(setting.name, setting.group) for setting in config.settings if setting.partial}
    kinds = (holds_logins(config), names & _BROKER, names & _DATABASE)
    return sum(map(bool, kinds))  # ALL_SIGNS at most


def is_complete(config: Config, *, for_need: bool = False) -> bool:
    """Return whether what no file sets is not set at all, as far as the files show.

    That is so where several were read together, or one that holds two kinds of what a main file
    holds, or one kind and anything else. The latter does not count `for_need`: for what every main
    file holds whatever else it says, as tools may keep that apart. Of parts that are judged by
    themselves one must look whole, however many they are, and none where it includes other text.
    """
    if config.by_itself and includes(config.documents):
        return False
    signs = signs_of_whole(config)
    if signs >= _MAIN or (len(config.documents) > 1 and not config.by_itself):
        return True
    return not for_need and signs > 0 and _says_more(config)


def knows(config: Config, *names: Name, for_need: bool = False) -> bool:
    """Return whether it is known what options are: files set each, or are complete without it."""
    absent = any(config.setting(*name).is_default for name in names)
    return not absent or is_complete(config, for_need=for_need)


def known_first(config: Config, names: Iterable[Name]) -> list[Name]:
    """Return the options that the release has, those last whose values are not known here.

    A rule ends where it touches one of these: what it finds out about the others is told before.
    """
    there = [name for name in names if config.schema.option(*name)]
    return sorted(there, key=lambda name: config.setting(*name).unknown is not None)


def _says_more(config: Config) -> bool:
    """Return whether files set more than where broker, databases and Keystone are found."""
    logins = {setting.group for setting in config.settings if names_login(setting)}
    apart = logins | {group for _, group in _DATABASE}
    return any(
        setting.group not in apart and (setting.name, setting.group) not in _BROKER
        for setting in config.settings
    )


def severity_unless_set(config: Config, *names: Name, for_need: bool = False) -> Severity | None:
    """Return the override of a finding that depends on options which another file may set.

    None, for the rule's severity, where files set all of them or are complete.
    """
    return None if knows(config, *names, for_need=for_need) else Severity.INFO


def sure_fixes(config: Config, names: Iterable[Name], *fixes: Fix) -> tuple[Fix, ...]:
    """Return fixes that are right as the options stand; none where another file may set one."""
    there = (name for name in names if config.schema.option(*name))
    return () if severity_unless_set(config, *there) else fixes


def severity_of_absence(config: Config, *, for_need: bool = False) -> Severity | None:
    """Return the override of a finding about what no file sets; None for the rule's severity.

    `for_need` is as in `is_complete`.
    """
    return None if is_complete(config, for_need=for_need) else Severity.INFO


def absent_finding(
    config: Config,
    name: Name,
    needed_by: Name,
    message: str,
    *fixes: Fix,
    override: Severity | None = None,
) -> Finding:
    """Return a finding about an option that another one needs, and that says nothing.

    It points at the option where a file sets it, else at the one that needs it. `override` is the
    severity where the files are complete; else there is no fix, as another file may set the option.
    """
    where = at_option(config, *(needed_by if config.setting(*name).is_default else name))
    elsewhere = severity_unless_set(config, name)
    kept = () if elsewhere else fixes
    return Finding(message, where, *name, kept, override=elsewhere or override)


def without_guesses(finding: Finding, severity: Severity, config: Config) -> Finding:
    """Return a finding without the fixes of a note that set what another file may set.

    `severity` is that of its rule.
    """
    is_note = Severity(finding.override or severity) is Severity.INFO
    if not is_note or not any(fix.adds for fix in finding.fixes) or is_complete(config):
        return finding
    return replace(finding, fixes=tuple(fix for fix in finding.fixes if not fix.adds))
