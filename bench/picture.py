"""The pictures that the benches send: photograph-like JPEGs, made here and the same on every run."""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

MARKER = b"#picture-number#"
"""Stands once in a picture's comment segment; replaced in each upload, so that none has another's hash."""


@cache
def photograph(width: int, height: int, size: int, seed: int = 1) -> bytes:
    """A JPEG of exactly `size` bytes with `MARKER` in a comment; it decodes whole whatever replaces that.

    Soft light, shapes and grain give it the share of detail that a product photograph has. Raises ValueError
    when no JPEG quality comes within a comment segment's 64 KB below `size`.
    """
    rng = random.Random(seed)
    scene = Image.new("RGB", (width, height), (226, 222, 214))
    draw = ImageDraw.Draw(scene)
    for _ in range(60):
        x, y, reach = rng.randrange(width), rng.randrange(height), rng.randrange(20, max(21, width // 4))
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=tuple(rng.randbytes(3)))
    scene = scene.filter(ImageFilter.GaussianBlur(2))
    grain = Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))
    scene = Image.blend(scene, grain, 0.12)
    for quality in range(95, 5, -1):
        file = io.BytesIO()
        scene.save(file, "JPEG", quality=quality, comment=MARKER)
        missing = size - len(file.getvalue())
        if 0 <= missing < 65_000:
            file = io.BytesIO()
            scene.save(file, "JPEG", quality=quality, comment=MARKER + b"." * missing)
            return file.getvalue()
        if missing >= 65_000:
            break
    raise ValueError(f"no JPEG quality gives {size} bytes for {width}x{height}")
