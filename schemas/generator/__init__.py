"""Writes schemas/nova/<release>.json from the real packages of that release. Not shipped."""
