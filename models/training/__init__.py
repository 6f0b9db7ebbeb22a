"""Make the data files that ship with `models`: scripts run by hand, never by the monitor.

They need the dependency group ``train``: ``pip install --group train``.
"""
