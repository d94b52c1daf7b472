"""Rules about PCI passthrough, SR-IOV and mediated devices."""
