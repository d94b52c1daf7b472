"""Rules about neutron, VIF plugging and os-vif."""
