"""Rules about how a file is written: whether Nova can parse it, and reads what was meant."""
