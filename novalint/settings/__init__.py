"""Settings of novalint itself: the model, the file it is read from, and the paths it is for."""

from novalint.settings.model import FleetSettings, Override, Settings, Table, Thresholds

__all__ = ["FleetSettings", "Override", "Settings", "Table", "Thresholds"]
