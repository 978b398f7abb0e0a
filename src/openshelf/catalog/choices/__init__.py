"""What options and modifiers have in common: names, configurations and values."""
