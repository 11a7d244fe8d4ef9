"""Fonts for tests: every letter is a box, as wide as its kind."""
import struct, sys, unicodedata
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from fontTools.ttLib.tables.TupleVariation import TupleVariation

def letters():
    base = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    small = [unicodedata.normalize("NFC", b + t) for b in base for t in tones] + ["đ"]
    text = [chr(c) for c in range(0x20, 0x7f)] + list("“”‘’–—…·₫")
    return sorted(set(small + [c.upper() for c in small] + text))

def width(char, bold):
    base = unicodedata.normalize("NFD", char)[0].lower()
    wide = 250 if base in " .,ijl" else 900 if base in "mw" else 600
    return wide + (50 if bold and base != " " else 0)

def box(wide, height):
    pen = TTGlyphPen(None)
    if wide > 250:
        pen.moveTo((50, 0)); pen.lineTo((50, height)); pen.lineTo((wide - 50, height)); pen.lineTo((wide - 50, 0)); pen.closePath()
    return pen.glyph()

def wider(glyph):
    """By 100 at the end of the axis: the second of the four points behind those of the outline is the right edge."""
    points = len(glyph.coordinates) if glyph.numberOfContours > 0 else 0
    return TupleVariation({"wght": (0, 1, 1)}, [(0, 0)] * points + [(0, 0), (100, 0), (0, 0), (0, 0)])

def every_code():
    """A table of letters whose every group goes from the first code to the last."""
    groups = struct.pack(">III", 0, 0xffffffff, 0) * 1024
    table = DefaultTable("cmap")
    table.data = struct.pack(">HHHHIHHIII", 0, 1, 3, 10, 12, 12, 0, 16 + len(groups), 0, 1024) + groups
    return table

def make(path, bold=False, without="", weights=None, endless=False):
    chars = [c for c in letters() if c not in without]
    widths = sorted({width(c, bold) for c in chars})
    names = [".notdef"] + [f"box{w}" for w in widths]
    fb = FontBuilder(1000, isTTF=True)
    fb.setupGlyphOrder(names)
    fb.setupCharacterMap({ord(c): f"box{width(c, bold)}" for c in chars})
    fb.setupGlyf({n: box(600 if n == ".notdef" else int(n[3:]), 500) for n in names})
    fb.setupHorizontalMetrics({n: (600 if n == ".notdef" else int(n[3:]), 50) for n in names})
    fb.setupHorizontalHeader(ascent=1000, descent=-300, lineGap=100)
    fb.setupNameTable({"familyName": "Boxes", "styleName": "Bold" if bold else "Regular"})
    fb.setupOS2(sTypoAscender=1000, sTypoDescender=-300, sTypoLineGap=100, usWinAscent=1100, usWinDescent=350, usWeightClass=700 if bold else 400)
    fb.setupPost(keepGlyphNames=False)
    if weights:
        fb.setupFvar([("wght", weights[0], weights[0], weights[1], "Weight")], [])
        fb.setupGvar({n: [wider(fb.font["glyf"][n])] for n in names})
    if endless:
        fb.font["cmap"] = every_code()
    fb.font["head"].created = fb.font["head"].modified = 0
    fb.font.recalcTimestamp = False
    fb.font.flavor = "woff2"
    fb.save(path)

out = sys.argv[1]
make(f"{out}/boxes.woff2")
make(f"{out}/boxes-bold.woff2", bold=True)
make(f"{out}/boxes-without-y-dot.woff2", without="ỵ")
make(f"{out}/boxes-of-every-weight.woff2", weights=(300, 800))
make(f"{out}/endless.woff2", endless=True)
