"""The outside world: sources in (Telegram, X, recordings), sinks and faces out (SQL, alerts, the screen)."""
