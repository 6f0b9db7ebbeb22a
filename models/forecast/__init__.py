"""How far a cascade will go: the final number of reshares from those seen so far, with an interval.

`models.forecast.features` describes what was seen, `models.forecast.trees` judges it, and
`models.forecast.forecast` makes counts of the judgement. The trees are fitted by `models.training.spread`.
"""

from models.forecast.forecast import Forecast, Forecaster, load_forecaster
from models.forecast.seen import Seen, seen

__all__ = ["Forecast", "Forecaster", "Seen", "load_forecaster", "seen"]
