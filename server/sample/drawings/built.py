"""Houses, boats, vehicles, lamps, furniture."""
import math
import random

from canvas import poly_path, smooth_path
from palette import *


# -- roofs and houses ---------------------------------------------------------
def tiles(a, pts, col, step=16):
    """A tiled roof: pts = eave-left, ridge-left, ridge-right, eave-right; concave slopes."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = pts
    p = poly_path([(x0, y0)], False)
    p.quadTo(x0 + (x1 - x0) * .62, y0 + (y1 - y0) * .32, x1, y1)
    p.lineTo(x2, y2)
    p.quadTo(x3 + (x2 - x3) * .62, y3 + (y2 - y3) * .32, x3, y3)
    p.close()
    a.path(p, col)
    with a.clip(p):
        n = max(3, int(abs(x3 - x0) / step))
        for i in range(n + 1):
            u = i / n
            a.line(x0 + (x3 - x0) * u, y0 + 3, x1 + (x2 - x1) * u, y1, step * .2, dark(col, .4), .7)
        a.rect(min(x0, x1), y1, abs(x3 - x0) + 4, (y0 - y1) * .2, light(col, .2), .35)
    a.rect(x0, y0 - step * .12, x3 - x0, step * .42, dark(col, .5), 1, r=step * .2)
    return p


def ridge(a, x1, x2, y, t, col, curl=True):
    a.rect(x1 - t, y - t * .7, x2 - x1 + 2 * t, t, col, 1, r=t * .3)
    if curl:
        for x, s in ((x1 - t, -1), (x2 + t, 1)):
            a.brush([(x - s * t, y - t * .2), (x + s * t * .6, y - t * .5), (x + s * t * 1.3, y - t * 1.9)], t * .9, t * .25, col)


def house(a, x, y, w, h, wall=CREAM, roof=BRICK, door=BROWN, roofh=None, windows=2, curl=False, shade=INK, lit=None):
    """A low house seen from the front; x is the left, y the ground, h the wall's height."""
    roofh = roofh or h * .75
    a.rect(x, y - h, w, h, wall)
    a.rect(x, y - h, w, h * .22, shade, .32)
    a.rect(x + w * .78, y - h, w * .22, h, shade, .1)
    a.rect(x, y - h * .08, w, h * .08, dark(wall, .35))
    n = windows + 1
    for i in range(n):
        cx = x + w * (i + .5) / n
        if i == windows // 2:
            a.rect(cx - w * .28 / n, y - h * .66, w * .56 / n, h * .66, dark(door, .3))
            a.rect(cx - w * .28 / n, y - h * .66, w * .26 / n, h * .66, door)
            if lit:
                a.rect(cx - w * .02 / n, y - h * .66, w * .3 / n, h * .66, lit)
        else:
            a.rect(cx - w * .24 / n, y - h * .64, w * .48 / n, h * .36, lit or dark(door, .4))
            a.rect(cx - w * .24 / n, y - h * .64, w * .12 / n, h * .36, door)
            a.rect(cx + w * .12 / n, y - h * .64, w * .12 / n, h * .36, door)
    tiles(a, [(x - w * .07, y - h * .97), (x + w * .06, y - h - roofh), (x + w * .94, y - h - roofh), (x + w * 1.07, y - h * .97)],
          roof, max(7, w * .045))
    ridge(a, x + w * .06, x + w * .94, y - h - roofh, max(3, h * .07), dark(roof, .35), curl)


