"""Alerts for whoever keeps the monitor running: when they fire, and that they ask for metrics that exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus-rules.yml"


def test_rules_name_metrics_that_exist() -> None:
    """A renamed metric would silence an alert without a word."""
    from prometheus_client import REGISTRY

    from streams import metrics

    assert metrics.SOURCES
    known = {family.name + end for family in REGISTRY.collect() for end in ("", "_total")}
    expressions = [line for line in RULES.read_text().splitlines() if "expr:" in line]
    asked = {name for line in expressions for name in re.findall(r"rumor_\w+", line)}
    assert len(asked) >= 7
    assert asked <= known


def test_prometheus_loads_the_rules() -> None:
    assert "rule_files:\n  - prometheus-rules.yml" in (ROOT / "deploy" / "prometheus.yml").read_text()


@pytest.mark.ops
def test_each_alert_fires_when_it_should_and_not_before(tmp_path: Path) -> None:
    """By Prometheus's own tool; a source that comes back within five minutes raises none."""
    promtool = shutil.which("promtool")
    if promtool is None:
        if os.environ.get("RUMOR_REQUIRE_OPS"):
            pytest.fail("RUMOR_REQUIRE_OPS is set and promtool is missing: apt-get install prometheus")
        pytest.skip("promtool is not installed: apt-get install prometheus")
    shutil.copy(RULES, tmp_path)
    shutil.copy(Path(__file__).with_name("prometheus-rules-test.yml"), tmp_path / "test.yml")
    done = subprocess.run(
        [promtool, "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
