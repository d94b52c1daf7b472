"""Values that Nova fails to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import references
from novalint.findings import Finding, Fix, Location, Safety, Severity
from novalint.nearest import nearest
from novalint.records import replace
from novalint.rules.common.places import set_fix, unset_fix
from novalint.rules.common.reading import explained
from novalint.rules.declaration import rule
from novalint.rules.options.near_values import near_value
from novalint.rules.options.passwords import holds, passwords
from novalint.rules.options.rendering import is_left
from novalint.rules.options.units import in_own_unit
from novalint.rules.options.value_sources import at_source, value_source
from novalint.schema.types import ValueFault, decode
from novalint.text.edits import Edit, Patch
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting, SettingFault
    from novalint.deployment import Deployment


@rule("invalid-value", theme="options", severity=Severity.ERROR, sign="fault")
def invalid_value(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A value does not match its option's type, bounds or choices, so Nova fails to read it.

    ## What it checks

    The value that counts of every option that is set, after substitution, as oslo.config types it:
    booleans, numbers with their bounds, ports, addresses, host names, URIs, lists and tables with
    the type of their items, choices, patterns, lengths.

    ## Why it matters

    oslo.config looks at a value when the code first asks for it. Some services then stop at once
    with a ConfigFileValueError, others run for days until the one request that needs the option.
    A value that is nothing but a reference to an address, such as `$my_ip`, is shown where that
    address is set, for there it is corrected.
    A limit that came with a stable update of a library is a warning: with the libraries as they
    were on the day of the release, Nova reads the value.

    ## Example

        vif_plugging_timeout = 300s

    ## Fix safety

    Unsafe: where it is beyond doubt what was meant, that is written: a choice in other letters
    (`KVM`) or with a typo, the class of one, choices without commas between them, a number with the
    unit that the option has anyhow (`60s`), in powers of ten (`1.024e+06`), with marks between
    thousands or a decimal comma (`1,5`), another word for true or false, an IPv6 address in
    brackets, or any of these in odd quotes or before a comma. A line without a value is commented
    out, so that the overridden value applies, or the default. A number with another unit, such as
    `10m` or `16G`, is reckoned in that of the option. Otherwise there is no fix.

    ## Sources

    oslo.config 10.7.0, oslo_config/types.py; types, bounds and choices from the release schemas.
    """
    for setting, fault in _faults(config):
        if fault.reference is None and not explained(setting, config.schema):
            updated = _only_updates_refuse(setting)
            written = _written(setting, fault)
            near = near_value(setting.option, written)
            who = "Nova with updated libraries" if updated else "Nova"
            unit = None if near else in_own_unit(setting.option, written)
            source = None if setting.secret else value_source(config, fault)
            fact, way = _said(fault.message, near, unit.hint if unit else "")
            way = f"; correct {source.name}, which gives it" if source and source.blamed else way
            way = _in_quotes(setting, written, near) or way
            message = f"{option_name(setting.group, setting.name)} {fact}, so {who} refuses it{way}"
            finding = replace(
                _finding(setting, fault, message),
                fixes=tuple(_fixes(config, setting, fault, near or (unit.value if unit else ""))),
                override=Severity.WARNING if updated else None,
            )
            yield at_source(finding, source) if source else finding


def _said(message: str, near: str, unit: str) -> tuple[str, str]:
    """Return what is wrong with a value, and the way out with its semicolon."""
    fact, _, hint = message.partition("; ")
    nothing = fact.removeprefix("an empty value ")
    if nothing != fact:
        return f"is empty, which {nothing}", "; remove it"
    limit = re.search(r"(below|above) the (?:mini|maxi)mum (\S+)$", fact)
    if near:
        hint = f"set it to {near}"
    elif unit:
        hint = unit
    elif limit:
        low = limit[1] == "below"
        hint = f"{'raise' if low else 'lower'} it to {limit[2]} or {'more' if low else 'less'}"
    elif hint.startswith("nearest is"):
        hint = f"{hint.replace('nearest is', 'set it to')} if that is meant"
    return fact, f"; {hint or 'correct it'}"


def _in_quotes(setting: Setting, written: str, near: str) -> str:
    """Return the way out for a number of which Helm makes one with an exponent; empty for others.

    helm 3, pkg/cli/values/options.go (values are read as JSON, whose numbers are floats); Go
    prints a float from a million on with an exponent.
    """
    host = setting.places[-1].document.host if setting.places else None
    by_helm = near and host and host.embedded.form == "helm" and "e+" in written
    return f"; put {near} in quotes, since Helm makes {written} of the number" if by_helm else ""


def _fixes(config: Config, setting: Setting, fault: SettingFault, near: str) -> Iterator[Fix]:
    if near:
        yield set_fix(config, setting.group, setting.name, near)
    elif fault.message.startswith("an empty value ") and not fault.sources:
        yield unset_fix(config, setting.group, setting.name)


def _written(setting: Setting, fault: SettingFault) -> str:
    """Return the text that is refused; empty where it comes from elsewhere, or nobody's to see."""
    place = setting.places[-1] if setting.places else None
    written = place == fault.place and not fault.sources and not setting.option.multi
    if place is None or setting.secret or not written:
        return ""
    return place.assignment.value


def _only_updates_refuse(setting: Setting) -> bool:
    """Return whether the value would be read without the limits that came with stable updates."""
    limits = setting.option.facts.get("updated", ())
    entry = {key: value for key, value in setting.option.entry.items() if key not in limits}
    try:
        return bool(limits) and decode(entry, setting.places[-1].assignment.value) is not None
    except ValueFault:
        return False


