"""What a release of Nova understands; knows nothing about the files being linted."""
