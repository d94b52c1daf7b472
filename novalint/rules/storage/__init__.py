"""Rules about images, the disks of servers and volumes."""
