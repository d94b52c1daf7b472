"""Rules about nova-scheduler: filters, weighers and requests to placement."""
