"""Rules about VNC, SPICE, serial consoles and their proxies."""
