"""Rules about Nova's API, its metadata service and their caches."""
