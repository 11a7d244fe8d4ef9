"""Sky, hills, water, plants, weather, birds."""
import math
import random

from canvas import smooth_path, poly_path
from palette import *


def sky(a, y1, *stops):
    a.rect(0, 0, a.w, y1, a.vgrad(0, y1, *stops))


def sun(a, x, y, r, col, halo=None, ha=.5):
    if halo:
        a.glow(x, y, r * 4, halo, ha)
    a.disc(x, y, r, col)


def cloud(a, x, y, w, col=CREAM, al=.8, seed=0, rows=4):
    """Stacked lozenges, as the printers cut them."""
    r = random.Random(seed)
    t = w * .045
    for i in range(rows):
        k = (1, .72, .5, .3, .2)[i % 5] * r.uniform(.85, 1.1)
        cx = x + r.uniform(-.16, .16) * w
        yy = y - (i - rows * .35) * t * 1.25
        a.rect(cx - w * k / 2, yy, w * k, t, col, al, r=t / 2)


def hills(a, base, height, col, seed=0, y1=None, rough=1.0, fade=None, x0=0, x1=None, peak=None):
    """A ridge. fade: colour the foot melts into."""
    r = random.Random(seed)
    x1 = a.w if x1 is None else x1
    ph = [r.uniform(0, 6.28) for _ in range(6)]
    pts, n = [], 90
    for i in range(n + 1):
        u = i / n
        v = (math.sin(u * 4.1 * rough + ph[0]) * .5 + math.sin(u * 9.3 * rough + ph[1]) * .28
             + math.sin(u * 19 * rough + ph[2]) * .11 + math.sin(u * 41 * rough + ph[3]) * .035)
        if peak is not None:
            v = v * .45 - .5 + 1.5 * math.exp(-((u - peak) / .17) ** 2)
        ramp = 1.0
        if x0 > 0:
            ramp *= min(1, u / .3) ** .8
        if x1 < a.w:
            ramp *= min(1, (1 - u) / .3) ** .8
        pts.append((x0 + (x1 - x0) * u, base - height * (v * .5 + .5) * ramp))
    y1 = a.h if y1 is None else y1
    p = poly_path(pts + [(x1, y1), (x0, y1)])
    if fade:
        a.path(p, a.vgrad(base - height * .9, base + height * .25, col, mix(col, fade, .75)))
    else:
        a.path(p, col)
    return pts


def water(a, y0, y1, c0, c1, seed=0, dash=CREAM, da=.35, n=90, x0=0, x1=None, size=1.0):
    x1 = a.w if x1 is None else x1
    a.rect(x0, y0, x1 - x0, y1 - y0, a.vgrad(y0, y1, c0, c1))
    ripples(a, y0, y1, seed, dash, da, n, x0, x1, size)


def ripples(a, y0, y1, seed=0, dash=CREAM, da=.35, n=90, x0=0, x1=None, size=1.0):
    x1 = a.w if x1 is None else x1
    r = random.Random(seed)
    for _ in range(n):
        t = r.random() ** 1.5
        y = y0 + 3 + (y1 - y0) * t
        w = (18 + 130 * t) * r.uniform(.5, 1.3) * size
        th = (1.6 + 4.5 * t) * r.uniform(.7, 1.2) * size
        x = r.uniform(x0, x1)
        a.blob([(x - w / 2, y), (x, y - th / 2), (x + w / 2, y), (x, y + th / 2)], dash, da * r.uniform(.5, 1), tension=.35)


