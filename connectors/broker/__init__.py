"""Apache Kafka: the embedded one, and whether a configured one answers."""

from connectors.broker.embedded import EmbeddedBroker
from connectors.broker.error import BrokerError
from connectors.broker.jars import KAFKA_VERSION, Progress, fetch_jars
from connectors.broker.probe import reachable

__all__ = ["KAFKA_VERSION", "BrokerError", "EmbeddedBroker", "Progress", "fetch_jars", "reachable"]
