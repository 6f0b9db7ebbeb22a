"""When a newsroom is told that a claim spreads: rules of its own, written in TOML."""

from models.rules.figures import FIGURES, Figure
from models.rules.parse import RulesError, parse_rules
from models.rules.rule import USUAL, Condition, Rule, Rules, Subject, widely_told

__all__ = [
    "FIGURES",
    "USUAL",
    "Condition",
    "Figure",
    "Rule",
    "Rules",
    "RulesError",
    "Subject",
    "parse_rules",
    "widely_told",
]