def shophouse(a, x, y, w, h, wall=OCHRE, roof=BRICK, shutter=BROWN, seed=0, lit=None, awning=None, balcony=True, goods=None):
    """An old-town façade, two floors, h to the eave."""
    r = random.Random(seed)
    a.rect(x, y - h, w, h, wall)
    a.rect(x, y - h, w, h, a.vgrad(y - h, y, (INK, .0), (INK, .18)))
    a.rect(x + w - w * .05, y - h, w * .05, h, dark(wall, .3))
    a.rect(x, y - h, w * .03, h, light(wall, .3), .6)
    # ground floor
    g = h * .47
    a.rect(x + w * .08, y - g * .82, w * .84, g * .82, lit or mix(UMBER, INK, .55))
    if lit:
        a.rect(x + w * .08, y - g * .82, w * .84, g * .82, a.vgrad(y - g * .82, y, (CREAM, .35), (UMBER, .45)))
        for i in range(3):
            bx = x + w * (.2 + .22 * i)
            a.rect(bx, y - g * r.uniform(.3, .5), w * .13, g * .5, UMBER, .55)
    n = 6
    for i in range(n):
        if i in (0, 5) or r.random() < .25:
            a.rect(x + w * (.08 + .84 * i / n), y - g * .82, w * .84 / n - 2, g * .82, mix(shutter, INK, .1 * (i % 2)))
            a.rect(x + w * (.08 + .84 * i / n) + 3, y - g * .74, w * .84 / n - 8, g * .2, dark(shutter, .3), .7)
    # pent roof
    tiles(a, [(x - w * .05, y - g * .88), (x + w * .02, y - g * 1.16), (x + w * .98, y - g * 1.16), (x + w * 1.05, y - g * .88)],
          roof, max(7, w * .055))
    a.rect(x, y - g * .88, w, g * .07, INK, .35)
    # upper floor
    top, bot = y - h * .9, y - g * 1.2
    nw = 2 if w < h * .55 else 3
    for i in range(nw):
        cx = x + w * (i + .5) / nw
        ww = w * .52 / nw
        a.rect(cx - ww / 2, top, ww, (bot - top) * .82, lit or mix(UMBER, INK, .5))
        op = r.random()
        for s in (-1, 1):
            if op < .6:
                a.rect(cx + (s - 1) * ww / 4 + (s > 0) * 1, top, ww / 2 - 1, (bot - top) * .82, shutter)
                for k in range(7):
                    a.line(cx + (s - 1) * ww / 4 + 4, top + (k + .8) * (bot - top) * .1, cx + (s + 1) * ww / 4 - 4,
                           top + (k + .8) * (bot - top) * .1, 1.6, dark(shutter, .4), .8)
            else:
                a.rect(cx + s * ww * .5 - (s < 0) * ww * .32, top, ww * .32, (bot - top) * .82, shutter)
    if balcony:
        a.rect(x + w * .03, bot - (bot - top) * .32, w * .94, 4, dark(shutter, .3))
        for i in range(int(w / 12)):
            a.line(x + w * .04 + i * w * .93 / (w / 12), bot - (bot - top) * .32, x + w * .04 + i * w * .93 / (w / 12), bot, 2.4, dark(shutter, .2))
    tiles(a, [(x - w * .06, y - h), (x + w * .05, y - h - w * .3), (x + w * .95, y - h - w * .3), (x + w * 1.06, y - h)],
          roof, max(7, w * .055))
    ridge(a, x + w * .05, x + w * .95, y - h - w * .3, max(4, w * .035), dark(roof, .35), False)
    a.rect(x, y - h, w, h * .05, INK, .4)
    if awning:
        p = poly_path([(x + w * .04, y - g * .86), (x + w * .96, y - g * .86), (x + w * 1.02, y - g * .62), (x - w * .02, y - g * .62)])
        a.path(p, awning)
        with a.clip(p):
            for i in range(0, 8, 2):
                a.rect(x + w * i / 8, y - g, w / 8, g, CREAM, .75)


def block(a, x, y, w, h, col, rows=5, cols=4, win=None, wa=.5, seed=0, lit=None, litp=.0):
    """A plain modern building."""
    r = random.Random(seed)
    a.rect(x, y - h, w, h, col)
    a.rect(x + w * .72, y - h, w * .28, h, INK, .14)
    for i in range(rows):
        for j in range(cols):
            c = win or dark(col, .35)
            al = wa
            if lit and r.random() < litp:
                c, al = lit, .95
            a.rect(x + w * (j + .24) / cols, y - h + h * (i + .28) / rows, w * .52 / cols, h * .44 / rows, c, al)


