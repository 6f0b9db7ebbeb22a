"""X, once Twitter: the filtered stream by the rules of the watchlist."""

from connectors.twitter.error import TweetError, TwitterError
from connectors.twitter.mapping import tweet_to_post
from connectors.twitter.rules import RuleProblem, RulesDiff, apply_rules, rules_diff
from connectors.twitter.run import run_twitter
from connectors.twitter.session import API_HOST, Api
from connectors.twitter.watch import Watch

__all__ = [
    "API_HOST",
    "Api",
    "RuleProblem",
    "RulesDiff",
    "TweetError",
    "TwitterError",
    "Watch",
    "apply_rules",
    "rules_diff",
    "run_twitter",
    "tweet_to_post",
]
