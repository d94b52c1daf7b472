"""Selects and runs rules, proves fixes, and makes them until nothing changes."""