def skyline(a, x0, x1, y, hmin, hmax, col, n=18, seed=0, lit=None, litp=.4, roofs=True):
    r = random.Random(seed)
    x = x0
    while x < x1:
        w = (x1 - x0) / n * r.uniform(.6, 1.4)
        h = r.uniform(hmin, hmax) * (r.random() ** .5)
        c = mix(col, (INK, CREAM)[r.randrange(2)], r.uniform(0, .12))
        if roofs and r.random() < .45:
            a.rect(x, y - h * .6, w, h * .6, c)
            a.poly([(x - w * .08, y - h * .6), (x + w * .12, y - h * .8), (x + w * .88, y - h * .8), (x + w * 1.08, y - h * .6)], mix(c, BRICK, .35))
        else:
            block(a, x, y, w, h, c, rows=max(2, int(h / 22)), cols=max(2, int(w / 16)), seed=r.random(), lit=lit, litp=litp, wa=.3)
        x += w * r.uniform(.85, 1.1)


# -- boats ----------------------------------------------------------------------
def sampan(a, x, y, l, col=UMBER, canopy=None, flip=False, load=None, seed=0, inside=None):
    """A slim river boat; x is the middle, y the waterline."""
    with a.at(x, y, -1 if flip else 1, 1):
        if inside is not None:
            inside(a)
        if load:
            r = random.Random(seed)
            for i in range(26):
                lx = r.uniform(-.34, .3) * l
                ly = -l * .07 - r.random() * l * .055 * (1 - (lx / (l * .4)) ** 2)
                a.oval(lx, ly, l * .03, l * .027, mix(load[i % len(load)], INK, r.uniform(0, .15)))
        if canopy:
            p = poly_path([(-l * .26, -l * .05)], False)
            p.cubicTo(-l * .25, -l * .22, l * .11, -l * .22, l * .12, -l * .05)
            p.close()
            a.path(p, canopy)
            with a.clip(p):
                for i in range(8):
                    a.line(-l * .24 + i * l * .05, 0, -l * .2 + i * l * .042, -l * .2, l * .004, dark(canopy, .45), .8)
                a.rect(-l * .3, -l * .09, l * .5, l * .05, INK, .25)
            a.blob([(l * .12, -l * .05), (l * .105, -l * .11), (l * .05, -l * .16), (l * .045, -l * .05)], dark(canopy, .55), tension=.4)
        h = poly_path([(-l * .52, -l * .1)], False)
        h.cubicTo(-l * .3, -l * .03, l * .28, -l * .03, l * .52, -l * .115)
        h.cubicTo(l * .42, l * .0, l * .32, l * .022, l * .18, l * .025)
        h.lineTo(-l * .24, l * .025)
        h.cubicTo(-l * .36, l * .02, -l * .44, -l * .02, -l * .52, -l * .1)
        h.close()
        a.path(h, col)
        rim = poly_path([(-l * .52, -l * .1)], False)
        rim.cubicTo(-l * .3, -l * .03, l * .28, -l * .03, l * .52, -l * .115)
        rim.cubicTo(l * .28, -l * .012, -l * .3, -l * .012, -l * .52, -l * .1)
        rim.close()
        a.path(rim, light(col, .3))


