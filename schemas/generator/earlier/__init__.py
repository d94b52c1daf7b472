"""The names of options that were gone before the first release with a schema."""
