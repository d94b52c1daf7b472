"""Rules about encryption, secrets and privileges."""
