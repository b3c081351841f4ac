"""Assess how a vendor protects customer data: ask, score exactly, sign, replay."""
