"""Rules about nova-compute, whatever its hypervisor."""
