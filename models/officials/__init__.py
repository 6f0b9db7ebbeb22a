"""The registry of officials: whose word on a rumour counts, where they speak, and what they may speak for."""

from models.officials.check import warnings
from models.officials.office import Account, Office, Person, Registry
from models.officials.parse import OfficialsError, parse_officials

__all__ = ["Account", "Office", "OfficialsError", "Person", "Registry", "parse_officials", "warnings"]