def trawler(a, x, y, l, hull=RIVER, cabin=CREAM, trim=RED, flip=False, flag=True, seed=0, eye=True):
    """A wooden fishing boat with a high bow."""
    with a.at(x, y, -1 if flip else 1, 1):
        # masts, booms and rigging
        a.line(-l * .02, -l * .1, -l * .02, -l * .62, l * .012, UMBER)
        a.line(l * .22, -l * .1, l * .22, -l * .4, l * .01, UMBER)
        a.line(-l * .02, -l * .3, l * .2, -l * .5, l * .008, UMBER)
        for p, q in (((-.02, -.6), (.5, -.25)), ((-.02, -.6), (-.46, -.2)), ((.22, -.4), (.5, -.25))):
            a.line(p[0] * l, p[1] * l, q[0] * l, q[1] * l, l * .003, UMBER, .8)
        # cabin
        a.rect(-l * .36, -l * .28, l * .25, l * .2, cabin)
        a.rect(-l * .36, -l * .28, l * .25, l * .2, INK, .12)
        a.rect(-l * .36, -l * .28, l * .17, l * .2, cabin)
        for i in range(3):
            a.rect(-l * (.345 - i * .075), -l * .245, l * .05, l * .06, dark(hull, .5))
        a.rect(-l * .39, -l * .305, l * .31, l * .03, trim, 1, r=l * .008)
        # nets and baskets on deck
        r = random.Random(seed)
        for i in range(7):
            a.oval(l * (-.05 + i * .045), -l * .1, l * .035, l * .03, mix(STRAW, LEAF, r.random() * .5))
        h = poly_path([(-l * .5, -l * .16)], False)
        h.cubicTo(-l * .2, -l * .06, l * .2, -l * .07, l * .55, -l * .26)
        h.cubicTo(l * .5, -l * .12, l * .44, -l * .0, l * .36, l * .04)
        h.lineTo(-l * .42, l * .04)
        h.cubicTo(-l * .46, -l * .02, -l * .48, -l * .08, -l * .5, -l * .16)
        h.close()
        a.path(h, hull)
        with a.clip(h):
            a.rect(-l, -l * .008, l * 2, l * .1, dark(trim, .25))
            a.poly([(-l * .5, -l * .16), (-l * .1, -l * .09), (l * .25, -l * .11), (l * .56, -l * .27), (l * .55, -l * .22),
                    (l * .24, -l * .075), (-l * .1, -l * .055), (-l * .5, -l * .12)], light(hull, .5))
            a.rect(-l * .6, -l * .3, l * .4, l * .5, INK, .12)
        if eye:
            with a.at(l * .42, -l * .13, 1, 1, -28):
                a.oval(0, 0, l * .036, l * .017, CREAM)
                a.disc(l * .004, 0, l * .012, INK)
        if flag:
            a.poly([(-l * .02, -l * .62), (l * .08, -l * .6), (l * .07, -l * .55), (-l * .02, -l * .56)], trim)


def basketboat(a, x, y, r, col=OCHRE):
    p = poly_path([(x - r, y - r * .35)], False)
    p.cubicTo(x - r * .9, y + r * .25, x + r * .9, y + r * .25, x + r, y - r * .35)
    p.close()
    a.path(p, col)
    with a.clip(p):
        for i in range(-8, 12):
            a.line(x + i * r * .16, y - r, x + i * r * .16 - r * .4, y + r, r * .03, dark(col, .4), .6)
            a.line(x + i * r * .16 - r * .4, y - r, x + i * r * .16, y + r, r * .03, dark(col, .4), .6)
    a.oval(x, y - r * .35, r, r * .17, dark(col, .5))
    a.c.save()
    a.stroke([(x - r, y - r * .35), (x, y - r * .18), (x + r, y - r * .35)], r * .07, light(col, .25))
    a.c.restore()


# -- wheels ---------------------------------------------------------------------
def wheel(a, x, y, r, col=INK, spokes=10, w=None):
    w = w or r * .11
    a.ring(x, y, r - w / 2, w, col)
    for i in range(spokes):
        t = math.pi * i / spokes + .2
        a.line(x - math.cos(t) * r, y - math.sin(t) * r, x + math.cos(t) * r, y + math.sin(t) * r, r * .018, col, .6)
    a.disc(x, y, r * .1, col)


