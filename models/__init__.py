"""The pure core: what a post says, which claim it belongs to, how the claim spreads, who denied it.

No Kafka, no Faust, no network, no clock: every step takes its state, an event and the time as arguments.
"""
