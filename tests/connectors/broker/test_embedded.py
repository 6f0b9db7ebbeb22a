"""Apache Kafka itself: it starts, keeps what it was given, recovers, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.broker import BrokerError, EmbeddedBroker, reachable
from connectors.broker.lock import FolderLock
from connectors.broker.ports import LOOPBACK, check_port

OWNER = """
import sys, time
from pathlib import Path
from connectors.broker import EmbeddedBroker

broker = EmbeddedBroker(Path(sys.argv[1]), Path(sys.argv[2])).start()
print(broker.address, flush=True)
time.sleep(600)
"""
LARGE = os.urandom(2_900_000)


async def write(address: str, topic: str, *values: bytes) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 1, 1, topic_configs={"max.message.bytes": "3000000"})])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=address, max_request_size=3_000_000) as producer:
        for value in values:
            await producer.send_and_wait(topic, value)


async def read(address: str, topic: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(bootstrap_servers=address, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(topic, 0)])
    async with consumer:
        return [(await asyncio.wait_for(consumer.getone(), 30)).value for _ in range(count)]


@pytest.mark.integration
async def test_records_make_the_round_trip_up_to_the_largest(broker: str) -> None:
    await write(broker, "round-trip", b"first", LARGE)
    assert await read(broker, "round-trip", 2) == [b"first", LARGE]


@pytest.mark.integration
def test_the_running_broker_is_reachable(broker: str) -> None:
    reachable(broker)


@pytest.mark.integration
async def test_a_second_broker_beside_the_first_has_ports_and_topics_of_its_own(
    broker: str, cache: Path, tmp_path: Path
) -> None:
    async with EmbeddedBroker(tmp_path, cache) as other:
        assert other.address != broker
        await write(other.address, "only-here", b"there")
        consumer = AIOKafkaConsumer(bootstrap_servers=broker)
        async with consumer:
            assert "only-here" not in await consumer.topics()


@pytest.mark.integration
async def test_records_outlast_a_stop_and_a_start_in_a_folder_with_an_odd_name(
    cache: Path, tmp_path: Path
) -> None:
    kafka = EmbeddedBroker(tmp_path / "Қазақ, news desk", cache)
    async with kafka:
        await write(kafka.address, "kept", b"kept")
        first = kafka.pid
    assert kafka.pid is None
    async with kafka:
        assert kafka.pid != first
        assert await read(kafka.address, "kept", 1) == [b"kept"]


@pytest.mark.integration
async def test_a_killed_owner_leaves_no_kafka_and_the_next_one_recovers_its_records(
    cache: Path, tmp_path: Path
) -> None:
    owner = subprocess.Popen(  # noqa: ASYNC220 - it starts at once, and this test has nothing else to do
        [sys.executable, "-c", OWNER, str(tmp_path), str(cache)], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout
    address = owner.stdout.readline().strip()
    await write(address, "survives", b"survives")
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    lock = FolderLock(tmp_path / "kafka")
    lock.take(patience=20)  # Java inherits the lock: that it is free proves that Java is gone
    lock.release()
    check_port(int(address.partition(":")[2]), patience=20)  # nobody listens there any more
    async with EmbeddedBroker(tmp_path, cache) as heir:
        assert await read(heir.address, "survives", 1) == [b"survives"]


@pytest.mark.integration
async def test_a_kafka_that_dies_is_noticed_and_can_be_started_again(cache: Path, tmp_path: Path) -> None:
    kafka = EmbeddedBroker(tmp_path, cache)
    async with kafka:
        kafka.check()
        watching = asyncio.create_task(kafka.watch(every=0.05))
        assert kafka.pid
        os.kill(kafka.pid, signal.SIGKILL)
        with pytest.raises(BrokerError, match="Kafka stopped by itself"):
            await asyncio.wait_for(watching, 20)
        kafka.start().check()


@pytest.mark.integration
async def test_a_start_that_is_cancelled_leaves_the_folder_free(cache: Path, tmp_path: Path) -> None:
    starting = asyncio.create_task(EmbeddedBroker(tmp_path, cache).__aenter__())
    while not (tmp_path / "kafka" / "java.log").exists():  # noqa: ASYNC110 - a file has no event
        await asyncio.sleep(0.01)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    lock = FolderLock(tmp_path / "kafka")
    lock.take(patience=0)
    lock.release()


@pytest.mark.integration
def test_a_settings_error_of_kafka_itself_is_quoted(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "kafka" / "log").mkdir(parents=True)
    with pytest.raises(BrokerError, match=r"Kafka stopped by itself \(exit code 1\).*meta\.properties"):
        EmbeddedBroker(tmp_path, cache).start()
    lock = FolderLock(tmp_path / "kafka")
    lock.take(patience=0)
    lock.release()


def test_a_port_in_use_is_told_before_a_cluster_is_made(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BrokerError, match=f"port {port} on 127.0.0.1 is in use"):
            EmbeddedBroker(tmp_path, tmp_path, port).start()
    assert not (tmp_path / "kafka" / "log").exists()


def test_a_folder_in_use_is_told_with_the_holders_pid(tmp_path: Path) -> None:
    (tmp_path / "kafka").mkdir()
    lock = FolderLock(tmp_path / "kafka")
    lock.take()
    with pytest.raises(BrokerError, match=f"process {os.getpid()}: stop that one"):
        EmbeddedBroker(tmp_path, tmp_path).start()
    lock.release()


def test_stopping_what_never_ran_is_harmless(tmp_path: Path) -> None:
    EmbeddedBroker(tmp_path, tmp_path).stop()
