"""What a vendor charges and what the buyer needs → cost, exactly."""