@rule("undefined-substitution", theme="options", severity=Severity.ERROR, sign="fault")
def undefined_substitution(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A value refers to an option that does not exist, so Nova fails to read it.

    ## What it checks

    `$name`, `${name}` and `$group.name` in values, as oslo.config resolves them: first in the
    option's own group, then in DEFAULT; with a dot only in the named group. A reference that leads
    back to the option itself counts too. A reference to an option that is set and cannot be read
    itself gives no finding of its own, as that option has one.

    ## Why it matters

    One reference that leads nowhere makes the whole option unreadable. Passwords are the usual
    victim: a `$` followed by a letter is a reference, so `pa$word` cannot be read.

    ## Example

        [database]
        connection = mysql+pymysql://nova:pa$word@db.example.org/nova

    ## Fix safety

    Unsafe: in a password the `$` is doubled, which means one `$`, unless a line gives a value to
    that name, which is then meant; elsewhere a reference is corrected where an option has nearly
    that name and does not lead back, `$host.log`, which oslo.config takes for the option `log` of a
    group `host`, gets its braces, `${host}.log`, and `$DEFAULT.host` loses the group, which cannot
    be named.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`ConfigOpts._substitute`, `StrSubWrapper`).
    """
    for setting, fault in _faults(config):
        if fault.reference is None or fault.follows or explained(setting, config.schema):
            continue
        front, text = _meant(config, setting, fault.reference)
        hint = f"write `${{{front}}}{text}`" if text else "correct it, or write `$$`"
        if front and not text:
            hint = f"write `${front}` if that is meant, or `$$` for a plain `$`"
        if front and fault.reference == f"DEFAULT.{front}":
            hint = f"write `${front}`, since oslo.config finds no group DEFAULT"
        if setting.secret:
            within = _in_password(config, setting, fault)
            hint = "write `$$` for a plain `$`" if within else "correct it"
        if _is_variable(config, setting, fault.reference):
            hint = "write its value, as a reference finds only options by their current names"
        yield _finding(
            setting,
            fault,
            f"{option_name(setting.group, setting.name)} cannot be read, since {fault.message};"
            f" {hint}",
            tuple(_references_fixed(config, setting, fault)),
        )


def _faults(config: Config) -> Iterator[tuple[Setting, SettingFault]]:
    for setting in config.settings:
        if setting.fault is not None and setting.fault.place is not None and not is_left(setting):
            yield setting, setting.fault


def _finding(
    setting: Setting, fault: SettingFault, message: str, fixes: tuple[Fix, ...] = ()
) -> Finding:
    assert fault.place is not None
    assert fault.span is not None
    where = Location.of(fault.place.document, fault.span)
    return Finding(message, where, setting.group, setting.name, fixes)


def _references_fixed(config: Config, setting: Setting, fault: SettingFault) -> Iterator[Fix]:
    assert fault.place is not None
    assert fault.span is not None
    document = fault.place.document
    written = document.text[slice(*fault.span)]
    name = fault.reference or ""
    if written not in (f"${name}", f"${{{name}}}") or _is_variable(config, setting, name):
        return
    if setting.secret and not _in_password(config, setting, fault):
        return
    if setting.secret:
        patch = Patch.of(document.source, [Edit(fault.span.start, fault.span.start, "$")])
        yield Fix("Double the $", patch, Safety.UNSAFE)
        return
    meant, after = _meant(config, setting, name)
    if meant:
        text = f"${{{meant}}}{after}" if after else written.replace(name, meant)
        patch = Patch.of(document.source, [Edit(*fault.span, text)])
        yield Fix(f"Refer to {meant}", patch, Safety.UNSAFE)


def _is_variable(config: Config, setting: Setting, name: str) -> bool:
    """Return whether files set what a reference names, as a variable of their own for the value.

    oslo.config looks among options that are declared alone, and by their current names
    (oslo_config/cfg.py, `ConfigOpts._get_opt_info`).
    """
    groups = (setting.group, "DEFAULT")
    if any(name in (config.schema.options(group) or ()) for group in groups):
        return False
    names = {(group, name) for group in groups}
    return any(not names.isdisjoint(layer.values) for layer in config.layers)


def _in_password(config: Config, setting: Setting, fault: SettingFault) -> bool:
    """Return whether a reference in a secret value may be a part of the secret."""
    text = fault.place.assignment.value if fault.place else ""
    hits = [hit for hit in references(text) if hit[0] == fault.reference][:1]
    spans = passwords(setting, text, config.release.major)
    return any(holds(span, *hit[1:]) for hit in hits for span in spans)


def _meant(config: Config, setting: Setting, name: str) -> tuple[str, str]:
    """Return the option that a reference means, and what of the name is text behind it.

    Of `$host.log` that is `.log`: oslo.config takes what stands before a dot for a group. The
    option itself is not meant, nor is one that refers to it.
    """
    names: dict[str, str] = {}  # what oslo.config looks at first comes first
    for group in (setting.group, "DEFAULT"):
        for option in config.schema.options(group) or ():
            names.setdefault(option, group)
    able = [option for option in names if not _leads_to(config, names[option], option, setting)]
    front, dot, rest = name.partition(".")
    if front == "DEFAULT" and dot and rest in able and names[rest] == front:
        return rest, ""
    if dot:
        return (front, dot + rest) if front in able else ("", "")
    near = nearest(name, able, 1)
    return (near[0], "") if near and near[0] != name else ("", "")


def _leads_to(config: Config, group: str, name: str, setting: Setting) -> bool:
    """Return whether an option is a setting's own or its text names that."""
    other = config.setting(group, name)
    text = other.places[-1].assignment.value if other.places else other.option.entry.get("default")
    return name == setting.name or f"${setting.name}" in str(text).replace("{", "")
