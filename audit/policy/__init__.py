"""What the buyer requires: controls, weights, knock-outs and decision rules."""
