"""What a vector must be before FAISS sees it: float32, finite, of the right width, unit length.

FAISS itself takes NaN, infinity and a wrong width without complaint (or with an abort); so every
array passes through here first. Knows nothing of ids, files or index kinds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

Vectors = NDArray[np.float32]
_UNIT_TOLERANCE = 1e-2  # half-precision encoders are off by about 1e-3


def checked(vectors: Any, dimension: int, what: str, unit: bool = False) -> Vectors:
    """Return `vectors` as C-contiguous float32 ``[n, dimension]``.

    Args:
        vectors: anything NumPy can make an array of.
        dimension: the width that is wanted.
        what: names the array in the message ("queries", "vectors").
        unit: also demand that every row has L2 norm 1 (within 1%).

    Raises:
        InputError: not two-dimensional, of another width, not finite, or not of unit length.
    """
    try:
        array = np.ascontiguousarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"{what} aren't numbers: pass a float32 array [n, {dimension}]") from error
    if array.ndim != 2 or array.shape[1] != dimension:
        shape = "×".join(map(str, array.shape)) or "a single number"
        raise InputError(
            f"{what} have shape {shape}, the index holds width {dimension}: "
            "encode them with the encoder that the index was built with"
        )
    # The sum is NaN or infinite exactly when some element is (float64 can't overflow on float32).
    finite = np.isfinite(array.sum(axis=1, dtype=np.float64))
    if not finite.all():
        row = int(np.argmin(finite))
        raise InputError(f"{what} hold NaN or infinity (first at row {row}): check the encoder")
    if unit and len(array):
        norms = np.sqrt(np.einsum("ij,ij->i", array, array))
        off = np.abs(norms - 1.0) > _UNIT_TOLERANCE
        if off.any():
            row = int(np.argmax(off))
            raise InputError(
                f"{what} must be L2-normalised; row {row} has length {norms[row]:.3g}: "
                "divide each vector by its norm before adding it"
            )
    return array
