"""Lines about files and options that cannot be read."""

from __future__ import annotations

from novalint.logs.signature import NAMED, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "config-file-not-parsed",
        says=(
            "A configuration file could not be read: one of its lines is not valid "
            "oslo.config syntax."
        ),
        anchors=(
            "Section must be started before assignment",
            "Unexpected continuation line",
            "Invalid section (must end with ]",
            "No ':' or '=' found in assignment",
        ),
        pattern=(
            r"(?P<error>Section must be started before assignment|Unexpected "
            r"continuation line|Invalid section \(must end with \]|No ':' or "
            r"'=' found in assignment)"
        ),
        level="",
        logger="oslo_config.cfg",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The line named there: an option before the first `[group]`, a "
                "blank in front of an option, or a header without its bracket. "
                "`novalint check` points at it."
            ),
        ),
        sources=(
            "34 oslo_config/cfg.py:1968",
            "15 oslo_config/cfg.py:1780",
        ),
        samples=(
            (
                "ConfigFileParseError: Failed to parse /etc/nova/nova.conf: at "
                "/etc/nova/nova.conf:1, Section must be started before assignment: "
                "'a = b'"
            ),
        ),
        outside=True,
    ),
    Signature(
        "option-value-refused",
        says=("An option has a value that Nova cannot read, so the service does not start."),
        anchors=("Value for option ",),
        pattern=(
            r"Value for option (?P<option>[\w.-]{1,80}) "
            r"(?:is not valid|from (?P<error>.{1,300}?)(?: is not valid|$))"
        ),
        level="",
        logger="oslo_config.cfg",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                NAMED,
                "",
                "the option that the line names",
                rules=(
                    "invalid-value",
                    "inline-comment",
                ),
            ),
        ),
        elsewhere=("The service reads another file than you think; the line names it.",),
        sources=(
            "34 oslo_config/cfg.py:2071",
            "15 oslo_config/cfg.py:1983",
        ),
        samples=(
            (
                "oslo_config.cfg.ConfigFileValueError: Value for option "
                "vif_plugging_timeout from LocationInfo(location=<Locations.user: "
                "(4, True)>, detail='/etc/nova/nova.conf') is not valid: invalid "
                "literal for int() with base 10: 'soon'"
            ),
        ),
    ),
    Signature(
        "option-reference-undefined",
        says="A value refers with `$` to an option that does not exist.",
        anchors=("no such option ",),
        pattern=(
            r"no such option (?P<option>[\w.-]{1,80}) in group "
            r"\[(?P<group>[\w.-]{1,80})\]"
        ),
        level="",
        logger="oslo_config.cfg",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "A `$` that is meant as such, in a password for instance, is "
                "written `$$`. Else the name after it is misspelt: `novalint "
                "check` shows where."
            ),
        ),
        sources=(
            "34 oslo_config/cfg.py:132",
            "15 oslo_config/cfg.py:505",
        ),
        samples=(
            (
                "oslo_config.cfg.TemplateSubstitutionError: Template substitution "
                "error: no such option nonsense in group [DEFAULT]"
            ),
        ),
        outside=True,
    ),
    Signature(
        "option-required-missing",
        says="An option that must be set is not.",
        anchors=("value required for option",),
        pattern=(
            r"value required for option (?P<option>[\w.-]{1,80})(?: in group "
            r"\[(?P<group>[\w.-]{1,80})\])?"
        ),
        level="",
        logger="oslo_config.cfg",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("The service reads another file than you think, or the option is in another group."),
        ),
        sources=(
            "34 oslo_config/cfg.py:172",
            "15 oslo_config/cfg.py:537",
        ),
        samples=(
            (
                "oslo_config.cfg.RequiredOptError: value required for option "
                "state_path in group [DEFAULT]"
            ),
        ),
        outside=True,
    ),
    Signature(
        "option-not-changed-on-reload",
        says="A reload met a new value that only a restart applies.",
        anchors=("Ignoring change to immutable option",),
        pattern=r"Ignoring change to immutable option (?P<option>[\w.-]{1,120})",
        level="WARNING",
        logger="oslo_config.cfg",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(OptionCause(NAMED, "", "the option that the line names"),),
        elsewhere=("The service got SIGHUP: restart it.",),
        sources=(
            "34 oslo_config/cfg.py:4124",
            "15 oslo_config/cfg.py:3134",
        ),
        samples=("Ignoring change to immutable option DEFAULT.vif_plugging_is_fatal",),
    ),
)
