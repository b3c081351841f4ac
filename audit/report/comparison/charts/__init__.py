"""The comparison's charts as Vega-Lite specifications: plain data, no drawing.

Every chart names its candidates by letter and tells them apart without colour: by
place, shape or dash. Its numbers stand in a table on the same pages.
"""

from audit.report.comparison.charts.frame import Spec
from audit.report.comparison.charts.loss_exceedance import loss_exceedance
from audit.report.comparison.charts.price_against_risk import price_against_risk
from audit.report.comparison.charts.rank_acceptability import rank_acceptability
from audit.report.comparison.charts.score_strip import score_strip

__all__ = [
    "Spec",
    "loss_exceedance",
    "price_against_risk",
    "rank_acceptability",
    "score_strip",
]
