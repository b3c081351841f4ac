"""Policies made of layers: what a layer says, what comes of it, is it any milder."""
