"""What is allowed in a policy and still probably not meant."""
