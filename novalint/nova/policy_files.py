"""Which policy file is read where no line names one."""

from __future__ import annotations

POLICY_FILE = ("oslo_policy", "policy_file")
WITH_YAML = 22
"""The major version since which policy.yaml is the default, and policy.json what is read where
that is missing (nova/policy.py of 22.4.0, `pick_policy_file`; later oslo_policy/policy.py as
released with 23 to 32, `pick_default_policy_file`).
"""
WITHOUT_JSON = 33
"""The major version since which nothing is read in its place (oslo_policy/policy.py as released
with 33 and 34: `fallback_to_json_file` has no effect).
"""
