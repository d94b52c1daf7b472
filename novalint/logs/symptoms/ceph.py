"""Lines about Ceph: RADOS, RBD and the secret that QEMU logs in with."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "libvirt-secret-missing",
        says="libvirt of this host has no secret for Ceph with that UUID.",
        anchors=("no secret with matching uuid",),
        pattern=(r"no secret with matching uuid(?: '(?P<uuid>[0-9a-f-]{1,36}))?"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                (
                    "the secret that disks of Nova, and volumes if cinder names none, "
                    "are opened with"
                ),
                rules=(
                    "rbd-secret-differs",
                    "rbd-credentials-incomplete",
                ),
            ),
        ),
        elsewhere=(
            (
                "The secret was not defined on this host: `virsh secret-list`; "
                "each compute node needs it, with its value."
            ),
            ("For a volume cinder names the secret: `rbd_secret_uuid` of its cinder.conf."),
        ),
        sources=(
            "libvirt-11.3.0 src/secret/secret_driver.c:86",
            "libvirt-7.0.0 src/secret/secret_driver.c:97",
        ),
        samples=(
            (
                "libvirt.libvirtError: Secret not found: no secret with matching "
                "uuid '7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10'"
            ),
        ),
    ),
    Signature(
        "rados-not-reached",
        says="The Ceph cluster cannot be reached, or refuses the login.",
        anchors=(
            "error connecting to the cluster",
            "error calling conf_read_file",
            "error connecting: ",
        ),
        pattern=(
            r"error connecting to the cluster|error calling conf_read_file|error connecting: "
            r"(?:Connection timed out|Permission denied|Operation not permitted|Invalid argument|"
            r"No such file or directory|Operation not supported|Input/output error)"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_user",
                "who Nova logs in as: its keyring must be on this host",
                rules=(
                    "rbd-credentials-incomplete",
                    "rbd-pool-or-user-differs",
                ),
            ),
            OptionCause(
                "libvirt",
                "images_rbd_ceph_conf",
                "the file that names the monitors",
                rules=("rbd-pool-or-user-differs",),
            ),
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                "the secret of libvirt that QEMU logs in with",
                rules=("rbd-credentials-incomplete",),
            ),
            OptionCause("libvirt", "rbd_connect_timeout", "seconds until it gives up"),
        ),
        elsewhere=(
            (
                "`errno 2`, not found: no keyring of the user in /etc/ceph, or it "
                "cannot be read by nova."
            ),
            "`errno 13` or `1`, permission: the key is not that of the cluster.",
            "`errno 110`, timed out: the monitors cannot be reached from here.",
        ),
        sources=(
            "ceph-18.2.7 src/pybind/rados/rados.pyx:690",
            "ceph-18.2.7 src/pybind/rados/rados.pyx:540",
            "qemu-10.0.13 block/rbd.c:1021",
            "qemu-5.2.0 block/rbd.c:614",
        ),
        samples=(
            (
                "rados.ObjectNotFound: [errno 2] RADOS object not found (error "
                "connecting to the cluster)"
            ),
            (
                "rados.PermissionDeniedError: [errno 13] RADOS permission denied "
                "(error connecting to the cluster)"
            ),
            "rados.ObjectNotFound: [errno 2] error calling conf_read_file",
            (
                "qemu-kvm: -drive file=rbd:vms/7f0c_disk:id=nova,cache=none: error connecting:"
                " Connection timed out"
            ),
        ),
    ),
    Signature(
        "rados-pool-not-opened",
        says="A pool of Ceph cannot be opened.",
        anchors=("error opening pool",),
        pattern=r"error opening pool '?(?:b')?(?P<name>[\w.-]{1,80})",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "images_rbd_pool",
                "the pool for disks; the default is `rbd`",
                rules=("rbd-pool-or-user-differs",),
            ),
            OptionCause(
                "libvirt", "rbd_user", "whose rights count", rules=("rbd-pool-or-user-differs",)
            ),
            OptionCause("glance", "rbd_pool", "the pool that images are copied from"),
        ),
        elsewhere=("The pool does not exist: `ceph osd pool ls`.",),
        sources=(
            "ceph-18.2.7 src/pybind/rados/rados.pyx:998",
            "qemu-10.0.13 block/rbd.c:1027",
        ),
        samples=(
            ("rados.ObjectNotFound: [errno 2] RADOS object not found (error opening pool 'vms')"),
        ),
    ),
    Signature(
        "rbd-image-not-opened",
        says="An image of RBD cannot be opened.",
        anchors=(
            "error opening image",
            "RBD permission error",
        ),
        pattern=r"error opening image b?'?(?P<name>[\w.-]{1,120})|RBD permission error",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_user",
                (
                    "whose rights count: it needs `profile rbd` on the pools of disks "
                    "and volumes, and reading on that of images"
                ),
                rules=("rbd-pool-or-user-differs",),
            ),
            OptionCause(
                "libvirt",
                "images_rbd_pool",
                "the pool for disks",
                rules=("rbd-pool-or-user-differs",),
            ),
        ),
        elsewhere=(
            (
                "`ImageNotFound`: the disk is not in this pool, or glance has the "
                "image in another cluster or not as raw."
            ),
            "`PermissionError`: the rights of the user: `ceph auth get`.",
        ),
        sources=(
            "ceph-18.2.7 src/pybind/rbd/rbd.pyx:2892",
            "ceph-18.2.7 src/pybind/rbd/rbd.pyx:194",
        ),
        samples=(
            (
                "rbd.PermissionError: [errno 1] RBD permission error (error "
                "opening image b'vms' at snapshot None)"
            ),
            (
                "rbd.ImageNotFound: [errno 2] RBD image not found (error opening "
                "image 'volume-1' at snapshot 'snap')"
            ),
        ),
    ),
    Signature(
        "ceph-login-of-nova",
        says="A volume in Ceph is opened with the login of nova.conf, since cinder names none.",
        anchors=("Falling back to Nova configuration values for RBD authentication",),
        pattern=r"Falling back to Nova configuration values for RBD authentication",
        level="WARNING",
        logger="nova.virt.libvirt.volume.net",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                "the secret of libvirt that it is opened with",
                rules=("rbd-secret-differs",),
            ),
            OptionCause(
                "libvirt",
                "rbd_user",
                "the user of that secret",
                rules=("rbd-pool-or-user-differs",),
            ),
        ),
        elsewhere=(
            "cinder.conf has no `rbd_user` for the backend: set it and `rbd_secret_uuid` there.",
        ),
        sources=(
            "34 nova/virt/libvirt/volume/net.py:62",
            "15 nova/virt/libvirt/volume/net.py:84",
        ),
        samples=(
            (
                "Falling back to Nova configuration values for RBD authentication. Cinder "
                "should be configured for auth with Ceph volumes. This fallback will be "
                "dropped in a future release."
            ),
        ),
        outside=True,
    ),
    Signature(
        "rbd-disk-not-opened",
        says="A disk in Ceph cannot be opened.",
        anchors=("error opening rbd image ",),
        pattern=r"error opening rbd image (?P<name>[\w./@-]{1,120})",
        level="ERROR",
        logger="nova.storage.rbd_utils",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "images_rbd_pool",
                "the pool for disks",
                rules=("rbd-pool-or-user-differs",),
            ),
            OptionCause(
                "libvirt", "rbd_user", "whose rights count", rules=("rbd-pool-or-user-differs",)
            ),
            OptionCause("libvirt", "images_rbd_ceph_conf", "the file that names the cluster"),
        ),
        elsewhere=("The exception below the line says why.",),
        sources=(
            "34 nova/storage/rbd_utils.py:82",
            "15 nova/virt/libvirt/storage/rbd_utils.py:81",
        ),
        samples=("error opening rbd image 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10_disk",),
        outside=True,
        follows=(
            "rbd-image-not-opened",
            "rados-not-reached",
        ),
    ),
)
