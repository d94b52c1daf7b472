"""Rules about live migration and resize."""
