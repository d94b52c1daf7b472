"""Lines about images and glance."""

from __future__ import annotations

from novalint.logs.signature import ERROR, NAME, Harm, OptionCause, Signature, Stage

_NUM_RETRIES = OptionCause(
    "glance",
    "num_retries",
    "how often a request is tried again",
    rules=("glance-retries-off",),
    harm=Harm.LOW,
)
_API_SERVERS = OptionCause(
    "glance",
    "api_servers",
    "addresses that override the catalog",
    rules=("service-url-invalid",),
    ruled_out_by=(None,),
)
_ENDPOINT_OVERRIDE = OptionCause(
    "glance",
    "endpoint_override",
    "an address that overrides the catalog",
    rules=("service-url-invalid",),
    ruled_out_by=(None,),
)

SIGNATURES = (
    Signature(
        "glance-not-answering",
        says="A request to glance failed.",
        anchors=("Error contacting glance server",),
        pattern=(
            r"Error contacting glance server '(?P<url>[\w:/.\[\]-]{1,160})"
            r"(?:' for '(?P<action>\w{1,40})', (?P<state>retrying|done trying))?"
        ),
        level="ERROR",
        logger="nova.image.glance",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _NUM_RETRIES,
            _API_SERVERS,
            _ENDPOINT_OVERRIDE,
            OptionCause(
                "DEFAULT",
                "max_concurrent_builds",
                "how many builds fetch images at once",
                rules=("many-tasks-at-once",),
                harm=Harm.HIGH,
            ),
        ),
        elsewhere=("Glance is down or overloaded by many downloads at a time.",),
        sources=(
            "34 nova/image/glance.py:187",
            "15 nova/image/glance.py:180",
        ),
        samples=(("Error contacting glance server 'http://ctl:9292' for 'data', done trying."),),
        outside=True,
    ),
    Signature(
        "glance-connection-failed",
        says="Nova cannot connect to glance.",
        anchors=("Connection to glance host",),
        pattern=(
            rf"Connection to glance host (?P<url>[\w:/.\[\]-]{{1,160}}) "
            rf"failed: {ERROR}"
        ),
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _API_SERVERS,
            _ENDPOINT_OVERRIDE,
            _NUM_RETRIES,
        ),
        elsewhere=("Glance is down or overloaded.",),
        sources=(
            "34 nova/exception.py:134",
            "15 nova/exception.py:136",
        ),
        samples=("Connection to glance host http://ctl:9292 failed: timed out",),
        outside=True,
        translations=(
            "A conexão com o host Glance",
            "La conexión con el host glance",
            "La connexion à l'hôte Glance",
            "Připojení k hostiteli glance",
            "glance ホスト",
            "Не удалось установить соединение с хостом glance",
            "與 Glance 主機",
            "连接 Glance 主机",
            "에 연결하는 데 실패",
        ),
    ),
    Signature(
        "image-download-failed",
        says="An image could not be downloaded directly.",
        anchors=("Download image error",),
        pattern=r"Download image error",
        level="ERROR",
        logger="nova.image.glance",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "glance",
                "enable_rbd_download",
                "fetch images from Ceph, past glance",
                rules=("rbd-download-with-rbd-disks",),
                ruled_out_by=(False,),
            ),
            OptionCause("glance", "rbd_user", "the user for that"),
            OptionCause("glance", "rbd_pool", "the pool for that"),
        ),
        elsewhere=(
            ("The traceback below says what failed: Ceph's key ring, the network, glance."),
        ),
        sources=(
            "34 nova/image/glance.py:355",
            "15 nova/image/glance.py:296",
        ),
        samples=("Download image error",),
    ),
    Signature(
        "image-safety-check-failed",
        says="An image is not of the format that it claims.",
        anchors=("failed safety check",),
        pattern=r"mage (?P<name>[\w./-]{1,160}) failed safety check",
        level="",
        logger="nova.virt.images",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause(
                "workarounds",
                "disable_deep_image_inspection",
                "leave it false: the check keeps guests from reading files of the host",
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=(
            (
                "The image has a backing file, or is another format than glance "
                "was told: upload it again with the right `--disk-format`."
            ),
        ),
        sources=(
            "34 nova/virt/images.py:205",
            "27 nova/virt/libvirt/utils.py:158",
        ),
        samples=(
            "Base image /var/lib/nova/instances/_base/7f0c failed safety check",
            (
                "Image 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 failed safety check: "
                "Image not in a supported format"
            ),
        ),
        outside=True,
    ),
    Signature(
        "image-not-on-ceph",
        says="An image is not in this node's Ceph, and Nova is configured not to download it.",
        anchors=("is not on my ceph",),
        pattern=rf"Image {NAME} is not on my ceph",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(21, None),
        causes=(
            OptionCause(
                "workarounds",
                "never_download_image_if_on_rbd",
                "refuses to fetch and upload such images",
                ruled_out_by=(False,),
            ),
            OptionCause(
                "libvirt", "images_rbd_glance_store_name", "the store of glance to copy from"
            ),
        ),
        elsewhere=("The image was uploaded to another store of glance.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:5544",
            "21 nova/virt/libvirt/driver.py:4170",
        ),
        samples=(
            (
                "Image 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 is not on my ceph and "
                "[workarounds]/never_download_image_if_on_rbd=True; refusing to "
                "fetch and upload."
            ),
        ),
    ),
    Signature(
        "base-image-unknown",
        says="The image cache has a file of an image that no server here uses.",
        anchors=("Unknown base file: ",),
        pattern=(r"Unknown base file: (?P<path>[\w./-]{1,160})"),
        level="WARNING",
        logger="nova.virt.libvirt.imagecache",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "image_cache",
                "remove_unused_base_images",
                "whether such files are removed",
                rules=("image-cache-age-short",),
            ),
            OptionCause(
                "DEFAULT",
                "instances_path",
                "on storage that hosts share, images of other hosts are in it",
            ),
        ),
        elsewhere=(
            (
                "It is harmless, and ordinary after servers were deleted: the file goes "
                "when it is old enough."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/imagecache.py:333",
            "15 nova/virt/libvirt/imagecache.py:413",
        ),
        samples=(
            "Unknown base file: /var/lib/nova/instances/_base/7f0c1f0e3a514a598a0c1c1b3a4a4b10",
        ),
        outside=True,
    ),
)
