"""What makes a statement of an office a denial of a claim, and with which cautions."""

from models.denial.denial import Caution, Denial
from models.denial.remit import in_remit
from models.denial.weigh import weigh

__all__ = ["Caution", "Denial", "in_remit", "weigh"]
