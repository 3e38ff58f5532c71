"""An id for an item that training never saw: the weighted mean of its neighbours' in text.

Ids carry what histories say and texts don't. What is near in text is bought alike, so a new item
starts with what its neighbours have learned rather than with nothing (the idea of meta-embeddings
for cold items: Pan et al., 2019; here without any training).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 (torch's own custom)

from ...indexes.vector_index import make_index
from .item_tower import ItemInputs, ItemTower

_NEIGHBOURS = 10
_SHARPNESS = 10.0  # what a cosine is multiplied by before the softmax over neighbours


def filled_ids(tower: ItemTower, items: ItemInputs) -> Tensor | None:
    """Id embeddings ``[n, width]``, those of new items filled in; None where there is nothing to do.

    Args:
        tower: trained.
        items: new items and, for their neighbours, those seen in training.
    """
    own = tower.id_part(items)
    seen = items.ids >= 0
    if own is None or bool(seen.all()) or not bool(seen.any()):
        return own
    texts = F.normalize(items.text, dim=-1).numpy()
    usable = seen.numpy() & (np.linalg.norm(texts, axis=1) > 0)
    known = np.flatnonzero(usable)
    if not len(known):
        return own
    index = make_index(texts.shape[1], len(known))
    index.add([str(row) for row in known.tolist()], texts[known])
    new = np.flatnonzero(~seen.numpy())
    cosines, places = index.search_rows(texts[new], _NEIGHBOURS)
    weights = torch.from_numpy(cosines * _SHARPNESS).softmax(dim=1)
    neighbours = torch.from_numpy(known[places])
    filled = own.clone()
    filled[torch.from_numpy(new)] = (weights[..., None] * own[neighbours]).sum(1)
    return filled
