"""What stands between the register, which knows bytes, and those who use it."""
