"""The three stages: records in, a pure step of `models` each, records out.

A stage decodes, calls its step and encodes; it decides nothing. A record that fails goes to the dead letters
and the others go on.
"""
