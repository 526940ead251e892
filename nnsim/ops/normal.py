"""The standard normal distribution over whole arrays: NumPy has neither erf nor Φ."""

from typing import Any

from nnsim.ops.base import Array

# Hart et al., Computer Approximations (1968), no. 5666, in the form of G. West, "Better approximations to cumulative
# normal functions", Wilmott (2005): highest powers of |z| first
_NUMERATOR = (3.52624965998911e-02, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
              221.213596169931, 220.206867912376)
_DENOMINATOR = (8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
                637.333633378831, 793.826512519948, 440.413735824752)
_FAR = 40.0
"""|z| counts as no more than this, where e^(−z²/2) is 0 already, so that no power overflows."""
BELL_HEIGHT = 0.3989422804014327
"""1/√(2π), the height of the bell curve φ(z) = e^(−z²/2) / √(2π)."""


def normal_share(xp: Any, z: Array, share: Array, bell: Array, scratch: Array) -> None:
    """Writes Φ(z) = ½ (1 + erf(z/√2)), the share of a bell curve below z, into `share` and e^(−z²/2) into `bell`.

    All arrays have z's shape; `share` must not be z itself. Φ(−|z|) = e^(−z²/2) · N(|z|) / D(|z|), which gives Φ within
    2.3·10⁻¹⁶ for every z in float64 (2 units in the last place of values from ½ on); one exponential serves both
    results, and every cell takes the same path.
    """
    xp.abs(z, bell)
    xp.minimum(bell, _FAR, out=bell)
    _polynomial(xp, _NUMERATOR, bell, share)
    _polynomial(xp, _DENOMINATOR, bell, scratch)
    xp.divide(share, scratch, share)
    xp.multiply(bell, bell, bell)
    xp.multiply(bell, -0.5, bell)
    xp.exp(bell, bell)
    xp.multiply(share, bell, share)
    xp.subtract(0.5, share, share)
    xp.copysign(share, z, share)
    xp.add(share, 0.5, share)


def _polynomial(xp: Any, coefficients: tuple[float, ...], x: Array, out: Array) -> None:
    """Horner's rule, highest power first."""
    xp.multiply(x, coefficients[0], out)
    for coefficient in coefficients[1:-1]:
        xp.add(out, coefficient, out)
        xp.multiply(out, x, out)
    xp.add(out, coefficients[-1], out)
