"""Which version of Nova and of its libraries stands for each series before ocata."""

from __future__ import annotations

SERIES = (
    "essex",
    "folsom",
    "grizzly",
    "havana",
    "icehouse",
    "juno",
    "kilo",
    "liberty",
    "mitaka",
    "newton",
)

NOVA = dict(
    zip(
        SERIES,
        (
            "2012.1.3",
            "2012.2.4",
            "2013.1.5",
            "2013.2.4",
            "2014.1.5",
            "2014.2.4",
            "kilo-eol",
            "12.0.6",
            "13.1.4",
            "14.1.0",
        ),
        strict=True,
    )
)

# The libraries whose options were in a nova.conf, from the series on in which they left its tree.
LIBRARIES: dict[str, dict[str, str]] = {
    "oslo_messaging": {
        "icehouse": "1.3.1",
        "juno": "1.4.2",
        "kilo": "1.8.3",
        "liberty": "2.5.0",
        "mitaka": "4.6.1",
        "newton": "5.10.2",
    },
    "oslo_db": {
        "juno": "1.0.3",
        "kilo": "1.7.5",
        "liberty": "2.6.0",
        "mitaka": "4.7.1",
        "newton": "4.13.6",
    },
    "oslo_log": {"kilo": "1.0.0", "liberty": "1.10.0", "mitaka": "3.3.0", "newton": "3.16.1"},
    "oslo_concurrency": {
        "kilo": "1.8.2",
        "liberty": "2.6.1",
        "mitaka": "3.7.1",
        "newton": "3.14.1",
    },
    "keystonemiddleware": {
        "juno": "1.3.2",
        "kilo": "1.5.3",
        "liberty": "2.3.4",
        "mitaka": "4.4.1",
        "newton": "4.9.1",
    },
}

# Names that only command lines had.
COMMAND_LINE = ("category", "config_file", "os_roles", "os_tenant_id", "os_user_id")
