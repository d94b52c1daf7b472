"""Rules about names, groups and values that Nova does not take."""
