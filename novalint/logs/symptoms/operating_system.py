"""Lines of the operating system that reach a log of Nova."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "disk-full",
        says="A file system is full.",
        anchors=("No space left on device",),
        pattern=r"No space left on device",
        level="",
        logger="",
        services=(
            "nova-compute",
            "nova-api",
            "nova-api-metadata",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instances_path",
                "where disks and the image cache are",
                rules=("instances-path-differs",),
            ),
            OptionCause(
                "DEFAULT",
                "disk_allocation_ratio",
                "above 1.0 more disk is promised than there is",
                rules=("allocation-ratio-high",),
                harm=Harm.HIGH,
            ),
            OptionCause(
                "DEFAULT",
                "reserved_host_disk_mb",
                "what is kept free for images, logs and snapshots",
            ),
            OptionCause(
                "image_cache",
                "remove_unused_base_images",
                "whether unused images are removed",
                ruled_out_by=(True,),
            ),
            OptionCause("DEFAULT", "log_dir", "where logs are"),
        ),
        elsewhere=(
            "Something else fills the disk: logs, core files, containers' images.",
            "No inodes are left: `df -i`.",
        ),
        sources=("glibc-2.41 sysdeps/gnu/errlist.h:190",),
        samples=(
            "OSError: [Errno 28] No space left on device",
            "qemu-img: error while writing sector 0: No space left on device",
        ),
    ),
    Signature(
        "address-in-use",
        says="The port that a service should listen on is in use.",
        anchors=("Address already in use",),
        pattern=r"Address already in use",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-api-metadata",
            "nova-novncproxy",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("DEFAULT", "osapi_compute_listen_port", "the port of nova-api"),
            OptionCause("DEFAULT", "metadata_listen_port", "the port of the metadata service"),
            OptionCause(
                "DEFAULT", "enabled_apis", "nova-api serves metadata too where that is named here"
            ),
            OptionCause("vnc", "novncproxy_port", "the port of nova-novncproxy"),
            OptionCause(
                "DEFAULT",
                "osapi_compute_listen",
                "`0.0.0.0` collides with a proxy on the same host",
            ),
        ),
        elsewhere=(
            ("The service runs already, or a child of the last one was left: `ss -ltnp`."),
            "Apache, uWSGI or HAProxy on the same host has the port.",
        ),
        sources=("glibc-2.41 sysdeps/gnu/errlist.h:339",),
        samples=("OSError: [Errno 98] Address already in use",),
    ),
    Signature(
        "file-not-permitted",
        says="A service may not open one of its files.",
        anchors=("[Errno 13] Permission denied", "Could not open '", "Unable to open logfile "),
        pattern=(
            r"\[Errno 13\] Permission denied: b?'(?P<path>[\w/.-]{1,160})'|"
            r"\[Errno 13\] Permission denied|"
            r"Could not open '(?P<device>[\w/.:-]{1,160})': Permission denied|"
            r"Unable to open logfile (?P<name>[\w/.-]{1,160}): Permission denied"
        ),
        level="",
        logger="",
        services=(
            "nova-compute",
            "nova-api",
            "nova-api-metadata",
            "nova-conductor",
            "nova-novncproxy",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT", "state_path", "Nova's own files", rules=("state-path-in-python-folder",)
            ),
            OptionCause("DEFAULT", "instances_path", "where disks are"),
            OptionCause(
                "oslo_concurrency", "lock_path", "where locks are", rules=("lock-path-missing",)
            ),
            OptionCause("DEFAULT", "log_file", "where it logs to"),
        ),
        elsewhere=(
            "A command was run as root and left files that nova may not write.",
            ("The file is on NFS that maps root away, or SELinux or AppArmor forbids it."),
        ),
        sources=(
            "glibc-2.41 sysdeps/gnu/errlist.h:90",
            "qemu-10.0.13 block.c:1673",
            "qemu-5.2.0 block.c:1474",
            "qemu-5.2.0 chardev/char.c:254",
        ),
        samples=(
            (
                "qemu-kvm: -chardev pty: Unable to open logfile "
                "/var/lib/nova/instances/a/console.log: Permission denied"
            ),
            ("PermissionError: [Errno 13] Permission denied: '/var/lib/nova/instances/locks'"),
            ("qemu-img: Could not open '/var/lib/nova/instances/a/disk': Permission denied"),
        ),
        outside=True,
    ),
    Signature(
        "name-not-resolved",
        says="A host name cannot be resolved.",
        anchors=(
            "Name or service not known",
            "Temporary failure in name resolution",
        ),
        pattern=r"Name or service not known|Temporary failure in name resolution",
        level="",
        logger="",
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
                "DEFAULT", "transport_url", "names the brokers", rules=("transport-url-unreadable",)
            ),
            OptionCause(
                "keystone_authtoken", "auth_url", "names keystone", rules=("service-url-invalid",)
            ),
            OptionCause(
                "placement", "auth_url", "names keystone, too", rules=("service-url-invalid",)
            ),
            OptionCause(
                "database", "connection", "names the database", rules=("database-url-unreadable",)
            ),
            OptionCause("glance", "api_servers", "names glance", rules=("service-url-invalid",)),
        ),
        elsewhere=(
            "DNS or /etc/hosts does not know the name, here or in the container.",
            "The name is in keystone's catalogue: the endpoint of that service.",
        ),
        sources=(
            "glibc-2.41 sysdeps/posix/gai_strerror-strs.h:9",
            "glibc-2.41 sysdeps/posix/gai_strerror-strs.h:3",
        ),
        samples=(
            "socket.gaierror: [Errno -2] Name or service not known",
            (
                "requests.exceptions.ConnectionError: "
                "HTTPConnectionPool(host='ctl', port=5000): [Errno -3] Temporary "
                "failure in name resolution"
            ),
        ),
        outside=True,
    ),
    Signature(
        "certificate-not-verified",
        says="The certificate of a service is not trusted.",
        anchors=(
            "CERTIFICATE_VERIFY_FAILED",
            "certificate verify failed",
        ),
        pattern=r"CERTIFICATE_VERIFY_FAILED|certificate verify failed",
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("keystone_authtoken", "cafile", "who signed keystone's certificate"),
            OptionCause("placement", "cafile", "who signed placement's and keystone's"),
            OptionCause("neutron", "cafile", "who signed neutron's"),
            OptionCause("glance", "cafile", "who signed glance's"),
            OptionCause("cinder", "cafile", "who signed cinder's"),
            OptionCause("oslo_messaging_rabbit", "ssl_ca_file", "who signed RabbitMQ's"),
        ),
        elsewhere=(
            (
                "The certificate has expired, or is for another name than the one "
                "in the address: `openssl s_client`."
            ),
            "The CA's file names only the root and not what is between.",
        ),
        sources=("openssl-1.1.1w crypto/err/openssl.txt:2658",),
        samples=(
            (
                "requests.exceptions.SSLError: HTTPSConnectionPool(host='x', "
                "port=5000): Max retries exceeded with url: /v3 (Caused by "
                "SSLError(SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] "
                "certificate verify failed (_ssl.c:852)'),))"
            ),
        ),
    ),
    Signature(
        "command-failed",
        says="A command on the host failed.",
        anchors=("Unexpected error while running command",),
        pattern=r"Unexpected error while running command",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(),
        elsewhere=(
            ("The next lines say which command it was, its exit code and what it wrote to stderr."),
            ("The command is not installed, or is a newer or older one than Nova expects."),
        ),
        sources=(
            "34 oslo_concurrency/processutils.py:76",
            "15 oslo_concurrency/processutils.py:78",
        ),
        samples=(
            (
                "oslo_concurrency.processutils.ProcessExecutionError: Unexpected "
                "error while running command."
            ),
        ),
        outside=True,
    ),
    Signature(
        "privsep-helper-failed",
        says="The helper that runs commands as root did not start.",
        anchors=("privsep helper command exited non-zero",),
        pattern=r"privsep helper command exited non-zero \(?(?P<code>-?\d{1,9})",
        level="",
        logger="oslo_privsep.daemon",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("nova_sys_admin", "helper_command", "the command that starts it, for Nova"),
            OptionCause(
                "vif_plug_ovs_privileged",
                "helper_command",
                "the command that starts it, for os-vif",
            ),
            OptionCause(
                "privsep_osbrick", "helper_command", "the command that starts it, for os-brick"
            ),
            OptionCause("DEFAULT", "rootwrap_config", "what may be run as root"),
        ),
        elsewhere=(
            (
                "sudo does not let the service's user start it: its sudoers file "
                "names another path, or a terminal is required."
            ),
            (
                "A virtual environment or container has privsep-helper elsewhere "
                "than rootwrap's `exec_dirs` say."
            ),
        ),
        sources=(
            "34 oslo_privsep/daemon.py:417",
            "15 oslo_privsep/daemon.py:306",
        ),
        samples=(
            (
                "oslo_privsep.daemon.FailedToDropPrivileges: privsep helper "
                "command exited non-zero (1)"
            ),
        ),
        outside=True,
    ),
)
