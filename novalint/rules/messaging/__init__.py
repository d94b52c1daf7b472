"""Rules about oslo.messaging, RabbitMQ, RPC and notifications."""
