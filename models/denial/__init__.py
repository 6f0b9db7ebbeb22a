"""What makes a statement of an office a denial of a claim, and with which cautions."""

from models.denial.against import WORDLESS, goes_against, says_no
from models.denial.confirm import confirms
from models.denial.denial import Caution, Denial
from models.denial.remit import Subjects, in_remit
from models.denial.weigh import weigh

__all__ = [
    "WORDLESS",
    "Caution",
    "Denial",
    "Subjects",
    "confirms",
    "goes_against",
    "in_remit",
    "says_no",
    "weigh",
]
