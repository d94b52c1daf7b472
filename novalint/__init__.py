"""novalint lints, explains and repairs OpenStack Nova's configuration."""

__version__ = "0.1.0"
