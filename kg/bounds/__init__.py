"""What keeps strangers' questions within bounds: reading them before they run, and processes that can be ended.

`checked` takes a query or an update apart and refuses what reaches out; `Pool` runs jobs in processes of their own and
ends what takes too long; `Limits` says how much of everything; `Rate` how often one client may come; `snapshot` makes
the copy of the store that is served.
"""

from kg.bounds.check import Checked, RefusedError, checked, with_using
from kg.bounds.limits import Limits
from kg.bounds.pool import BusyError, DiedError, Pool, TooLongError
from kg.bounds.rate import Rate

__all__ = [
    "BusyError",
    "Checked",
    "DiedError",
    "Limits",
    "Pool",
    "Rate",
    "RefusedError",
    "TooLongError",
    "checked",
    "with_using",
]