def swell(a, y, amp, length, col, seed=0, phase=0, y1=None, foam=None):
    """One row of stylised waves with cusped crests."""
    r = random.Random(seed)
    y1 = a.h if y1 is None else y1
    p = poly_path([(-length, y1), (-length, y)], False)
    x, crests = -length - phase, []
    p.lineTo(x, y)
    while x < a.w + length:
        l = length * r.uniform(.75, 1.25)
        h = amp * r.uniform(.6, 1.2)
        p.cubicTo(x + l * .35, y + h * .15, x + l * .6, y - h * .15, x + l * .8, y - h)
        p.cubicTo(x + l * .85, y - h * .45, x + l * .92, y - h * .05, x + l, y)
        crests.append((x, l, h))
        x += l
    p.lineTo(x, y1)
    p.close()
    a.path(p, col)
    if foam:
        for x, l, h in crests:
            q = poly_path([(x + l * .8, y - h * 1.02)], False)
            q.cubicTo(x + l * .6, y - h * .18, x + l * .4, y + h * .12, x + l * .2, y + h * .1)
            q.cubicTo(x + l * .45, y + h * .3, x + l * .68, y + h * .05, x + l * .8, y - h * 1.02)
            q.close()
            a.path(q, foam, .8)


def rain(a, n=260, col=CREAM, al=.35, slant=.16, length=60, seed=3, y0=0, y1=None):
    r = random.Random(seed)
    y1 = a.h if y1 is None else y1
    for _ in range(n):
        x, y, l = r.uniform(-80, a.w + 80), r.uniform(y0 - 60, y1), length * r.uniform(.5, 1.3)
        a.line(x, y, x - l * slant, y + l, r.uniform(1.2, 2.2), col, al * r.uniform(.5, 1))


def splash(a, x, y, w, col=CREAM, al=.6):
    a.stroke([(x - w, y), (x - w * .4, y + w * .16), (x + w * .4, y + w * .16), (x + w, y)], w * .09, col, al)


def frond(a, x, y, ang, length, col, droop=.9, width=.2, teeth=11):
    """A palm leaf: smooth back, hanging leaflets."""
    a0 = math.radians(ang)
    spine = []
    n = teeth * 2
    px, py = x, y
    cur = a0
    for i in range(n + 1):
        spine.append((px, py))
        s = length / n
        px += math.cos(cur) * s
        py += math.sin(cur) * s
        # bend towards straight down (90 degrees)
        target = math.pi / 2
        d = (target - cur + math.pi) % (2 * math.pi) - math.pi
        cur += d * droop * .12 * (i / n + .25)
    lower, upper = [], []
    for i in range(n + 1):
        t = i / n
        w = length * width * math.sin(math.pi * min(1, t * .92 + .08)) ** .7
        sx, sy = spine[i]
        if i % 2 == 0:
            lower.append((sx, sy))
        else:
            lower.append((sx + math.cos(cur) * w * .25, sy + w))
        upper.append((sx - math.sin(a0) * 0, sy - w * .12))
    a.poly(upper + lower[::-1], col)


def palm(a, x, y, h, lean=.15, trunk=INK, leaf=DEEP, leaf2=None, seed=0, size=.36, n=10, nuts=True):
    """Coconut palm with its foot at x, y."""
    r = random.Random(seed)
    tx, ty = x + h * lean, y - h
    a.brush([(x, y), (x + h * lean * .15, y - h * .35), (x + h * lean * .55, y - h * .72), (tx, ty)], h * .055, h * .026, trunk)
    L = h * size
    for k, base in enumerate((leaf, leaf2 or light(leaf, .12))):
        for i in range(n - k * 3):
            ang = -200 + (220 / max(1, n - k * 3 - 1)) * i + r.uniform(-10, 10)
            frond(a, tx, ty, ang, L * r.uniform(.85, 1.12), mix(base, INK, .15 * (i % 2)), droop=r.uniform(.8, 1.3))
    if nuts:
        for i in range(3):
            a.disc(tx + (i - 1) * h * .022, ty + h * .02 + (i % 2) * h * .012, h * .015, dark(leaf, .5))


def areca(a, x, y, h, trunk=INK, leaf=DEEP, seed=0):
    palm(a, x, y, h, random.Random(seed).uniform(-.03, .03), trunk, leaf, seed=seed, size=.22, n=8, nuts=False)


