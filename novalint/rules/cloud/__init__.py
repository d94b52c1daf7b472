"""Nodes of one cloud that do not fit together, though each file is right by itself."""