def bicycle(a, x, y, h, col=INK, flip=False, basket=None, rack=None):
    """h is a rider's standing height; x the middle, y the ground."""
    with a.at(x, y, -h if flip else h, -h):
        wheel(a, -.31, .19, .19, col)
        wheel(a, .33, .19, .19, col)
        w = .022
        for p, q in (((-.31, .19), (-.02, .17)), ((-.02, .17), (-.12, .5)), ((-.31, .19), (-.1, .42)), ((-.1, .42), (.21, .5)),
                     ((-.02, .17), (.22, .44)), ((.2, .56), (.33, .19))):
            a.line(*p, *q, w, col)
        a.stroke([(.14, .63), (.21, .63), (.2, .56)], .022, col)
        a.blob([(-.2, .51), (-.04, .53), (-.05, .5), (-.18, .48)], col)
        a.ring(-.02, .17, .04, .014, col)
        a.stroke([(-.5, .27), (-.44, .36), (-.31, .4), (-.2, .35)], .014, col)
        if rack:
            a.line(-.42, .42, -.14, .42, .018, col)
        if basket:
            a.poly([(.24, .57), (.42, .57), (.39, .4), (.27, .4)], basket)
            for i in range(3):
                a.line(.25, .44 + i * .045, .41, .44 + i * .045, .008, dark(basket, .4))


def motorbike(a, x, y, h, col=RED, flip=False):
    with a.at(x, y, -h if flip else h, -h):
        wheel(a, -.3, .16, .16, INK, 6, .04)
        wheel(a, .36, .16, .16, INK, 6, .04)
        a.line(.36, .16, .26, .55, .03, INK)
        a.blob([(-.48, .4), (-.3, .48), (.02, .47), (.1, .34), (.22, .34), (.24, .56), (.31, .55), (.3, .26), (.16, .18),
                (-.1, .17), (-.24, .28), (-.42, .33)], col, tension=.6)
        a.blob([(-.36, .46), (-.2, .51), (.04, .5), (.06, .45), (-.2, .44)], INK, tension=.6)
        a.stroke([(.17, .6), (.27, .59), (.26, .5)], .022, INK)
        a.disc(.31, .5, .035, CREAM)
        a.blob([(.22, .25), (.3, .36), (.46, .34), (.52, .26), (.4, .31)], dark(col, .25), tension=.6)
        a.blob([(-.12, .2), (.06, .22), (.08, .12), (-.08, .1)], dark(INK, .1))
        a.line(-.05, .1, -.4, .12, .035, mix(INK, MIST, .45))


def bus(a, x, y, l, body=CREAM, stripe=RIVER, flip=False):
    """Side view; x the left, y the ground."""
    h = l * .34
    with a.at(x + (l if flip else 0), y, -1 if flip else 1, 1):
        a.oval(l * .5, -l * .005, l * .52, l * .02, INK, .35)
        p = smooth_path([(0, -l * .05), (0, -h * .9), (l * .02, -h), (l * .95, -h), (l * .99, -h * .85), (l, -h * .4), (l, -l * .05)], True, .12)
        a.path(p, body)
        with a.clip(p):
            a.rect(0, -h * .42, l, h * .16, stripe)
            a.rect(0, -h * .2, l, h * .2, dark(body, .2))
            a.rect(0, -h, l, h * .1, stripe)
        for i in range(6):
            if i in (1, 4):
                a.rect(l * (.05 + i * .145), -h * .86, l * .125, h * .74, mix(INK, TEAL, .35), 1, r=4)
                a.line(l * (.05 + i * .145 + .0625), -h * .86, l * (.05 + i * .145 + .0625), -h * .14, l * .006, body)
            else:
                a.rect(l * (.05 + i * .145), -h * .85, l * .13, h * .36, mix(INK, TEAL, .45), 1, r=5)
                a.poly([(l * (.07 + i * .145), -h * .5), (l * (.12 + i * .145), -h * .84), (l * (.15 + i * .145), -h * .84), (l * (.1 + i * .145), -h * .5)], MIST, .35)
        a.poly([(l * .925, -h * .86), (l * .972, -h * .85), (l * .99, -h * .42), (l * .925, -h * .42)], mix(INK, TEAL, .4))
        for cx in (.2, .8):
            a.disc(l * cx, -l * .045, l * .062, dark(body, .6))
            a.disc(l * cx, -l * .04, l * .05, INK)
            a.disc(l * cx, -l * .04, l * .024, MIST)
        a.disc(l * .985, -h * .2, l * .012, AMBER)


