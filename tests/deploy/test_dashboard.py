"""The dashboard asks for what the processes tell. The second test needs Prometheus itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "rumor.json").read_text())
PANELS = {f"{p['title']} {t['refId']}": t["expr"] for p in DASHBOARD["panels"] for t in p["targets"]}
ANNOTATIONS = {a["name"]: a["expr"] for a in DASHBOARD["annotations"]["list"]}
QUERIES = PANELS | ANNOTATIONS
OF_SOURCES = {name: query for name, query in QUERIES.items() if "rumor_source_" in query}
"""Told by connectors; all others are told by the stream."""


def test_panels_lie_side_by_side() -> None:
    """No two share a place, ids are their own, and every panel has a query."""
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(ids)) == len(ids)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24
    assert all(panel["targets"] for panel in DASHBOARD["panels"])


def test_queries_name_metrics_that_exist() -> None:
    """A renamed metric would leave a panel empty without a word."""
    from prometheus_client import REGISTRY

    from streams import metrics

    assert metrics.TOP
    assert metrics.SOURCES
    kinds = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
    known = {f.name + end for f in REGISTRY.collect() for end in kinds.get(f.type, ("",))}
    asked = {name for query in QUERIES.values() for name in re.findall(r"rumor_\w+", query)}
    assert asked <= known


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def found(url: str, query: str) -> list[Any]:
    address = f"{url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    with urllib.request.urlopen(address, timeout=5) as answer:
        return list(json.load(answer)["data"]["result"])


@pytest.fixture
def prometheus(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Give the address of a Prometheus that scrapes a free port, and that port."""
    program = shutil.which("prometheus")
    if program is None:
        if os.environ.get("RUMOR_REQUIRE_OPS"):
            pytest.fail("RUMOR_REQUIRE_OPS is set and Prometheus is missing: apt-get install prometheus")
        pytest.skip("Prometheus is not installed: apt-get install prometheus")
    scraped, port = free_port(), free_port()
    text = (ROOT / "deploy" / "prometheus.yml").read_text()
    config = tmp_path / "prometheus.yml"
    shutil.copy(ROOT / "deploy" / "prometheus-rules.yml", tmp_path)
    config.write_text(text.replace(": 5s", ": 1s").replace("127.0.0.1:9464", f"127.0.0.1:{scraped}"))
    subprocess.run(["promtool", "check", "config", str(config)], check=True, capture_output=True)
    server = subprocess.Popen(
        [program, f"--config.file={config}", f"--storage.tsdb.path={tmp_path / 'tsdb'}",
         f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]
    )  # fmt: skip
    try:
        until_ready(server, url := f"http://127.0.0.1:{port}")
        yield url, scraped
    finally:
        server.terminate()
        server.wait(20)


def until_ready(server: subprocess.Popen[bytes], url: str) -> None:
    """Wait for its port: on a busy machine that takes seconds."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{url}/-/ready", timeout=5):
                return
        except OSError:
            assert server.poll() is None, "Prometheus ended"
            assert time.monotonic() < until, "Prometheus was not ready within 60 s"
            time.sleep(0.2)


@pytest.mark.ops
@pytest.mark.integration
def test_every_query_of_the_dashboard_returns_series_on_a_replay(
    prometheus: tuple[str, int], broker: str, cache: Path, tmp_path: Path
) -> None:
    """Panels and annotations alike, asked while a replay of the seed story is scraped."""
    url, scraped = prometheus
    environ = {
        **os.environ,
        "RUMOR_METRICS_PORT": str(scraped),
        "RUMOR_BROKER": broker,
        "RUMOR_CACHE": str(cache),
    }
    replay = subprocess.Popen(
        [sys.executable, "-m", "streams", "demo", "--speed", "2000", "--out", str(tmp_path / "out")],
        env=environ, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert unanswered(url, QUERIES.keys() - OF_SOURCES.keys(), replay) == {}


@pytest.mark.ops
def test_every_query_about_sources_returns_series_where_a_connector_runs(prometheus: tuple[str, int]) -> None:
    url, scraped = prometheus
    script = Path(__file__).with_name("told_sources.py")
    connector = subprocess.Popen([sys.executable, str(script), str(scraped)], cwd=ROOT)
    assert unanswered(url, OF_SOURCES.keys(), connector) == {}


def unanswered(url: str, names: Iterable[str], told_by: subprocess.Popen[bytes]) -> dict[str, str]:
    """Ask until all queries have an answer, the process ends, or too much time has passed; end it."""
    missing = {name: QUERIES[name] for name in names}
    until = time.monotonic() + 240
    try:
        while missing and told_by.poll() is None and time.monotonic() < until:
            time.sleep(0.5)
            missing = {name: query for name, query in missing.items() if not found(url, query)}
    finally:
        told_by.terminate()
        told_by.wait(30)
    return missing
