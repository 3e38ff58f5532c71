"""Texts on which a converted encoder must agree with the original: short, long, odd, mixed."""

from __future__ import annotations

_LINES = (
    "running shoes",
    "fragrance free moisturizer for dry sensitive skin",
    "Stainless steel water bottle, 750 ml, keeps drinks cold for 24 hours",
    "usb-c charger 65W",
    "Waterproof hiking boots for men, leather, wide fit, size 10.5",
    "红色的连衣裙 夏季 新款",
    "organic green tea bags",
    "LED desk lamp with wireless charging. Five brightness levels and three colour temperatures.",
    "gift for a ten year old who likes dinosaurs",
    "Vitamin C serum 30 ml, 15% L-ascorbic acid, with ferulic acid and vitamin E",
    "3/4 in. x 8 ft. pine board",
    "noise cancelling headphones under 200",
    "Crème hydratante pour peaux sèches",
    "dog food grain free salmon 12 kg",
    "a cordless drill that doesn't weigh much",
    "Basmati rice 5 kg. Aged for two years; long grains that stay separate when cooked.",
    "JA-1033 quartz watch strap",
    "non slip yoga mat 6 mm",
    "Kids' rain jacket, hooded, with reflective strips, machine washable at 30 degrees",
    "?!",
    "ceramic plant pot with drainage hole, matte white, 15 cm",
    "shampoo without sulfates for curly hair",
    "Bluetooth speaker, 12 hours of battery, IPX7: survives half an hour under a metre of water",
    "replacement filter",
)


def check_texts() -> list[str]:
    """Single lines, and runs of lines up to what an encoder reads at most."""
    runs = [" ".join(_LINES[start : start + size]) for size in (3, 8, 24) for start in (0, 5, 11)]
    return [*_LINES, *runs]