# -- lamps ------------------------------------------------------------------------
def lantern(a, x, y, r, col=AMBER, glow=True, shape=0, cord=0):
    if cord:
        a.line(x, y - cord, x, y - r, max(1.5, r * .04), INK, .8)
    if glow:
        a.glow(x, y, r * 3.2, col, .5)
    rx, ry = ((1, 1), (.72, 1.15), (1.15, .8), (.85, .95))[shape % 4]
    pts = [(x + r * rx * math.cos(t), y + r * ry * math.sin(t)) for t in [i * math.pi / 10 for i in range(20)]]
    p = smooth_path(pts, True, .75)
    a.path(p, col)
    with a.clip(p):
        a.oval(x, y + r * .1, r * rx * .62, r * ry * .8, light(col, .5), .7)
        for k in (-.75, -.4, 0, .4, .75):
            a.stroke([(x + k * r * rx * .4, y - r * ry), (x + k * r * rx * 1.1, y), (x + k * r * rx * .4, y + r * ry)], r * .035, dark(col, .45), .75)
    a.rect(x - r * .3, y - r * ry * 1.05, r * .6, r * .16, UMBER, 1, r=r * .04)
    a.rect(x - r * .3, y + r * ry * .9, r * .6, r * .16, UMBER, 1, r=r * .04)
    a.line(x, y + r * ry, x, y + r * ry * 1.65, r * .1, dark(col, .2))


def star_lantern(a, x, y, r, col=RED, rot=0, glow=True):
    if glow:
        a.glow(x, y, r * 2.6, AMBER, .55)
    pts = []
    for i in range(10):
        rr = r if i % 2 == 0 else r * .42
        t = math.radians(-90 + i * 36 + rot)
        pts.append((x + rr * math.cos(t), y + rr * math.sin(t)))
    a.poly(pts, col)
    for i in range(5):
        a.poly([(x, y), pts[i * 2], pts[i * 2 + 1]], light(col, .3), .8)
    a.disc(x, y, r * .2, AMBER)
    a.ring(x, y, r * 1.02, r * .045, OCHRE)


def lamp_post(a, x, y, h, col=INK, lit=True):
    a.brush([(x, y), (x, y - h * .9)], h * .03, h * .018, col)
    a.stroke([(x, y - h * .88), (x + h * .02, y - h), (x + h * .16, y - h)], h * .016, col)
    a.poly([(x + h * .11, y - h * .995), (x + h * .22, y - h * .995), (x + h * .2, y - h * .96), (x + h * .13, y - h * .96)], col)
    if lit:
        a.glow(x + h * .165, y - h * .94, h * .3, AMBER, .6)


def umbrella(a, x, y, r, col=RED, rot=0, handle=True):
    """Open umbrella, (x, y) the tip of the pole's grip side: the dome's centre."""
    with a.at(x, y, 1, 1, rot):
        if handle:
            a.line(0, -r * .1, 0, r * 1.0, r * .035, UMBER)
        p = poly_path([(-r, 0)], False)
        p.cubicTo(-r * .85, -r * .75, r * .85, -r * .75, r, 0)
        for i in range(5):
            x1 = r - (i + 1) * r * .4
            p.quadTo(x1 + r * .2, -r * .13, x1, 0)
        p.close()
        a.path(p, col)
        with a.clip(p):
            a.blob([(-r * 1.1, .1 * r), (-r * .6, -r * .6), (0, -r * .6), (-r * .3, -r * .1), (-r * .2, r * .1)], INK, .2)
            for k in (-.6, -.2, .2, .6):
                a.stroke([(0, -r * .56), (k * r * .8, -r * .35), (k * r, 0)], r * .015, dark(col, .4), .7)
        a.line(0, -r * .55, 0, -r * .65, r * .03, UMBER)


