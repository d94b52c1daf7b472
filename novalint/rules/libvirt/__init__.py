"""Rules about the libvirt driver: processors, memory, devices."""
