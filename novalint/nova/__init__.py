"""What Nova does and did, release by release: facts with their source, one place for each."""
