"""What holds for every response: proofs about a policy before anyone answers."""
