"""The read model: claims, denials, alerts, subscriptions and deliveries, in SQL."""

from connectors.store.deliveries import Deliveries, Delivery, State
from connectors.store.engine import default_url
from connectors.store.errors import RecordError, StoreBusyError, StoreError, UnknownClaimError
from connectors.store.feed import feed_store
from connectors.store.reads import ORDERS, Order
from connectors.store.store import Store, utc_now
from connectors.store.take import Arrived

__all__ = [
    "ORDERS",
    "Arrived",
    "Deliveries",
    "Delivery",
    "Order",
    "RecordError",
    "State",
    "Store",
    "StoreBusyError",
    "StoreError",
    "UnknownClaimError",
    "default_url",
    "feed_store",
    "utc_now",
]
