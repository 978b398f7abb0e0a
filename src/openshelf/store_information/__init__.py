"""What a client asks first: the time, and which store it has reached (behaviour 2.2, 12)."""
