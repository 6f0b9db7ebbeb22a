"""Which claim a post belongs to: identity first, then meaning, with a veto for what vectors cannot see."""
