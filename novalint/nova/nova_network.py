"""Options that nothing but nova-network read, so that with Neutron they did nothing."""

from __future__ import annotations

SWITCH = ("DEFAULT", "use_neutron")

_NAMES = """
auto_assign_floating_ip cnt_vpn_clients create_unique_mac_address_attempts dhcp_lease_time
dhcpbridge dhcpbridge_flagfile dmz_cidr dns_server dns_update_periodic_interval
dnsmasq_config_file ebtables_exec_attempts ebtables_retry_interval fixed_ip_disassociate_timeout
fixed_range_v6 flat_network_bridge flat_network_dns floating_ip_dns_manager force_dhcp_release
force_snat_range gateway gateway_v6 instance_dns_domain instance_dns_manager ipv6_backend l3_lib
ldap_dns_base_dn ldap_dns_password ldap_dns_servers ldap_dns_soa_expiry ldap_dns_soa_hostmaster
ldap_dns_soa_minimum ldap_dns_soa_refresh ldap_dns_soa_retry ldap_dns_url ldap_dns_user
linuxnet_interface_driver linuxnet_ovs_integration_bridge metadata_host metadata_port multi_host
network_driver network_manager network_size networks_path num_networks public_interface
routing_source_ip send_arp_for_ha send_arp_for_ha_count share_dhcp_address
teardown_unused_network_gateway update_dns_entries use_network_dns_servers
use_single_default_gateway vlan_start vpn_ip vpn_start
"""
OF_NOVA_NETWORK = frozenset(_NAMES.split())
"""Options of `[DEFAULT]`; read in nova/network/, nova/api/manager.py, nova/cmd/manage.py and
nova/objects/network.py of every release from 15.1.5 to 20.6.1.

Not among them is what is read with Neutron, too: by drivers of the firewall (`use_ipv6`,
`iptables_*`, `allow_same_net_traffic`, and `fake_network` by what runs their commands), by
nova-compute (`defer_iptables_apply`), by the API (`enable_network_quota`), and by os-vif for Linux
bridges (`flat_interface`, `vlan_interface`, `forward_bridge_interface`; its linux_bridge.py).
"""
