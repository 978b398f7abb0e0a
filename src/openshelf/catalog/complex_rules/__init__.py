"""Complex rules: what follows when several choices come together."""
