"""The inks. Every colour in the pictures is one of these or a mixture of two."""


def rgb(code):
    code = code.lstrip("#")
    return tuple(int(code[i:i + 2], 16) for i in (0, 2, 4))


INK = rgb("#15232b")       # blue-black key block
INDIGO = rgb("#22345a")
NIGHT = rgb("#131d38")
DUSK = rgb("#46577c")
RIVER = rgb("#2f6a5b")     # river green
DEEP = rgb("#1c473f")
PINE = rgb("#12332f")
MOSS = rgb("#728c4e")
LEAF = rgb("#4d7a4e")
RICE = rgb("#a9ad57")
TEAL = rgb("#7fa8a2")
MIST = rgb("#bcd0c4")
FOG = rgb("#dbe0d0")
PAPER = rgb("#efe2c6")
CREAM = rgb("#f8efda")
OCHRE = rgb("#d39a38")
STRAW = rgb("#e6c277")
AMBER = rgb("#e8a94a")
CLAY = rgb("#b06a3c")
BRICK = rgb("#8f4a30")
BROWN = rgb("#5f3e2b")
UMBER = rgb("#3a2a24")
RED = rgb("#b5302a")       # lacquer red, sparingly
ROSE = rgb("#dd9a78")
SKIN = rgb("#c58d62")
TAN = rgb("#a36a45")


def mix(a, b, t):
    """a at t=0, b at t=1."""
    return tuple(a[i] + (b[i] - a[i]) * t for i in range(3))


def dark(c, t=0.25):
    return mix(c, INK, t)


def light(c, t=0.25):
    return mix(c, CREAM, t)


def far(c, t, haze=MIST):
    """Aerial perspective: the further away, the closer to the haze."""
    return mix(c, haze, t)
