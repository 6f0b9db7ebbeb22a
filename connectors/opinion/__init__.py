"""Second opinions on stance, given beside the stream: who is asked, how often, and how answers come back."""

from connectors.opinion.budget import Budget, BudgetError
from connectors.opinion.desk import Desk
from connectors.opinion.endpoint import Endpoint, EndpointError
from connectors.opinion.nli import NliError, NliFolder
from connectors.opinion.opened import opened
from connectors.opinion.run import run_opinions

__all__ = [
    "Budget",
    "BudgetError",
    "Desk",
    "Endpoint",
    "EndpointError",
    "NliError",
    "NliFolder",
    "opened",
    "run_opinions",
]