# -- objects ------------------------------------------------------------------------
def stool(a, x, y, s, col=RED):
    a.rect(x - s * .5, y - s, s, s * .18, col, 1, r=s * .05)
    a.poly([(x - s * .42, y - s * .85), (x - s * .28, y - s * .85), (x - s * .4, y), (x - s * .55, y)], dark(col, .15))
    a.poly([(x + s * .42, y - s * .85), (x + s * .28, y - s * .85), (x + s * .4, y), (x + s * .55, y)], dark(col, .3))
    a.rect(x - s * .4, y - s * .5, s * .8, s * .12, dark(col, .3))


def table(a, x, y, w, h, col=CLAY, t=.1):
    a.rect(x - w / 2, y - h, w, h * t, col)
    a.rect(x - w / 2, y - h * (1 - t), w, h * .05, dark(col, .5))
    for s in (-1, 1):
        a.poly([(x + s * w * .46, y - h * (1 - t)), (x + s * w * .4, y - h * (1 - t)), (x + s * w * .44, y), (x + s * w * .48, y)], dark(col, .35))


def jar(a, x, y, h, col=CLAY, w=.42, neck=.45, seed=0, band=True, hi=True):
    """A pot standing at y."""
    b, k = h * w, neck
    pts = [(x - b * .5, y), (x - b * .95, y - h * .35), (x - b, y - h * .58), (x - b * .7, y - h * .82), (x - b * k, y - h * .9),
           (x - b * k * 1.2, y - h), (x + b * k * 1.2, y - h), (x + b * k, y - h * .9), (x + b * .7, y - h * .82), (x + b, y - h * .58),
           (x + b * .95, y - h * .35), (x + b * .5, y)]
    p = smooth_path(pts, True, .55)
    a.path(p, col)
    with a.clip(p):
        a.blob([(x + b * .2, y + 5), (x + b * .45, y - h * .5), (x + b * .2, y - h * 1.05), (x + b * 1.3, y - h), (x + b * 1.3, y)], INK, .26)
        if band:
            a.rect(x - b * 1.2, y - h * .66, b * 2.4, h * .035, dark(col, .4), .8)
            a.rect(x - b * 1.2, y - h * .6, b * 2.4, h * .015, dark(col, .4), .8)
        if hi:
            a.blob([(x - b * .7, y - h * .35), (x - b * .75, y - h * .6), (x - b * .55, y - h * .76), (x - b * .58, y - h * .5)], CREAM, .3)
    a.oval(x, y - h * .985, b * k * 1.12, h * .03, dark(col, .55))


def basket(a, x, y, w, h, col=STRAW, heap=None, seed=0, size=.1, n=26):
    r = random.Random(seed)
    if heap:
        items = sorted(((r.uniform(-.46, .46), r.random()) for _ in range(n)), key=lambda t: -t[1])
        for u, v in items:
            hh = h * .9 * v * (1 - (u / .5) ** 2)
            c = mix(heap[r.randrange(len(heap))], INK, r.uniform(0, .18))
            s = w * size * r.uniform(.8, 1.2)
            a.oval(x + u * w, y - h - hh + s * .3, s, s * .85, c)
            a.oval(x + u * w - s * .25, y - h - hh, s * .35, s * .25, light(c, .4), .6)
    p = poly_path([(x - w * .52, y - h)], False)
    p.quadTo(x - w * .45, y, x - w * .3, y)
    p.lineTo(x + w * .3, y)
    p.quadTo(x + w * .45, y, x + w * .52, y - h)
    p.close()
    a.path(p, col)
    with a.clip(p):
        for i in range(-6, 14):
            a.line(x + i * w * .09 - w * .3, y - h, x + i * w * .09 - w * .45, y, w * .012, dark(col, .45), .55)
            a.line(x + i * w * .09 - w * .3, y - h, x + i * w * .09 - w * .15, y, w * .012, dark(col, .45), .55)
        a.rect(x, y - h, w, h, INK, .16)
    a.rect(x - w * .54, y - h * 1.06, w * 1.08, h * .13, dark(col, .2), 1, r=h * .06)


