"""Lines about drivers, options and ports that a service has not got."""

from __future__ import annotations

from novalint.logs.signature import HOST, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "plugin-not-found",
        says="A driver that an option names is not installed.",
        anchors=("driver found, looking for",),
        pattern=(
            r"No u?'(?P<kind>[\w.]{1,80})' driver found, looking for "
            r"u?'(?P<name>[\w.:-]{1,120})'"
        ),
        level="",
        logger="",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "scheduler",
                "driver",
                (
                    "with `nova.scheduler.driver`: the name of the scheduler, such as "
                    "`filter_scheduler`"
                ),
                rules=("scheduler-driver-missing",),
            ),
            OptionCause(
                "key_manager", "backend", "with `castellan.drivers`: the name of the key manager"
            ),
        ),
        elsewhere=(
            "The package that brings the driver is missing, or is installed for another Python.",
        ),
        sources=("34 stevedore/driver.py:161", "15 stevedore/driver.py:112"),
        samples=(
            (
                "stevedore.exception.NoMatches: No 'nova.scheduler.driver' driver found, "
                "looking for 'nova.scheduler.filterscheduler.FilterScheduler'"
            ),
        ),
    ),
    Signature(
        "option-not-registered",
        says="Code reads an option that is not registered.",
        anchors=("no such option ",),
        pattern=(r"no such option (?P<option>[\w.-]{1,80}) in group \[(?P<group>[\w-]{1,80})\]"),
        level="",
        logger="",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "Packages of different releases are mixed: Nova's and a library's, or a "
                "driver from elsewhere that was made for another release."
            ),
            (
                "An upgrade is half done: look at the versions that are installed. The "
                "file itself is not to blame."
            ),
        ),
        sources=("34 oslo_config/cfg.py:132", "15 oslo_config/cfg.py:505"),
        samples=("oslo_config.cfg.NoSuchOptError: no such option rbd_user in group [libvirt]",),
        outside=True,
    ),
    Signature(
        "api-port-not-bound",
        says="An API could not listen on its address.",
        anchors=("Could not bind to ",),
        pattern=(rf"Could not bind to {HOST}:(?P<port>\d{{1,5}})"),
        level="ERROR",
        logger="",
        services=("nova-api", "nova-api-metadata"),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "enabled_apis",
                "nova-api serves each of these, with `metadata` also port 8775",
            ),
            OptionCause("DEFAULT", "osapi_compute_listen_port", "the port of the compute API"),
            OptionCause("DEFAULT", "metadata_listen_port", "that of the metadata API"),
            OptionCause(
                "DEFAULT",
                "osapi_compute_listen",
                "an address that another host has cannot be bound",
            ),
        ),
        elsewhere=(
            (
                "Another process has the port: `ss -ltnp` names it; often "
                "nova-api-metadata runs next to a nova-api that serves metadata as well, "
                "or Apache has it."
            ),
        ),
        sources=("34 oslo_service/wsgi.py:174", "15 nova/wsgi.py:103"),
        samples=("Could not bind to 0.0.0.0:8775",),
        outside=True,
    ),
)
