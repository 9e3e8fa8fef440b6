"""What people read for the names in a declaration and in the ledger."""

from django.utils.translation import gettext as _

from xieli.matters.commands import SYSTEM_ACTS
from xieli.matters.procedure import Label, Procedure
from xieli.matters.verbs import SIDE_STEPS, VERBS
