"""Rules about what a release still reads and a later one will not."""
