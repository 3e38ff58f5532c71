"""Fits `generator/choice.py` for an adapter on validation questions; prints it, writes it if told to.

    python benchmarks/fit_choice.py ../shared/data/product-qa [--adapter FOLDER] [--write]

`shopctl train generator --data` does the same after a training; this fits it anew where the score
or the rules of what answers have changed and the weights haven't. Questions of hetPQA evidence dev
whose products are in no test file; hetPQA answers dev and ePQA aren't looked at.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from answers import Encoder
from shopctl.generator.adapter import CARD
from shopctl.generator.decoder import Decoder
from shopctl.generator.reading import weigh
from shopctl.generator.shipped import shipped
from shopctl.generator.tuning.fitting import fit_choice
from shopctl.generator.tuning.product_qa import read_product_qa


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--adapter", type=Path, default=shipped())
    parser.add_argument("--write", action="store_true", help="put it into the adapter's card")
    args = parser.parse_args()
    decoder, encoder = Decoder.load(adapter=args.adapter), Encoder()
    fitted = fit_choice(
        read_product_qa(args.folder).validation,
        lambda question, scored, language: weigh(decoder, question, scored, language)[2],
        encoder.relevance,
    )
    path = args.adapter / CARD
    card = json.loads(path.read_text(encoding="utf-8"))
    print(f"{'':8s} in use  fitted")
    for name, value in fitted.to_dict().items():
        print(f"{name:8s} {card['choice'][name]:6.3f}  {value:6.3f}")
    if args.write:
        path.write_text(json.dumps({**card, "choice": fitted.to_dict()}, indent=1) + "\n")


if __name__ == "__main__":
    main()