def flag(a, x, y, h, w, col=RED, pole=UMBER):
    a.rect(x - h * .008, y - h, h * .016, h, pole)
    p = poly_path([(x, y - h)], False)
    p.cubicTo(x + w * .35, y - h - w * .08, x + w * .65, y - h + w * .1, x + w, y - h)
    p.lineTo(x + w * .98, y - h + w * .62)
    p.cubicTo(x + w * .65, y - h + w * .72, x + w * .35, y - h + w * .54, x, y - h + w * .62)
    p.close()
    a.path(p, col)
    with a.clip(p):
        a.blob([(x + w * .45, y - h - w * .2), (x + w * .75, y - h - w * .1), (x + w * .72, y - h + w * .8), (x + w * .42, y - h + w * .8)], INK, .16)


def pennants(a, pts, cols, size=26, cord=INK):
    from canvas import sample
    s = sample(pts, 8)
    a.stroke(pts, 2, cord)
    for i, (x, y) in enumerate(s[1:-1]):
        c = cols[i % len(cols)]
        a.poly([(x - size * .42, y), (x + size * .42, y), (x, y + size * 1.1)], c)


def window(a, x, y, w, h, fn, frame=BROWN, bars=2, t=10):
    """A window showing whatever fn draws."""
    with a.clip(poly_path([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])):
        fn()
    a.rect(x - t, y - t, w + 2 * t, t, frame)
    a.rect(x - t, y + h, w + 2 * t, t, frame)
    a.rect(x - t, y, t, h, frame)
    a.rect(x + w, y, t, h, frame)
    for i in range(1, bars):
        a.rect(x + w * i / bars - t * .3, y, t * .6, h, frame)
    a.rect(x, y + h * .36, w, t * .5, frame)


def solar(a, pts, n=4, m=3, col=INDIGO):
    """A panel array on a quadrilateral tl, tr, br, bl."""
    tl, tr, br, bl = pts
    a.poly(pts, dark(col, .5))

    def at(u, v):
        t = (tl[0] + (tr[0] - tl[0]) * u, tl[1] + (tr[1] - tl[1]) * u)
        b = (bl[0] + (br[0] - bl[0]) * u, bl[1] + (br[1] - bl[1]) * u)
        return (t[0] + (b[0] - t[0]) * v, t[1] + (b[1] - t[1]) * v)

    g = .05
    for i in range(n):
        for j in range(m):
            q = [at((i + g) / n, (j + g) / m), at((i + 1 - g) / n, (j + g) / m), at((i + 1 - g) / n, (j + 1 - g) / m), at((i + g) / n, (j + 1 - g) / m)]
            p = poly_path(q)
            a.path(p, mix(col, TEAL, .08 + .1 * ((i + j) % 2)))
            with a.clip(p):
                w = q[1][0] - q[0][0]
                a.poly([(q[0][0] + w * .1, q[0][1] - 50), (q[0][0] + w * .45, q[0][1] - 50), (q[3][0] + w * .3, q[3][1] + 50), (q[3][0] - w * .05, q[3][1] + 50)],
                       MIST, .28)
                for k in (1, 2):
                    e, f = at((i + k / 3) / n, j / m), at((i + k / 3) / n, (j + 1) / m)
                    a.line(*e, *f, 1.2, MIST, .25)
