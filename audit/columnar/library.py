"""The one place that loads Polars; nothing outside this package needs it."""

from __future__ import annotations

import polars as pl

__all__ = ["pl"]
