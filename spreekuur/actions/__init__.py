"""What changes in spreekuur: booking and cancelling by who comes, planning and calling off by the professional."""

from spreekuur.actions.booking import book, cancel, rephrase, take_code
from spreekuur.actions.planning import call_off, plan

__all__ = ["book", "call_off", "cancel", "plan", "rephrase", "take_code"]
