"""From a log line to the options behind it: symptoms, where logs show them, what causes them."""
