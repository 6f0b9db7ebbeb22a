"""Write what comes in to a recording: the reverse of `connectors.recording`."""

from connectors.recorder.run import Recording, record

__all__ = ["Recording", "record"]
