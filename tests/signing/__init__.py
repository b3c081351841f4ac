"""Tests of `audit.signing` on real keys, real PDFs and real tampering."""
