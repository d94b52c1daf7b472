"""What a configuration file says, byte for byte; knows nothing about Nova."""
