"""The log-ins to Keystone that the files hold, and what may be said of what they lack."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.layers import Layer
from novalint.text.branches import is_certain

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Name
    from novalint.schema.types import Value
    from novalint.text.content import Assignment

LOGINS = ("auth_type", "auth_section")
"""Either of these in a group makes keystoneauth load a log-in from it."""

FORMER = ("keystone_authtoken", "admin_user")
"""What names the user of a log-in without either, which the API had up to 2026.1."""


def partial(config: Config, group: str, name: str) -> Value:
    """Return the value of an option, known here or not; None where the release has none such."""
    if config.schema.option(group, name) is None:
        return None
    return config.setting(group, name).partial


def has_login(config: Config, group: str) -> bool:
    """Return whether a group says how to log in to Keystone, itself or by naming another group.

    So does one where a template decides how, or where other text may say it, and one whose word
    cannot be read, of which another rule tells.
    """
    return any(may_have(config, group, name) for name in LOGINS)


def may_have(config: Config, group: str, name: str) -> bool:
    """Return whether an option has a value, or may have one that cannot be told here."""
    if config.schema.option(group, name) is None:
        return False
    setting = config.setting(group, name)
    if setting.unknown or setting.fault:
        return True
    return _is_in_branch(config, setting) if setting.is_default else bool(setting.partial)


def holds_logins(config: Config) -> bool:
    """Return whether the files hold any log-in at all.

    Where they do, one that lacks is no matter of a part of the configuration that is not here.
    """
    return any(names_login(setting) and setting.partial for setting in config.settings)


def names_login(setting: Setting) -> bool:
    """Return whether an option says how its group logs in to Keystone."""
    return setting.name in LOGINS or (setting.group, setting.name) == FORMER


def is_needless(config: Config, group: str, name: str) -> bool:
    """Return whether an option that nothing reads is one that a log-in gets along without.

    The installation guide and deployment tools write such ones: that Keystone is to be asked and by
    which version, which goes without saying in a log-in; where a service is found, in
    `[service_user]`, which is for tokens alone; a log-in to Glance or Barbican, which are asked
    with the user's token (nova/image/glance.py; castellan's barbican_key_manager.py).
    """
    if name in ("auth_strategy", "auth_version"):
        return has_login(config, group)
    known = config.schema.option
    if group == "service_user":
        everywhere = known("neutron", name) is not None and known("placement", name) is not None
        return everywhere or name in ("endpoint_type", "interface", "os_region_name")
    return group in ("glance", "barbican") and known("service_user", name) is not None


def elsewhere(config: Config) -> bool:
    """Return whether there is another source of settings, which cannot be read here.

    A file may name one, and an override of a deployment tool is put over what that writes itself.
    """
    return config.is_override or bool(config.value("DEFAULT", "config_source"))


def is_missing(config: Config, group: str, name: str) -> bool:
    """Return whether an option that the release has is set to nothing, or not at all.

    Never so where another source of settings is named, as it may be set there, nor where a template
    decides, be it in some of its branches alone.
    """
    if config.schema.option(group, name) is None or elsewhere(config):
        return False
    setting = config.setting(group, name)
    decided = setting.unknown is not None and setting.unknown.of_template
    if setting.fault or decided or _is_in_branch(config, setting):
        return False
    return setting.is_default or setting.partial in (None, "")


def _is_in_branch(config: Config, setting: Setting) -> bool:
    """Return whether a branch of a template sets an option that the branches chosen leave out."""
    if not (config.arms and setting.is_default):
        return False
    names = {(setting.group, setting.name), *setting.option.old_names}
    return any(not names.isdisjoint(Layer(document).doubtful) for document in config.documents)


def is_set_in_some_branches(config: Config, group: str, *options: str) -> bool:
    """Return whether options have a value in some branches of a template, and in others none.

    What needs one of them is then not right for all branches. Those taken to be chosen are certain.
    """
    known = [option for name in options if (option := config.schema.option(group, name))]
    names = {name for each in known for name in ((each.group, each.name), *each.old_names)}

    def lines(places: dict[Name, list[Place]]) -> list[Assignment]:
        every = [place.assignment for name in names for place in places.get(name, ())]
        return [line for line in every if line.value]

    if any(lines(layer.values) for layer in config.layers):
        return False
    doubtful = [(document, lines(Layer(document).doubtful)) for document in config.documents]
    return any(each for _, each in doubtful) and not any(is_certain(*each) for each in doubtful)