def banana(a, x, y, h, col=LEAF, seed=0):
    r = random.Random(seed)
    a.brush([(x, y), (x + h * .02, y - h * .5)], h * .09, h * .06, dark(col, .25))
    for i in range(7):
        ang = math.radians(-165 + 25 * i + r.uniform(-8, 8))
        L = h * r.uniform(.5, .68)
        ex, ey = x + math.cos(ang) * L * .9, y - h * .48 + math.sin(ang) * L * .75 + L * .14
        mx, my = x + math.cos(ang) * L * .45, y - h * .48 + math.sin(ang) * L * .75
        c = mix(col, (INK, CREAM)[i % 2], .16)
        a.brush([(x, y - h * .46), (mx, my), (ex, ey)], h * .02, h * .01, c, mid=h * .17)
        a.stroke([(x, y - h * .46), (mx, my), (ex, ey)], h * .008, light(col, .3), .7)


def leafdabs(a, cx, cy, rx, ry, col, n, size, seed=0, al=1.0, rot=None):
    r = random.Random(seed)
    for _ in range(n):
        t, q = r.uniform(0, 2 * math.pi), math.sqrt(r.random())
        x, y = cx + math.cos(t) * q * rx, cy + math.sin(t) * q * ry
        s = size * r.uniform(.6, 1.3)
        with a.at(x, y, 1, 1, r.uniform(-40, 40) if rot is None else rot + r.uniform(-20, 20)):
            a.blob([(-s, 0), (0, -s * .42), (s, 0), (0, s * .42)], col, al, tension=.5)


