"""Judgements one at a time, for measuring: stance, the claim a text repeats, whether two posts are one claim.

They read texts as the stream does (`models.reader`, `models.centring`, `models.facts`, `models.stance`) and
keep no state between lines.
"""
