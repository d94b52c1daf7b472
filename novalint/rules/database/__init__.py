"""Rules about the databases and who may reach them."""
