"""Second opinions on stance, given beside the stream: who is asked, how often, and how answers come back."""

from connectors.opinion.budget import Budget, BudgetError
from connectors.opinion.desk import Desk
from connectors.opinion.endpoint import Endpoint, EndpointError
from connectors.opinion.kept import Keeper, KeptError, read_kept
from connectors.opinion.nli import NliError, NliFolder
from connectors.opinion.opened import opened
from connectors.opinion.run import run_opinions

__all__ = [
    "Budget",
    "BudgetError",
    "Desk",
    "Endpoint",
    "EndpointError",
    "Keeper",
    "KeptError",
    "NliError",
    "NliFolder",
    "opened",
    "read_kept",
    "run_opinions",
]