def foliage(a, cx, cy, rx, ry, cols=(PINE, DEEP, LEAF), seed=0, n=16, dabs=40, lightdir=(-.22, -.3)):
    """A crown in three flat tones: shadow, body, light."""
    r = random.Random(seed)
    s = min(rx, ry)
    circles = []
    for i in range(n):
        t = 2 * math.pi * i / n + r.uniform(-.15, .15)
        circles.append((cx + math.cos(t) * rx * .74, cy + math.sin(t) * ry * .7, s * r.uniform(.26, .4)))
    a.oval(cx, cy, rx * .86, ry * .84, cols[0])
    for c in circles:
        a.disc(*c, cols[0])
    for k in (1, 2):
        if k >= len(cols):
            break
        for i in range(int(n * (.9 if k == 1 else .65))):
            t, q = r.uniform(0, 2 * math.pi), math.sqrt(r.random()) * (.62 if k == 1 else .5)
            x = cx + math.cos(t) * q * rx + lightdir[0] * rx * .5 * k
            y = cy + math.sin(t) * q * ry + lightdir[1] * ry * .5 * k
            rr = s * r.uniform(.17, .3) * (1 if k == 1 else .6)
            a.oval(x, y, rr * 1.35, rr * .8, cols[k])
    leafdabs(a, cx + lightdir[0] * rx * .5, cy + lightdir[1] * ry * .5, rx * .8, ry * .75, cols[-1], dabs, s * .06, seed + 1)
    leafdabs(a, cx, cy, rx * 1.05, ry * 1.02, cols[0], dabs // 2, s * .07, seed + 2)


def tree(a, x, y, h, spread=.42, cols=(PINE, DEEP, LEAF), trunk=INK, seed=0, dabs=40, tall=.5, lean=0):
    """Trunk with two or three limbs under a round crown."""
    r = random.Random(seed)
    cx, cy = x + lean * h, y - h * (1 - tall * .55)
    a.brush([(x - h * .01, y), (x + lean * h * .3, y - h * .3), (cx, cy)], h * .075, h * .03, trunk)
    for sx in (-1, 1):
        a.brush([(x + lean * h * .35, y - h * .3), (x + sx * spread * h * .35 + lean * h * .6, y - h * .52),
                 (cx + sx * spread * h * .6, cy - h * .04)], h * .04, h * .014, trunk)
    foliage(a, cx, cy, h * spread, h * tall * .52, cols, seed, dabs=dabs)
    for sx in (-1, 1):
        foliage(a, cx + sx * spread * h * .62, cy + h * tall * .16, h * spread * .5, h * tall * .27, cols, seed + 5 + sx, n=11, dabs=dabs // 2)


def bamboo(a, x, y, h, n=7, col=LEAF, seed=0, spread=.25):
    r = random.Random(seed)
    for i in range(n):
        b = x + (i - n / 2) * h * .03
        tip = b + (i - n / 2) / n * h * spread * 2 + r.uniform(-.04, .04) * h
        hh = h * r.uniform(.75, 1.05)
        pts = [(b, y), (b + (tip - b) * .15, y - hh * .5), (b + (tip - b) * .5, y - hh * .85), (tip, y - hh * .98)]
        a.brush(pts, h * .016, h * .004, mix(col, INK, r.uniform(.1, .4)))
        for k in range(9):
            t = r.uniform(.45, 1)
            px, py = b + (tip - b) * t ** 2, y - hh * t
            leafdabs(a, px, py, h * .09, h * .05, mix(col, (INK, CREAM)[k % 2], r.uniform(.05, .25)), 4, h * .035, seed * 31 + i * 7 + k, rot=35)


def reeds(a, x0, x1, y, h, n, col=DEEP, col2=None, seed=0, heads=False, lean=.15):
    r = random.Random(seed)
    for i in range(n):
        x = r.uniform(x0, x1)
        hh = h * r.uniform(.5, 1.1)
        l = lean * hh + r.uniform(-.25, .25) * hh
        c = mix(col, col2 or col, r.random())
        a.brush([(x, y), (x + l * .25, y - hh * .55), (x + l, y - hh)], h * .035, h * .006, c)
        if heads and r.random() < .35:
            a.brush([(x + l * .85, y - hh * .92), (x + l * 1.08, y - hh * 1.1)], h * .05, h * .03, BROWN)


def tufts(a, x0, x1, y0, y1, n, col, size=10, seed=0, al=1):
    """Small marks of grass scattered with perspective."""
    r = random.Random(seed)
    for _ in range(n):
        t = r.random()
        x, y = r.uniform(x0, x1), y0 + (y1 - y0) * t
        s = size * (.35 + .65 * t)
        for k in (-.5, 0, .5):
            a.brush([(x, y), (x + k * s * .5, y - s * .6), (x + k * s, y - s)], s * .16, s * .03, col, al)


def rows(a, vx, y0, y1, n, c1, c2, x0=None, x1=None, vy=None, dabs=0, dabcol=None, seed=0, size=14):
    """Furrows running to a vanishing point (vx, vy), filled between y0 and y1."""
    vy = y0 - 40 if vy is None else vy
    x0, x1 = (-a.w * .8 if x0 is None else x0), (a.w * 1.8 if x1 is None else x1)
    k = (y0 - vy) / (y1 - vy)
    r = random.Random(seed)
    for i in range(n):
        xa, xb = x0 + (x1 - x0) * i / n, x0 + (x1 - x0) * (i + .55) / n
        xc = x0 + (x1 - x0) * (i + 1) / n
        for (p, q, c) in ((xa, xb, c1), (xb, xc, c2)):
            a.poly([(vx + (p - vx) * k, y0), (vx + (q - vx) * k, y0), (q, y1), (p, y1)], c)
        for j in range(dabs):
            t = (j + r.random() * .5) / dabs
            s = k / (1 - (1 - k) * t)      # even spacing on the ground
            y = vy + (y1 - vy) * s
            x = vx + ((xa + xb) / 2 - vx) * s
            if -30 < x < a.w + 30:
                leafdabs(a, x, y - size * s * .6, size * s * 1.3, size * s * .8, dabcol[j % len(dabcol)], 6, size * s, seed * 17 + i * 101 + j)


def mangrove(a, x, y, h, cols=(PINE, DEEP, LEAF), root=INK, seed=0):
    """Crown on stilt roots; y is the waterline."""
    r = random.Random(seed)
    top = y - h * .42
    a.brush([(x, y - h * .1), (x + h * .02, top - h * .15)], h * .05, h * .03, root)
    for i in range(9):
        sx = (i - 4) / 4
        fx = x + sx * h * .36 + r.uniform(-.02, .02) * h
        a.brush([(x + sx * h * .02, y - h * (.3 - .05 * abs(sx)) - r.random() * h * .08),
                 (x + sx * h * .22, y - h * .2 * (1 - abs(sx) * .3)), (fx, y + h * .02)], h * .022, h * .012, root)
    foliage(a, x, top - h * .2, h * .42, h * .28, cols, seed, n=14, dabs=30)


def lotus(a, x, y, s, col=LEAF, flower=None):
    a.oval(x, y, s, s * .36, col)
    a.poly([(x, y), (x + s * .9, y - s * .2), (x + s, y + s * .06)], dark(col, .4), .6)
    if flower:
        for k in (-2, -1, 0, 1, 2):
            with a.at(x, y - s * .15, 1, 1, k * 26):
                a.blob([(0, 0), (-s * .16, -s * .35), (0, -s * .62), (s * .16, -s * .35)], mix(flower, CREAM, .18 * abs(k)), tension=.6)


def gull(a, x, y, s, col=INK, al=.9):
    a.brush([(x - s, y - s * .25), (x - s * .45, y - s * .34), (x, y)], s * .02, s * .1, col, al, mid=s * .1)
    a.brush([(x, y), (x + s * .5, y - s * .42), (x + s, y - s * .3)], s * .1, s * .02, col, al, mid=s * .1)


def egret(a, x, y, s, col=CREAM, flip=False, beak=OCHRE, leg=INK):
    """Standing egret, s tall, feet at x, y."""
    with a.at(x, y, -s if flip else s, s):
        a.brush([(.0, -.42), (-.01, -.2), (.0, 0)], .022, .016, leg)
        a.brush([(-.05, -.42), (-.07, -.2), (-.06, 0)], .022, .016, leg)
        a.blob([(-.27, -.38), (-.12, -.54), (.06, -.58), (.13, -.52), (.08, -.4), (-.08, -.36)], col, tension=.7)
        a.blob([(-.3, -.36), (-.12, -.47), (.02, -.46), (-.08, -.38)], dark(col, .16), tension=.6)
        a.brush([(.07, -.5), (.16, -.62), (.07, -.76), (.11, -.9)], .085, .04, col, mid=.045)
        a.oval(.13, -.91, .05, .034, col)
        a.poly([(.16, -.93), (.33, -.885), (.16, -.885)], beak)


def egret_flying(a, x, y, s, col=CREAM, flip=False, up=True):
    with a.at(x, y, -s if flip else s, s):
        k = -1 if up else .55
        a.poly([(-.28, .01), (-.62, .045), (-.62, .06), (-.28, .04)], INK)
        a.blob([(-.32, .02), (-.1, -.05), (.14, -.04), (.2, .0), (.1, .05), (-.15, .06)], col, tension=.7)
        a.brush([(.12, 0), (.22, -.05), (.27, .01), (.32, -.03)], .07, .05, col)
        a.poly([(.33, -.05), (.47, -.01), (.33, -.005)], OCHRE)
        a.blob([(.1, -.02), (.02, .3 * k), (-.16, .62 * k), (-.34, .7 * k), (-.3, .42 * k), (-.14, 0)], col, tension=.6)
        a.blob([(-.02, .0), (-.14, .32 * k), (-.32, .68 * k), (-.3, .42 * k), (-.15, .02)], dark(col, .2), tension=.6)


def grainfield(a, y0, y1, cols, n=500, size=26, seed=0, lean=.25):
    """Standing rice: rows of drooping ears that grow towards the viewer."""
    r = random.Random(seed)
    marks = sorted(((r.random() ** .7), r.uniform(-30, a.w + 30)) for _ in range(n))
    for t, x in marks:
        y = y0 + (y1 - y0) * t
        s = size * (.22 + .95 * t)
        c = cols[r.randrange(len(cols))]
        l = s * lean * r.uniform(.3, 1.6)
        a.brush([(x, y), (x + l * .2, y - s * .7), (x + l, y - s), (x + l * 1.9, y - s * .82)], s * .07, s * .13, c)
