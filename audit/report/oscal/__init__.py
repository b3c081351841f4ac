"""Parts that both OSCAL documents are made of."""
