"""Lines about keys and secrets, and barbican that holds them."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "secret-not-read",
        says="A secret could not be fetched from barbican.",
        anchors=("Error retrieving object: ", "Error getting secret metadata: "),
        pattern=(r"Error (?:retrieving object|getting secret metadata): "),
        level="ERROR",
        logger="castellan.key_manager.barbican_key_manager",
        services=("nova-compute", "nova-api"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "barbican",
                "barbican_endpoint",
                "the address of barbican, if the catalogue is not asked",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "barbican",
                "auth_endpoint",
                "where castellan logs in",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "barbican",
                "send_service_user_token",
                "whether a token of Nova goes along, so that a secret can be read for the owner",
            ),
        ),
        elsewhere=(
            (
                "`Forbidden`: the secret belongs to another user: the owner must let "
                "this one read it (an ACL of barbican), or has not the role `creator`."
            ),
            "`Not Found`: it was deleted in barbican.",
            "barbican does not answer: its log says why.",
        ),
        sources=(
            "34 castellan/key_manager/barbican_key_manager.py:736",
            "15 castellan/key_manager/barbican_key_manager.py:530",
        ),
        samples=(
            (
                "Error retrieving object: Forbidden: Secret payload retrieval attempt "
                "not allowed - please review your user/project privileges"
            ),
        ),
        outside=True,
    ),
    Signature(
        "key-manager-failed",
        says="A request to the key manager failed.",
        anchors=("Key manager error: ", "Error creating Barbican client: "),
        pattern=(r"Key manager error: |Error creating Barbican client: "),
        level="",
        logger="",
        services=("nova-compute", "nova-api"),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "key_manager",
                "backend",
                "which key manager is asked",
                rules=("key-manager-differs", "vtpm-without-key-store"),
            ),
            OptionCause(
                "barbican",
                "barbican_endpoint",
                "the address of barbican, if the catalogue is not asked",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "barbican",
                "auth_endpoint",
                "where castellan logs in",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "barbican",
                "send_service_user_token",
                "whether a token of Nova goes along, so that a secret can be read for the owner",
            ),
        ),
        elsewhere=("What follows it is the reason, mostly a refusal of barbican.",),
        sources=(
            "34 castellan/common/exception.py:64",
            "34 castellan/key_manager/barbican_key_manager.py:192",
            "15 castellan/key_manager/barbican_key_manager.py:121",
        ),
        samples=(
            "castellan.common.exception.KeyManagerError: Key manager error: Forbidden",
            "Error creating Barbican client: Could not find versioned identity endpoints",
        ),
    ),
    Signature(
        "secret-not-found",
        says="The key manager has no secret of that name.",
        anchors=("Key not found, uuid: ",),
        pattern=(r"Key not found, uuid: (?P<uuid>[0-9a-f-]{1,36})"),
        level="",
        logger="",
        services=("nova-compute", "nova-api"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "key_manager",
                "backend",
                "another key manager than when it was made does not know it",
                rules=("key-manager-differs", "fixed-key-manager"),
            ),
        ),
        elsewhere=("The secret was deleted in barbican: what is encrypted with it is lost.",),
        sources=("34 castellan/common/exception.py:68", "15 castellan/common/exception.py:64"),
        samples=(
            (
                "castellan.common.exception.ManagedObjectNotFoundError: Key not found, "
                "uuid: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"
            ),
        ),
    ),
)
