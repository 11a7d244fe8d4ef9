#!/usr/bin/env python3
"""Draw the sample newsroom's pictures: python3 render.py [NAME…]"""
import os
import sys
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from canvas import Art, jpeg  # noqa: E402
import scenes  # noqa: E402

SIZES = {"landscape": (1500, 1000), "portrait": (1000, 1500), "square": (1200, 1200), "wide": (1600, 900)}
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "pictures")


def main(names):
    unknown = [n for n in names if n not in scenes.ALL]
    if unknown:
        sys.exit("No such picture: " + ", ".join(unknown))
    os.makedirs(OUT, exist_ok=True)
    total = 0
    for name in names or sorted(scenes.ALL):
        shape, draw = scenes.ALL[name]
        art = Art(*SIZES[shape], seed=zlib.crc32(name.encode()) % 100_000)
        draw(art)
        data = jpeg(art.finish())
        with open(os.path.join(OUT, name + ".jpg"), "wb") as f:
            f.write(data)
        total += len(data)
        print(f"{name}.jpg  {len(data) // 1000} kB", flush=True)
    print(f"{total / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
