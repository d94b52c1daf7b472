"""Rules about how much a cloud of the told size needs."""
