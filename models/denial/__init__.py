"""What makes a statement of an office a denial of a claim, and with which cautions."""

from models.denial.against import goes_against
from models.denial.denial import Caution, Denial
from models.denial.remit import Subjects, in_remit
from models.denial.weigh import weigh

__all__ = ["Caution", "Denial", "Subjects", "goes_against", "in_remit", "weigh"]
