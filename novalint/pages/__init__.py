"""What novalint shows about options, releases and upgrades, whoever asks for it."""
