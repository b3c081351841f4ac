"""The one place that loads Polars; others take it from here, when they need it."""

from __future__ import annotations

import polars as pl

__all__ = ["pl"]
