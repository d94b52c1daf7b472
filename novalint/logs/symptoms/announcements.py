"""Lines by which a service says what it does not take of its configuration."""

from __future__ import annotations

from novalint.logs.signature import NAMED, Harm, OptionCause, Signature, Stage

_ALL = ("nova-api", "nova-compute", "nova-conductor", "nova-scheduler", "nova-manage")

SIGNATURES = (
    Signature(
        "option-deprecated",
        says="An option is set that has been renamed, or that will be removed.",
        anchors=(" is deprecated for removal", " is deprecated. Use option "),
        pattern=(
            r"Option \\?[\"'](?P<option>[\w.-]{1,80})\\?[\"'] from group "
            r"\\?[\"'](?P<group>[\w.:-]{1,80})\\?[\"'] is deprecated"
        ),
        level="WARNING",
        logger="oslo_config.cfg",
        services=_ALL,
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                NAMED,
                "",
                "set here; it still counts in this release",
                rules=("deprecated-name", "deprecated-option"),
            ),
        ),
        elsewhere=(
            "It is no failure: the value counts up to a later release; see `novalint upgrade`.",
        ),
        sources=(
            "34 oslo_config/cfg.py:758",
            "34 oslo_config/cfg.py:2019",
            "15 oslo_config/cfg.py:953",
        ),
        samples=(
            (
                'Deprecated: Option "auth_uri" from group "keystone_authtoken" is deprecated. Use'
                ' option "www_authenticate_uri" from group "keystone_authtoken".'
            ),
            (
                'Deprecated: Option "rpc_backend" from group "DEFAULT" is deprecated for removal. '
                " Its value may be silently ignored in the future."
            ),
        ),
    ),
    Signature(
        "policy-file-json",
        says="The policy file is in JSON, a deprecated format.",
        anchors=("JSON formatted policy_file support is deprecated",),
        pattern=r"JSON formatted policy_file support is deprecated",
        level="WARNING",
        logger="oslo_policy.policy",
        services=("nova-api",),
        stage=Stage.EFFECT,
        releases=(22, 32),
        causes=(
            OptionCause(
                "oslo_policy",
                "policy_file",
                "policy.yaml takes the place of policy.json: `oslopolicy-convert-json-to-yaml`",
                rules=("policy-file-is-json",),
            ),
        ),
        elsewhere=("A policy.json that only the package put there can go.",),
        sources=("32 oslo_policy/policy.py:298", "22 oslo_policy/policy.py:299"),
        samples=(
            (
                "JSON formatted policy_file support is deprecated since Victoria release. You need"
                " to use YAML format which will be default in future."
            ),
        ),
    ),
    Signature(
        "compute-monitor-left-out",
        says="A monitor of the host is not in the list of enabled monitors, so it is not loaded.",
        anchors=("Not in the list of enabled monitors",),
        pattern=(
            r"(?:Excluding (?P<kind>[\w.-]{1,80}) monitor (?P<name>[\w.-]{1,80})\. )?"
            r"Not in the list of enabled monitors"
        ),
        level="WARNING",
        logger="nova.compute.monitors",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "compute_monitors",
                "only these are loaded: `cpu.virt_driver` is the one that Nova has",
                rules=("compute-monitor-unknown",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/compute/monitors/__init__.py:90",
            "15 nova/compute/monitors/__init__.py:89",
        ),
        samples=(
            (
                "Excluding nova.compute.monitors.cpu monitor virt_driver. Not in the list of"
                " enabled monitors (CONF.compute_monitors)."
            ),
        ),
    ),
    Signature(
        "console-pages-missing",
        says="A console proxy exits, since the pages that it should serve do not exist.",
        anchors=("Can not find html/js files at ",),
        pattern=r"Can not find html/js files at (?P<path>[\w/.:@-]{1,160}?)\.?(?:$|\s)",
        level="",
        logger="",
        services=("nova-novncproxy", "nova-spicehtml5proxy"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(OptionCause("DEFAULT", "web", "the directory of noVNC or of the SPICE client"),),
        elsewhere=("The package is not installed: novnc, spice-html5.",),
        sources=("34 nova/cmd/baseproxy.py:67", "15 nova/cmd/baseproxy.py:48"),
        samples=("Can not find html/js files at /usr/share/spice-html5.",),
    ),
    Signature(
        "shutdown-timed-out",
        says="A service did not finish its work within the shutdown timeout and was stopped.",
        anchors=("Graceful shutdown timeout exceeded",),
        pattern=r"Graceful shutdown timeout exceeded",
        level="INFO",
        logger="oslo_service.service",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "graceful_shutdown_timeout",
                "how many seconds there are from the signal on; 0 is without end",
                rules=("manager-shutdown-timeout-cut",),
                harm=Harm.RELATIVE,
                ruled_out_by=(0,),
            ),
        ),
        elsewhere=("A call hangs: RabbitMQ, the database or libvirt does not answer.",),
        sources=(
            "34 oslo_service/backend/_eventlet/service.py:258",
            "15 oslo_service/service.py:286",
        ),
        samples=("Graceful shutdown timeout exceeded, instantaneous exiting",),
    ),
    Signature(
        "rootwrap-refused",
        says="rootwrap refused a command that needs root.",
        anchors=("Unauthorized command: ", "Incorrect configuration file: "),
        pattern=(
            r"(?<!neutron-rootwrap: )(?<!cinder-rootwrap: )Unauthorized command: "
            r"(?P<error>.{1,200}?)(?: \(no filter matched\)|$)"
            r"|Incorrect configuration file: (?P<path>[\w/.:@-]{0,120}rootwrap[\w/.:@-]{0,40})"
        ),
        level="",
        logger="oslo_rootwrap",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "rootwrap_config",
                "the file that names the filter directories",
            ),
        ),
        elsewhere=(
            "compute.filters of this release is not installed, or stems from another release.",
            "`exec_dirs` of rootwrap.conf lacks the directory of the command, as in a virtualenv.",
        ),
        sources=(
            "34 oslo_rootwrap/cmd.py:186",
            "34 oslo_rootwrap/cmd.py:100",
            "15 oslo_rootwrap/cmd.py:125",
        ),
        samples=(
            (
                "/usr/bin/nova-rootwrap: Unauthorized command: privsep-helper --config-file"
                " /etc/nova/nova.conf (no filter matched)"
            ),
            "/usr/bin/nova-rootwrap: Incorrect configuration file: /etc/nova/rootwrap.conf",
        ),
        outside=True,
    ),
    Signature(
        "cell-zero-not-reached",
        says="nova-manage cannot reach the database of cell0, where servers without a host are.",
        anchors=("Could not access cell0.",),
        pattern=r"Could not access cell0\.",
        level="",
        logger="",
        services=("nova-manage",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "api_database",
                "connection",
                "the database that has the list of cells",
                rules=("api-database-missing",),
            ),
            OptionCause(
                "database",
                "connection",
                "the address of cell0 is made of it when the cell is mapped: `_cell0` is added",
            ),
        ),
        elsewhere=(
            (
                "What follows `Error:` says why: the database nova_cell0 was not made, its"
                " user has no rights, or `nova-manage api_db sync` and `cell_v2 map_cell0` were not"
                " run."
            ),
            "The password in the list of cells is an older one: `nova-manage cell_v2 update_cell`.",
        ),
        sources=("34 nova/cmd/manage.py:253", "15 nova/cmd/manage.py:647"),
        samples=("ERROR: Could not access cell0.",),
        outside=True,
    ),
)
