"""What becomes of one configuration when Nova goes from one release to a later one."""
