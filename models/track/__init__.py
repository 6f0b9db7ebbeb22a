"""Follow one claim: counts, growth, status, denials, and the alerts a newsroom gets."""

from models.order import Status
from models.track.alerts import Alert, AlertKind, alert_record, denial_record
from models.track.hearing import Weigh
from models.track.obey import Handover, obey, passed_on, take_in
from models.track.record import ClaimRecord, Glance
from models.track.settings import TrackSettings
from models.track.status import advance, due
from models.track.step import step
from models.track.view import view

__all__ = [
    "Alert",
    "AlertKind",
    "ClaimRecord",
    "Glance",
    "Handover",
    "Status",
    "TrackSettings",
    "Weigh",
    "advance",
    "alert_record",
    "denial_record",
    "due",
    "obey",
    "passed_on",
    "step",
    "take_in",
    "view",
]
