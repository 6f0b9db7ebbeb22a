"""The formulas of growth, against values computed by other means."""

import pytest

from models.track.growth import (
    Bin,
    acceleration,
    doubling_minutes,
    reacted,
    reproduction_number,
    trend,
)


def _bins(counts, width=5.0):
    return [Bin((i + 0.5) * width, count, width) for i, count in enumerate(counts)]


def test_the_trend_agrees_with_a_general_optimiser():
    """Rate and error where SciPy's BFGS finds the likelihood's maximum, from the Hessian inverted there."""
    found = trend(_bins([1, 0, 3, 2, 6, 5, 11, 18]))
    assert found.rate == pytest.approx(0.0923474, rel=1e-4)
    assert found.error == pytest.approx(0.0172164, rel=1e-4)


def test_doubling_time_has_the_interval_of_the_rate():
    """It is ln 2 over the rate and over its 95 % limits."""
    found = doubling_minutes(_bins([1, 0, 3, 2, 6, 5, 11, 18]))
    assert found == pytest.approx((7.50586, 5.49720, 11.82767), rel=1e-4)


def test_exact_doubling_is_found_exactly():
    """Counts that double every bin of five minutes double in five minutes."""
    assert doubling_minutes(_bins([2, 4, 8, 16, 32])).value == pytest.approx(5.0)


def test_a_bin_that_is_still_running_does_not_look_like_decline():
    """Counts are taken per minute watched."""
    whole, half = _bins([8, 8, 8, 8]), [*_bins([8, 8, 8]), Bin(16.25, 4, 2.5)]
    assert trend(whole).rate == pytest.approx(0.0, abs=1e-9)
    assert trend(half).rate == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("counts", [[], [9], [3, 3, 3], [10, 0, 0, 0], [20, 10, 5, 2], [5, 6, 4, 5, 6]])
def test_no_doubling_time_without_growth(counts):
    """Too few posts, a single burst, decline, or a level: None rather than a number without meaning."""
    assert doubling_minutes(_bins(counts)) is None


def test_scatter_beyond_poisson_widens_the_error():
    """Bursts of reshares are not independent events."""
    smooth, bursty = trend(_bins([4, 6, 8, 12, 16, 24])), trend(_bins([1, 15, 0, 25, 2, 27]))
    assert bursty.error > 2 * smooth.error


def test_the_serial_interval_agrees_with_numerical_integration():
    """SEISMIC's kernel (6.27e-4 a second up to 300 s, then to the power -1.242) by SciPy's quad."""
    expected = {2: 0.0893487, 5: 0.2233716, 30: 0.5481210, 60: 0.6405111, 600: 0.8566267}
    assert {minutes: reacted(minutes) for minutes in expected} == pytest.approx(expected, rel=1e-5)
    assert reacted(0) == 0.0
    assert reacted(10**9) == 1.0


def test_the_reproduction_number_agrees_with_cori_written_out():
    """Posterior mean and quantiles by SciPy on 4, 6, 9, 7, 12, 15, 11, 10 posts per ten minutes."""
    found = reproduction_number([4, 6, 9, 7, 12, 15, 11, 10], 10, 6)
    assert found == pytest.approx((2.409811, 1.859841, 3.029932), rel=1e-5)


def test_no_reproduction_number_from_few_posts():
    """Ten in the window leave it unknown by more than 30 %."""
    assert reproduction_number([1, 2, 2, 2, 2, 2], 5, 6) is None
    assert reproduction_number([], 5, 6) is None


def test_only_what_others_brought_about_counts_where_that_is_known():
    """As above by SciPy; of the posts of each bucket 0, 3, 5, 4, 9, 10, 9, 7 say whom they have it from."""
    counts, local = [4, 6, 9, 7, 12, 15, 11, 10], [0, 3, 5, 4, 9, 10, 9, 7]
    found = reproduction_number(counts, 10, 6, local)
    assert found == pytest.approx((1.668331, 1.216892, 2.189886), rel=1e-5)


def test_acceleration_has_the_interval_of_two_rates():
    """24 posts in 10.5 minutes after 8 in 10: Garwood's limits by SciPy's chi2, joined by hand."""
    assert acceleration(24, 8, 10.5, 10) == pytest.approx((0.1449477, 0.0346968, 0.2624451), rel=1e-5)
    assert acceleration(0, 0, 10, 10).low < 0 < acceleration(0, 0, 10, 10).high


def test_a_claim_of_years_has_a_reproduction_number():
    """Its buckets are wider than the serial interval, so nothing is owed to earlier ones."""
    found = reproduction_number([4] * 20, width=45_000.0, window=6)
    assert found is not None
    assert found.low < found.value < found.high
