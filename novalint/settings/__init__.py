"""Settings of novalint itself: the model, the file it is read from, and the paths it is for."""

from novalint.settings.model import Override, Settings, Table, Thresholds

__all__ = ["Override", "Settings", "Table", "Thresholds"]
