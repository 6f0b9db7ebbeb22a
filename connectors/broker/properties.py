"""Kafka's settings for one broker that is also its own controller (KRaft, combined mode).

Names and meanings: https://kafka.apache.org/documentation/#brokerconfigs. All paths are relative to the
broker's folder, in which Java runs: neither a space, a comma nor Cyrillic in its name can do harm.
"""

from __future__ import annotations

from typing import Final

from connectors.broker.ports import LOOPBACK

MAX_MESSAGE: Final = 4 * 1024 * 1024
"""Bytes of a batch of records; the monitor's own topics allow 3,000,000."""

ALONE: Final = {
    # One broker: there is nobody to keep a second copy.
    "default.replication.factor": 1,
    "min.insync.replicas": 1,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    # Each partition costs files and time at start; the defaults are 50.
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.num.partitions": 4,
    "share.coordinator.state.topic.num.partitions": 1,
    # The first member of a group need not wait for others.
    "group.initial.rebalance.delay.ms": 0,
    # After kill -9 a new broker may register once the old one's session is over; the default is 9 s.
    "broker.session.timeout.ms": 3000,
    "broker.heartbeat.interval.ms": 500,
    # A misspelt topic is an error here as on a newsroom's own cluster.
    "auto.create.topics.enable": "false",
    "message.max.bytes": MAX_MESSAGE,
    "replica.fetch.max.bytes": MAX_MESSAGE,
    # Threads and buffers for a few clients; the cleaner alone would take 128 MB.
    "num.network.threads": 2,
    "num.io.threads": 4,
    "num.recovery.threads.per.data.dir": 2,
    "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
}


def server_properties(port: int, controller: int, logs: str) -> str:
    """Write the settings file; ``logs`` is the folder of the data, relative to the broker's."""
    place, quorum = f"{LOOPBACK}:{port}", f"{LOOPBACK}:{controller}"
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{quorum}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "listeners": f"PLAINTEXT://{place},CONTROLLER://{quorum}",
        "advertised.listeners": f"PLAINTEXT://{place}",
        "log.dirs": logs,
        **ALONE,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
