"""Rules about how much a cloud of a given size needs."""
