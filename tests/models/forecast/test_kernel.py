"""The memory kernel and SEISMIC's formulas against numbers worked out another way."""

import numpy as np
import pytest

from models.forecast import kernel
from models.track.growth import REACTS_UNTIL, reacted

AGES = np.array([0.0, 10.0, 299.0, 300.0, 301.0, 3600.0, 86400.0])


def density(seconds: np.ndarray) -> np.ndarray:
    """Give the kernel as the paper writes it."""
    return (np.maximum(seconds, 300) / 300) ** -1.242 / (300 * (1 + 1 / 0.242))


def summed(values: np.ndarray, step: float) -> float:
    """Integrate by the trapezium rule."""
    return float((values[1:] + values[:-1]).sum() * step / 2)


@pytest.mark.parametrize("age", [10.0, 300.0, 1000.0, 20000.0])
def test_the_share_that_reacted_is_the_kernels_integral(age: float) -> None:
    grid = np.linspace(0, age, 200_001)
    expected = summed(density(grid), grid[1])
    assert float(kernel.reacted(np.array([age]))[0]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("age", [10.0, 300.0, 1000.0, 20000.0])
def test_the_area_is_the_integral_of_the_share(age: float) -> None:
    grid = np.linspace(0, age, 200_001)
    expected = summed(kernel.reacted(grid), grid[1])
    assert float(kernel.reacted_area(np.array([age]))[0]) == pytest.approx(expected, rel=1e-6)


def test_nothing_reacts_before_the_post_and_everything_does_in_the_end() -> None:
    assert kernel.reacted(np.array([-5.0, 0.0])).tolist() == [0.0, 0.0]
    assert float(kernel.reacted(np.array([1e30]))[0]) == pytest.approx(1.0, abs=1e-6)


def test_claims_and_cascades_use_the_same_kernel_up_to_its_end() -> None:
    """That of claims ends after a week and is scaled to it."""
    ours = kernel.reacted(AGES)
    theirs = [reacted(age / 60) for age in AGES]
    assert theirs == pytest.approx((ours / kernel.reacted(np.array([REACTS_UNTIL * 60]))).tolist())


def test_infectiousness_is_the_triangles_count_over_what_the_kernel_expects() -> None:
    """Equation 5, its denominator integrated numerically."""
    times, weights, at = np.array([0.0, 100.0, 900.0, 1700.0]), np.array([500.0, 20.0, 30.0, 7.0]), 2000.0
    grid = np.linspace(1000.0, 2000.0, 100_001)
    rising = (grid - 1000.0) / 1000.0
    due = sum(
        w * summed(rising * np.where(grid >= t, density(grid - t), 0.0), 0.01)
        for t, w in zip(times, weights, strict=True)
    )
    assert kernel.infectiousness(times, weights, at) == pytest.approx(0.7 / due, rel=1e-4)


def test_the_window_is_half_the_age_between_five_minutes_and_two_hours() -> None:
    assert [kernel.window(at) for at in (60.0, 2000.0, 1e6)] == [300.0, 1000.0, 7200.0]


def test_reshares_of_reshares_are_the_sum_of_a_geometric_series() -> None:
    expected = sum(4.0 * 0.5**generation for generation in range(60))
    assert kernel.still_to_come(0.5, 8.0, 1.0) == pytest.approx(expected)


def test_a_supercritical_cascade_still_has_a_finite_forecast() -> None:
    assert kernel.still_to_come(3.0, 10.0, 1.0) == pytest.approx(30.0 / 0.05)
