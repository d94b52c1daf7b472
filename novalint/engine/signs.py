"""What a plain file shows wherever a rule finds something in it.

Rules that are declared with a sign look at every line, so that no option tells whether they can
have something to say, or only at what hardly any file has, such as an empty number. Most files show
none of these signs, and such a rule is then not imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.findings.suppressions import speaks_of_novalint

if TYPE_CHECKING:
    from novalint.config.model import Config


def _directive(config: Config) -> bool:
    """Whether a comment may be one for novalint, in this or another form."""
    return any(speaks_of_novalint(document.file.text) for document in config.documents)


def _problem(config: Config) -> bool:
    """Whether oslo.config refuses a line, or a file for its encoding."""
    return any(document.problems for document in config.documents)


def _other_name(config: Config) -> bool:
    """Whether a name is set that is no present one of an option."""
    return any(usage.option is None for usage in config.usages)


def _deprecated(config: Config) -> bool:
    """Whether an option is set that is to go."""
    return any(setting.option.deprecated for setting in config.settings)


def _fault(config: Config) -> bool:
    """Whether a value cannot be read, or is not known here."""
    return any(setting.fault or setting.unknown for setting in config.settings)


def _misplaced(config: Config) -> bool:
    """Whether a tool reads no file of a name, be it in some releases, or no key of one."""
    hosts = [each.host.embedded for each in config.documents if each.host]
    return any(each.misplaced or each.strays for each in hosts)


def _empty(config: Config) -> bool:
    """Whether a value is none, as an empty number is, or is not known here."""
    return any(setting.value is None or setting.unknown for setting in config.settings)


def _second_version(config: Config) -> bool:
    """Whether files speak of a second version, as of Keystone's API, or a value is not known."""
    words = ("v2", "V2", "auth_version", "admin_user")
    texts = (document.file.text for document in config.documents)
    return any(word in text for text in texts for word in words) or _fault(config)


SIGNS: Mapping[str, Callable[[Config], bool]] = {
    "directive": _directive,
    "problem": _problem,
    "other name": _other_name,
    "deprecated": _deprecated,
    "fault": _fault,
    "misplaced": _misplaced,
    "empty": _empty,
    "v2": _second_version,
}
"""The signs by the names with which rules declare them."""
