"""What Nova would see: documents read together under one release."""
