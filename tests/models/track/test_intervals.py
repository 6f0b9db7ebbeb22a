"""Gamma quantiles and the Poisson interval, against values computed by SciPy 1.17 and published tables."""

import pytest

from models.track.intervals import Estimate, gamma_cdf, gamma_quantile, poisson_rate


@pytest.mark.parametrize(
    ("p", "shape", "expected"),
    [
        (0.025, 1, 0.025317807984289876),
        (0.975, 1, 3.6888794541139354),
        (0.025, 3, 0.6186721228956014),
        (0.975, 11, 18.39035604201778),
        (0.5, 0.5, 0.227468211559786),
        (0.9, 0.3, 0.8848107733602443),
        (0.025, 100, 81.36399125092314),
        (0.975, 450, 492.5160134695818),
        (0.975, 1001, 1063.952136016302),
    ],
)
def test_gamma_quantiles_agree_with_scipy(p, shape, expected):
    """`scipy.stats.gamma.ppf`, to five digits over six orders of shape."""
    assert gamma_quantile(p, shape) == pytest.approx(expected, rel=1e-5)
    assert gamma_cdf(expected, shape) == pytest.approx(p, rel=1e-3)


def test_nothing_lies_below_zero():
    """The distribution has no weight there."""
    assert gamma_cdf(0.0, 2.0) == gamma_cdf(-1.0, 2.0) == 0.0


def test_the_poisson_interval_is_garwoods():
    """Five events: 1.62 to 11.67, and none: 0 to 3.69, as in the tables of exact limits."""
    assert poisson_rate(5, 1.0) == pytest.approx((5.0, 1.6234864, 11.6683321), rel=1e-6)
    assert poisson_rate(0, 10.0) == pytest.approx((0.0, 0.0, 0.36888795), rel=1e-6)


def test_an_estimate_is_shown_with_its_interval_in_significant_digits():
    """As the contract has it."""
    assert Estimate(1234.5, 0.012345, 2.0).shown() == {"value": 1230.0, "low": 0.0123, "high": 2.0}
