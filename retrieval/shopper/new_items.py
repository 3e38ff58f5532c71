"""An item that nobody took yet starts with what its neighbours in text know.

Ids and co-purchases carry what histories say and texts don't. What is near in text is bought alike,
so a new item gets the weighted mean of its neighbours' (the idea of meta-embeddings for cold
items: Pan et al., 2019; here without any training).
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from torch import Tensor

from ...indexes.vector_index import make_index
from .histories import Ints
from .item_tower import ItemInputs, ItemTower

Floats = NDArray[np.float32]

_NEIGHBOURS = 10
_SHARPNESS = 10.0  # what a cosine is multiplied by before the softmax over neighbours


def text_neighbours(whitened: Floats, seen: NDArray[np.bool_]) -> tuple[Ints, Ints, Floats] | None:
    """For each new item its nearest seen ones.

    Args:
        whitened: text vectors, ``[n, k]``; an item without text has zeros and stays alone.
        seen: which items are not new, ``[n]``.

    Returns:
        New rows ``[m]``, their neighbours' rows ``[m, 10 at most]`` and weights that sum to 1, or
        None if there is nothing new or nothing seen.
    """
    lengths = np.linalg.norm(whitened, axis=1, keepdims=True)
    told = lengths[:, 0] > 0
    known, new = np.flatnonzero(seen & told), np.flatnonzero(~seen & told)
    if not len(known) or not len(new):
        return None
    units = np.divide(whitened, lengths, out=np.zeros_like(whitened), where=lengths > 0)
    index = make_index(units.shape[1], len(known))
    index.add([str(row) for row in known.tolist()], units[known])
    cosines, places = index.search_rows(units[new], _NEIGHBOURS)
    weights = np.where(places >= 0, np.exp(_SHARPNESS * (cosines - cosines[:, :1])), 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    return new, known[places], weights.astype(np.float32)


def filled_ids(tower: ItemTower, items: ItemInputs) -> Tensor | None:
    """Id embeddings ``[n, width]``, those of new items filled in; None where there are no ids.

    Args:
        tower: trained.
        items: new items and, for their neighbours, those seen in training.
    """
    own = tower.id_part(items)
    found = text_neighbours(items.text.numpy(), (items.ids >= 0).numpy())
    if own is None or found is None:
        return own
    new, neighbours, weights = found
    filled = own.clone()
    borrowed = own[torch.from_numpy(neighbours)] * torch.from_numpy(weights)[..., None]
    filled[torch.from_numpy(new)] = borrowed.sum(1)
    return filled


def stand_ins(whitened: Floats, seen: NDArray[np.bool_]) -> sparse.csr_matrix | None:
    """Who stands for whom: CSR ``[n, n]``, a seen item for itself, neighbours for a new one.

    None if there is nothing new, or nothing seen to stand in.
    """
    found = text_neighbours(whitened, seen)
    if found is None:
        return None
    new, neighbours, weights = found
    kept = np.flatnonzero(seen)
    row = np.concatenate([kept, np.repeat(new, neighbours.shape[1])])
    column = np.concatenate([kept, neighbours.ravel()])
    share = np.concatenate([np.ones(len(kept), dtype=np.float32), weights.ravel()])
    return sparse.csr_matrix((share, (row, column)), (len(seen), len(seen)))
