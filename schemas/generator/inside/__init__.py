"""The part that runs inside the environment of one release, with its oslo.config and its Nova."""
