"""Lanterns, stages and screens after dark."""
import math
import random

from built import *
from canvas import poly_path, smooth_path, sample
from nature import *
from palette import *
from people import *
from scenes import scene


def stars(a, n, y1, seed=1):
    r = random.Random(seed)
    for _ in range(n):
        a.disc(r.uniform(0, a.w), r.uniform(0, y1), r.uniform(1, 2.8), CREAM, r.uniform(.4, .95))


@scene("portrait", "den-long")
def lantern_street(a):
    W, H, vx, vy = a.w, a.h, 520, 760
    a.rect(0, 0, W, H, a.vgrad(0, vy, NIGHT, INDIGO, mix(INDIGO, CLAY, .45)))
    stars(a, 70, 420)
    a.disc(600, 190, 54, mix(CREAM, STRAW, .3))
    a.glow(600, 190, 190, STRAW, .4)
    a.rect(0, vy, W, H, a.vgrad(vy, H, mix(CLAY, INDIGO, .4), mix(INDIGO, INK, .3)))
    a.glow(vx, vy, 380, AMBER, .65)
    for i in range(5):
        t = i / 4
        s = .26 * 4.7 ** t
        hz = .45 * (1 - t)
        y = vy + 170 * s
        w = 250 * s
        haze = mix(CLAY, INDIGO, .35)
        for side in (-1, 1):
            x = vx - 170 * s - w if side < 0 else vx + 190 * s
            shophouse(a, x, y, w, 640 * s, far(mix((OCHRE, CLAY, mix(OCHRE, RED, .2))[(i + (side > 0)) % 3], INDIGO, .5), hz, haze), far(mix(BRICK, NIGHT, .5), hz, haze),
                      far(mix(RIVER, NIGHT, .5), hz, haze), i + (side > 0) * 9, lit=AMBER)
    cols = (RED, AMBER, mix(RED, AMBER, .5), OCHRE, mix(ROSE, RED, .3), mix(TEAL, AMBER, .35))
    # strings of lanterns across the street, nearer ones larger
    for i, (y, d, x0, x1, n, s) in enumerate(((590, 30, 380, 660, 6, 11), (560, 40, 330, 720, 6, 16), (500, 56, 240, 810, 6, 24), (400, 80, 110, 930, 6, 36), (210, 130, -60, 1060, 5, 58))):
        pts = [(x0 + (x1 - x0) * k / 16, y + d * math.sin(math.pi * k / 16)) for k in range(17)]
        a.stroke(pts, 1.5 + i * .4, INK, .8)
        for k in range(n):
            u = (k + .5) / n
            x, yy = x0 + (x1 - x0) * u, y + d * math.sin(math.pi * u)
            lantern(a, x, yy + s * 1.5, s, cols[(k * 2 + i) % 6], True, (k + i) % 4, s * 1.4)
    for i in range(16):
        y = vy + 80 + i * 42
        for k in range(4):
            x = vx + ((i * 137 + k * 211) % 700 - 350) * (.4 + i * .06)
            w = 20 + i * 9
            a.rect(x - w / 2, y, w, 4 + i * .5, (AMBER, RED, OCHRE)[(i + k) % 3], .28, r=4)
    for x, y, h, p, f, t, hat in ((470, 850, 95, "walk", False, INDIGO, "none"), (560, 850, 95, "walk", True, RED, "long"), (420, 905, 130, "stand", False, CLAY, "cone"),
                                  (640, 930, 150, "walk", True, mix(TEAL, INDIGO, .4), "cone"), (330, 1010, 210, "stand", False, INDIGO, "none")):
        figure(a, x, y, h, p, f, top=mix(t, NIGHT, .35), bottom=INK, hat=hat, skin=mix(SKIN, NIGHT, .25), hatcol=mix(STRAW, NIGHT, .2))
    aodai(a, 660, 1270, 400, mix(CREAM, AMBER, .25), True, hat="long", hands=[(.24, .6), (-.04, .45)], trousers=CREAM, pose="walk")
    lantern(a, 555, 1060, 38, RED, True, 0, 34)
    figure(a, 330, 1390, 300, "walk", False, top=mix(OCHRE, NIGHT, .15), bottom=INK, kid=True, hat="none", legs="shorts", sleeve="short", over={"hands": [(.24, .62), (-.06, .45)]})
    a.line(402, 1205, 470, 1160, 5, UMBER)
    lantern(a, 470, 1215, 32, AMBER, True, 1, 40)
    # a stall edge in front
    a.poly([(-10, 1290), (190, 1330), (190, 1510), (-10, 1510)], INK)
    for i in range(4):
        lantern(a, 40 + i * 48, 1270 - (i % 2) * 24, 34, cols[i], True, i)


@scene("square", "trung-thu")
def mid_autumn(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 900, NIGHT, INDIGO, mix(INDIGO, DUSK, .5)))
    stars(a, 90, 620, 3)
    a.glow(820, 330, 560, STRAW, .5)
    a.disc(820, 330, 230, mix(STRAW, CREAM, .55))
    for x, y, q in ((760, 280, 46), (880, 390, 60), (850, 240, 26), (740, 400, 24)):
        a.oval(x, y, q, q * .8, STRAW, .5)
    cloud(a, 620, 470, 460, mix(DUSK, CREAM, .25), .75, 4)
    cloud(a, 1080, 180, 300, mix(DUSK, CREAM, .2), .6, 6)
    hills(a, 860, 170, mix(INDIGO, DUSK, .35), 9, 980)
    for i in range(5):
        house(a, 40 + i * 260, 890, 170, 70, mix(INDIGO, OCHRE, .25), mix(NIGHT, BRICK, .4), windows=2, lit=AMBER)
    bamboo(a, 130, 960, 900, 9, mix(DEEP, NIGHT, .5), 4)
    a.blob([(-60, 900), (300, 860), (700, 885), (1260, 850), (1260, 1260), (-60, 1260)], mix(DEEP, NIGHT, .55), tension=.5)
    a.blob([(-60, 1010), (300, 960), (700, 1000), (1260, 950), (1260, 1260), (-60, 1260)], mix(PINE, NIGHT, .5), tension=.5)
    tufts(a, 0, W, 980, 1190, 110, mix(DEEP, NIGHT, .2), 30, 4)
    k = dict(kid=True, sleeve="short")
    for x, y, h, f in ((190, 905, 120, False), (300, 900, 115, False), (1080, 895, 120, True)):
        figure(a, x, y, h, "walk", f, top=mix(CLAY, NIGHT, .4), bottom=NIGHT, hat="none", legs="shorts", skin=mix(SKIN, NIGHT, .3), **k)
        star_lantern(a, x + (-1 if f else 1) * 50, y - 110, 22, RED)

    def child(x, y, h, f, top, hat, kind, col, bottom=INDIGO, legs="shorts"):
        s = -1 if f else 1
        a.glow(x + s * h * .36, y - h * .9, h * .9, AMBER, .35)
        figure(a, x, y, h, "walk", f, top=top, bottom=bottom, hat=hat, legs=legs, over={"hands": [(.24, .66), (-.12, .44)]}, **k)
        hx, hy = x + s * h * .24, y - h * .64
        ex, ey = hx + s * h * .14, hy - h * .36
        a.line(hx - s * 6, hy + 14, ex, ey, h * .018, STRAW)
        if kind == "star":
            star_lantern(a, ex, ey - h * .08, h * .19, col, 8 * s)
        elif kind == "fish":
            lx, ly = ex, ey + h * .06
            a.glow(lx, ly, h * .5, AMBER, .5)
            with a.at(lx, ly, s * h / 400, h / 400, -8 * s):
                a.blob([(-60, 0), (-110, -50), (-96, 0), (-112, 48)], mix(col, RED, .4), tension=.5)
                a.blob([(-66, 0), (-10, -52), (60, -36), (92, 0), (58, 38), (-10, 52)], col, tension=.7)
                for i in range(3):
                    for j in (-1, 0, 1):
                        a.oval(-30 + i * 30, j * 22, 14, 11, light(col, .35), .8)
                a.disc(66, -8, 9, CREAM)
                a.disc(68, -8, 4, INK)
        else:
            lantern(a, ex, ey + h * .16, h * .12, col, True, 0, h * .14)
    child(340, 1110, 430, False, RED, "tail", "star", RED, INK, "skirt")
    child(640, 1140, 460, False, CREAM, "none", "fish", AMBER)
    child(930, 1120, 400, False, OCHRE, "cap", "round", RED)
    a.oval(340, 1118, 80, 8, NIGHT, .6)
    a.oval(640, 1148, 80, 8, NIGHT, .6)
    a.oval(930, 1128, 80, 8, NIGHT, .6)
    reeds(a, -10, 1210, 1215, 90, 90, NIGHT, PINE, 4)


@scene("landscape", "chieu-phim")
def open_air_cinema(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 640, NIGHT, INDIGO, mix(DUSK, INDIGO, .3)))
    stars(a, 120, 380, 5)
    a.disc(1320, 140, 42, mix(CREAM, STRAW, .4))
    a.disc(1338, 130, 38, mix(NIGHT, INDIGO, .3))
    hills(a, 580, 170, mix(INDIGO, DUSK, .3), 15, 640)
    for i in range(8):
        palm(a, 60 + i * 200, 620, 260 + (i * 67) % 110, (-.1, .08)[i % 2], mix(NIGHT, INK, .3), mix(NIGHT, DEEP, .35), mix(NIGHT, DEEP, .5), seed=i)
    a.rect(0, 600, W, H, a.vgrad(600, H, mix(DEEP, INDIGO, .5), NIGHT))
    # the screen
    a.glow(740, 360, 620, MIST, .5)
    a.rect(372, 110, 10, 540, INK)
    a.rect(1098, 110, 10, 540, INK)
    a.rect(388, 120, 704, 420, INK)
    sc = poly_path([(396, 128), (1084, 128), (1084, 532), (396, 532)])
    a.path(sc, CREAM)
    with a.clip(sc):
        a.rect(390, 120, 700, 420, a.vgrad(128, 532, mix(STRAW, CREAM, .3), CREAM))
        a.disc(900, 270, 74, mix(ROSE, RED, .25))
        hills(a, 430, 90, far(DUSK, .4, STRAW), 5, 540, x0=0)
        a.rect(390, 425, 700, 120, mix(TEAL, CREAM, .2))
        ripples(a, 430, 530, 3, CREAM, .8, 20, 396, 1084, .8)
        a.reflect(474, lambda: sampan(a, 700, 470, 250, INK, inside=lambda c: figure(c, -80, -8, 190, "row", False, top=RED, bottom=INK)), .4, .6, depth=70)
        palm(a, 450, 560, 330, .12, INK, DEEP, seed=4)
    # the beam
    a.poly([(746, 838), (396, 128), (396, 532), (742, 846)], CREAM, .07)
    a.poly([(746, 838), (1084, 128), (1084, 532), (750, 846)], CREAM, .07)
    a.poly([(746, 838), (396, 128), (1084, 128)], CREAM, .09)
    # audience on mats and stools
    for k, (y, h, n) in enumerate(((640, 34, 28), (680, 44, 24), (735, 58, 19), (810, 78, 15))):
        c = mix(INDIGO, (CLAY, RIVER, OCHRE, RED)[k], .22)
        crowd(a, 60 - k * 20, 1440 + k * 20, y, h, n, random.Random(k + 3), mix(c, NIGHT, .35), mix(NIGHT, INK, .3), .3, .16)
    # projector and projectionist
    a.line(700, 1000, 735, 880, 9, INK)
    a.line(800, 1000, 765, 880, 9, INK)
    a.line(750, 1000, 750, 880, 9, INK)
    a.rect(694, 836, 116, 52, mix(INK, DUSK, .3), 1, r=8)
    a.rect(736, 812, 28, 26, mix(INK, DUSK, .3))
    for x in (712, 792):
        a.disc(x, 790, 40, mix(INK, DUSK, .25))
        a.ring(x, 790, 27, 6, mix(DUSK, MIST, .3))
        a.disc(x, 790, 8, MIST)
    a.glow(748, 830, 60, CREAM, .9)
    figure(a, 900, 1000, 330, "reach", True, top=mix(CLAY, NIGHT, .3), bottom=INK, hat="cap", hatcol=mix(RED, NIGHT, .2), skin=mix(SKIN, NIGHT, .2), over={"hands": [(.28, .5), (.22, .44)]})
    crowd(a, -40, 620, 990, 130, 6, random.Random(8), NIGHT, mix(INK, NIGHT, .5), .35, .12)
    crowd(a, 1010, 1540, 990, 130, 5, random.Random(9), NIGHT, mix(INK, NIGHT, .5), .4, .12)


@scene("landscape", "mua-roi-nuoc")
def water_puppets(a):
    W, H, y0 = a.w, a.h, 540
    a.rect(0, 0, W, H, a.vgrad(0, 560, mix(INDIGO, INK, .3), mix(INDIGO, RED, .15)))
    # pavilion with bamboo screen
    a.rect(190, 250, 1120, 310, mix(RED, INK, .3))
    for i in range(56):
        a.rect(210 + i * 19.4, 268, 15, 290, mix((OCHRE, CLAY)[i % 2], RED, .35))
    for y in (340, 430, 520):
        a.rect(205, y, 1090, 7, UMBER)
    for i in range(7):
        a.rect(190 + i * 184, 240, 20, 330, mix(RED, UMBER, .15))

    def roof(y, x0, x1, rise, inset, c):
        p = poly_path([(x0 - 40, y - 40)], False)
        p.cubicTo(x0 + 20, y + 8, x0 + 60, y, x0 + 120, y)
        p.lineTo(x1 - 120, y)
        p.cubicTo(x1 - 60, y, x1 - 20, y + 8, x1 + 40, y - 40)
        p.cubicTo(x1 - inset * .4, y - rise * .35, x1 - inset * .9, y - rise * .7, x1 - inset, y - rise)
        p.lineTo(x0 + inset, y - rise)
        p.cubicTo(x0 + inset * .9, y - rise * .7, x0 + inset * .4, y - rise * .35, x0 - 40, y - 40)
        p.close()
        a.path(p, c)
        with a.clip(p):
            for i in range(60):
                u = i / 59
                a.line(x0 - 20 + (x1 - x0 + 40) * u, y + 8, x0 + inset + (x1 - x0 - 2 * inset) * u, y - rise, 5, dark(c, .45), .7)
            a.rect(x0 - 60, y - 14, x1 - x0 + 120, 26, INK, .4)
    roof(266, 120, 1380, 100, 160, mix(BRICK, INK, .15))
    a.rect(520, 110, 460, 66, mix(RED, UMBER, .2))
    roof(130, 420, 1080, 90, 120, mix(BRICK, INK, .1))
    ridge(a, 545, 955, 40, 14, mix(BRICK, INK, .4))
    for i in range(6):
        lantern(a, 300 + i * 180, 320, 28, (AMBER, RED)[i % 2], True, i, 40)
    a.rect(0, y0, W, H, a.vgrad(y0, H, mix(RIVER, AMBER, .25), RIVER, mix(DEEP, NIGHT, .4)))
    a.glow(750, 640, 600, AMBER, .3)
    ripples(a, y0, 900, 4, mix(AMBER, CREAM, .5), .5, 110)
    for i in range(6):
        for k in range(7):
            a.rect(300 + i * 180 - 26 + (k * 31) % 20, 560 + k * 22, 44 - k * 3, 5, (AMBER, RED)[i % 2], .5 - k * .05, r=3)

    def ringed(x, y, w):
        for s in (1, 1.35, 1.75):
            a.stroke([(x - w * s, y), (x - w * s * .4, y + w * .14 * s), (x + w * s * .4, y + w * .14 * s), (x + w * s, y)], 5, CREAM, .75 / s)

    def doll(x, y, h, top, skirt, fan, flip=False):
        def p():
            with a.at(x, y, -1 if flip else 1, 1):
                a.blob([(-h * .2, 0), (-h * .17, -h * .3), (-h * .08, -h * .42), (h * .08, -h * .42), (h * .17, -h * .3), (h * .2, 0)], skirt, tension=.4)
                a.rect(-h * .16, -h * .14, h * .32, h * .035, AMBER)
                a.blob([(-h * .14, -h * .36), (-h * .13, -h * .62), (0, -h * .68), (h * .13, -h * .62), (h * .14, -h * .36)], top, tension=.5)
                a.rect(-h * .12, -h * .42, h * .24, h * .04, AMBER)
                capsule(a, (h * .1, -h * .6), (h * .24, -h * .52), h * .04, h * .035, top)
                capsule(a, (-h * .1, -h * .6), (-h * .24, -h * .5), h * .04, h * .035, dark(top, .2))
                for q in range(7):
                    an = math.radians(-100 + q * 22)
                    a.poly([(h * .25, -h * .52), (h * .25 + math.cos(an) * h * .18, -h * .52 + math.sin(an) * h * .18),
                            (h * .25 + math.cos(an + .36) * h * .18, -h * .52 + math.sin(an + .36) * h * .18)], (fan, light(fan, .4))[q % 2])
                a.oval(0, -h * .77, h * .085, h * .1, mix(ROSE, CREAM, .35))
                a.blob([(-h * .1, -h * .76), (-h * .08, -h * .88), (0, -h * .92), (h * .08, -h * .88), (h * .1, -h * .76), (0, -h * .82)], INK, tension=.6)
                a.oval(0, -h * .93, h * .05, h * .045, INK)
                a.oval(0, -h * .86, h * .12, h * .025, AMBER)
        a.reflect(y, p, .35, .6, DEEP, .3, depth=h * .5)
        ringed(x, y + 6, h * .24)
    for x, t, s, f in ((420, RED, mix(TEAL, CREAM, .2), False), (570, OCHRE, RED, False), (930, OCHRE, RED, True), (1080, RED, mix(TEAL, CREAM, .2), True)):
        doll(x, 660, 200, t, s, AMBER if t == RED else RED, f)

    # the golden dragon breaking the surface, with humps of the body behind
    def dragon():
        c = AMBER
        for x, w, h in ((1120, 130, 110), (930, 150, 150)):
            p = poly_path([(x - w * .62, 830)], False)
            p.cubicTo(x - w * .55, 830 - h * 1.35, x + w * .55, 830 - h * 1.35, x + w * .62, 830)
            p.lineTo(x + w * .25, 830)
            p.cubicTo(x + w * .2, 830 - h * .6, x - w * .2, 830 - h * .6, x - w * .25, 830)
            p.close()
            a.path(p, c)
            with a.clip(p):
                for j in range(5):
                    for i in range(10):
                        a.oval(x - w * .6 + i * w * .14 + (j % 2) * w * .07, 830 - h * (1.05 - j * .22), w * .075, h * .12, mix(OCHRE, RED, .25 * (j % 2)), .65)
            for i in range(5):
                an = math.radians(-150 + i * 30)
                bx, by = x + math.cos(an) * w * .5, 830 + math.sin(an) * h * .98
                a.poly([(bx - 14, by + 6), (bx + math.cos(an) * 30, by + math.sin(an) * 34), (bx + 14, by + 6)], RED)
        a.brush([(1240, 830), (1290, 760), (1270, 690)], 60, 8, c)
        a.brush([(1270, 700), (1310, 670), (1350, 690)], 22, 3, RED)
        # neck and head
        a.brush([(800, 840), (770, 720), (660, 650), (600, 690)], 120, 84, c)
        for i, (x, y) in enumerate(sample([(800, 830), (775, 725), (665, 652), (610, 690)], 8)):
            a.oval(x - 4, y + 8, 30, 13, mix(OCHRE, RED, .2), .6)
        for i, (x, y) in enumerate(((842, 770), (818, 700), (762, 640), (700, 606))):
            a.poly([(x - 18, y + 24), (x + 34, y - 26), (x + 22, y + 34)], RED)
        a.blob([(660, 640), (600, 600), (540, 620), (480, 660), (440, 690), (446, 716), (520, 716), (560, 742), (620, 740), (668, 700)], c, tension=.7)
        a.blob([(560, 742), (500, 740), (462, 756), (480, 778), (560, 780), (630, 746)], mix(OCHRE, CLAY, .3), tension=.6)
        a.poly([(470, 716), (478, 738), (488, 716), (500, 738), (510, 716), (520, 736), (530, 718)], CREAM)
        a.brush([(540, 752), (470, 736), (420, 752)], 16, 3, RED)
        a.disc(566, 652, 19, CREAM)
        a.disc(560, 654, 9, INK)
        a.brush([(548, 624), (575, 610), (600, 622)], 10, 6, RED)
        a.disc(452, 690, 10, mix(RED, OCHRE, .3))
        for k in (0, 1):
            a.brush([(612, 612), (640, 560 - k * 14), (700 + k * 20, 540 - k * 20)], 20, 4, RED)
        a.brush([(450, 700), (400, 690), (380, 650)], 8, 2, RED)
        for k in range(4):
            a.brush([(650, 690 + k * 14), (700, 720 + k * 16), (716, 760 + k * 12)], 16, 3, RED)
    a.reflect(830, dragon, .35, .45, DEEP, .4, depth=130)
    for x, w in ((800, 90), (930, 110), (1120, 95), (1240, 60)):
        ringed(x, 834, w)
    # water spouting from its mouth
    for k in range(9):
        a.brush([(455, 742), (380 - k * 8, 690 + k * 8), (300 - k * 6 + (k % 3) * 16, 770 + k * 9)], 7, 3, CREAM, .8)
    ringed(290, 850, 90)
    r = random.Random(3)
    for i in range(30):
        a.disc(r.uniform(240, 400), r.uniform(700, 840), r.uniform(2, 7), CREAM, .9)
    crowd(a, -30, 1530, 1005, 118, 13, random.Random(4), NIGHT, mix(INK, NIGHT, .5), .2, .14)


@scene("landscape", "hat-boi")
def opera(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, mix(NIGHT, INK, .3))
    a.rect(160, 90, 1180, 640, a.vgrad(90, 700, mix(INDIGO, RED, .25), mix(CLAY, RED, .25), mix(OCHRE, CLAY, .3)))
    a.disc(750, 330, 210, mix(OCHRE, AMBER, .4))
    hills(a, 560, 170, mix(BRICK, INDIGO, .35), 4, 640, x0=0)
    cloud(a, 480, 250, 360, mix(AMBER, CREAM, .2), .5, 3)
    cloud(a, 1070, 220, 340, mix(AMBER, CREAM, .2), .5, 5)
    a.poly([(160, 640), (1340, 640), (1500, 800), (0, 800)], mix(BROWN, CLAY, .35))
    for i in range(13):
        a.line(160 + i * 98, 640, i * 125, 800, 2.5, UMBER, .5)
    a.rect(0, 800, W, 70, mix(RED, UMBER, .25))
    for i in range(20):
        a.blob([(i * 78, 800), (i * 78 + 78, 800), (i * 78 + 60, 838), (i * 78 + 39, 848), (i * 78 + 18, 838)], mix(OCHRE, RED, .2), tension=.4)
    # curtains
    for s in (-1, 1):
        a.rect(0 if s < 0 else W - 244, 0, 244, 790, mix(RED, INK, .3))
        for i in range(7):
            x = (0 if s < 0 else W) - s * i * 38
            c = mix(RED, INK, .1 + .22 * (i % 2))
            a.poly([(x, 0), (x - s * 40, 0), (x - s * (40 - i * 10), 400), (x - s * (46 - i * 6 + 10), 790), (x - s * 4, 790), (x + s * i * 6, 400)], c)
    for i in range(10):
        x = i * 150
        a.blob([(x - 10, -20), (x + 160, -20), (x + 150, 70), (x + 75, 128), (x, 70)], mix(RED, INK, .08 + .2 * (i % 2)), tension=.5)
        a.stroke([(x, 70), (x + 75, 126), (x + 150, 70)], 7, AMBER)
    # drum
    a.rect(1130, 560, 120, 110, RED, 1, r=20)
    a.oval(1190, 562, 62, 22, PAPER)
    for k in range(7):
        a.disc(1140 + k * 17, 584, 4, AMBER)
    figure(a, 1260, 690, 240, "sit", True, top=INDIGO, bottom=INK, hat="scarf", hatcol=INK, over={"hip": (0, .27), "hands": [(.28, .66), (.26, .5)]})
    figure(a, 300, 690, 235, "sit", False, top=RIVER, bottom=INK, hat="scarf", hatcol=INK, over={"hip": (0, .27), "hands": [(.24, .5), (.15, .4)]})
    a.line(345, 640, 420, 530, 6, UMBER)
    a.oval(350, 640, 20, 24, CLAY)

    # the general: flags on the back, long beard, wide stance
    def general(x, y, h):
        for k, an in enumerate((-52, -26, 26, 52)):
            with a.at(x, y - h * .72, 1, 1, an):
                a.line(0, 0, 0, -h * .5, h * .012, AMBER)
                a.poly([(0, -h * .5), (h * .19 * (1 if k > 1 else -1), -h * .41), (0, -h * .26)], (RED, RIVER)[k % 2])
                a.disc(h * .05 * (1 if k > 1 else -1), -h * .4, h * .022, AMBER)
        a.blob([(x - h * .1, y - h * .5), (x - h * .26, y - h * .06), (x - h * .2, y - h * .03), (x, y - h * .3), (x + h * .2, y - h * .03), (x + h * .27, y - h * .06), (x + h * .1, y - h * .5)], INK, tension=.4)
        for s in (-1, 1):
            a.poly([(x + s * h * .15, y - h * .06), (x + s * h * .3, y - h * .06), (x + s * h * .33, y), (x + s * h * .14, y)], CREAM)
            a.rect(x + s * h * .235 - h * .1, y - h * .012, h * .2, h * .026, INK)
        robe = smooth_path([(x - h * .16, y - h * .76), (x - h * .17, y - h * .5), (x - h * .24, y - h * .2), (x, y - h * .15), (x + h * .24, y - h * .2), (x + h * .17, y - h * .5), (x + h * .16, y - h * .76), (x, y - h * .8)], True, .5)
        a.path(robe, RED)
        with a.clip(robe):
            a.rect(x - h * .3, y - h * .52, h * .6, h * .05, AMBER)
            a.poly([(x - h * .3, y - h * .3), (x, y - h * .24), (x + h * .3, y - h * .3), (x + h * .3, y - h * .24), (x, y - h * .18), (x - h * .3, y - h * .24)], AMBER)
            a.disc(x, y - h * .4, h * .06, AMBER)
            a.disc(x, y - h * .4, h * .035, RED)
            a.rect(x + h * .06, y - h, h * .3, h, INK, .2)
        for s, hx, hy in ((-1, -.36, -.88), (1, .4, -.56)):
            capsule(a, (x + s * h * .13, y - h * .73), (x + s * h * .26, y - h * (.68 if s < 0 else .6)), h * .06, h * .05, RED if s < 0 else dark(RED, .2))
            capsule(a, (x + s * h * .26, y - h * (.68 if s < 0 else .6)), (x + hx * h, y + hy * h), h * .05, h * .045, RED if s < 0 else dark(RED, .2))
            a.blob([(x + s * h * .25, y - h * (.68 if s < 0 else .62)), (x + hx * h, y + hy * h), (x + hx * h * 1.03, y + hy * h + h * .2), (x + s * h * .29, y - h * .5)], CREAM, .95, tension=.4)
            a.disc(x + hx * h, y + hy * h - h * .01, h * .03, ROSE)
        a.line(x - h * .36, y - h * .9, x - h * .12, y - h * 1.2, h * .016, MIST)
        a.line(x - h * .40, y - h * .84, x - h * .36, y - h * .9, h * .025, AMBER)
        a.oval(x, y - h * .87, h * .062, h * .075, mix(BRICK, RED, .4))
        a.blob([(x - h * .05, y - h * .84), (x + h * .05, y - h * .84), (x + h * .045, y - h * .7), (x, y - h * .58), (x - h * .045, y - h * .7)], INK, tension=.5)
        a.blob([(x - h * .08, y - h * .89), (x - h * .08, y - h * .97), (x, y - h * 1.03), (x + h * .08, y - h * .97), (x + h * .08, y - h * .89), (x, y - h * .92)], AMBER, tension=.5)
        for s in (-1, 1):
            a.disc(x + s * h * .09, y - h * .95, h * .028, RED)
            a.brush([(x + s * h * .05, y - h * 1.0), (x + s * h * .2, y - h * 1.22), (x + s * h * .34, y - h * 1.16)], h * .012, h * .02, STRAW)
        a.disc(x, y - h * 1.04, h * .028, RED)
    general(600, 770, 420)

    # the lady with long white sleeves
    def lady(x, y, h):
        a.blob([(x - h * .08, y - h * .5), (x - h * .2, y - h * .02), (x, y), (x + h * .2, y - h * .02), (x + h * .08, y - h * .5)], mix(TEAL, RIVER, .3), tension=.4)
        a.blob([(x + h * .02, y - h * .5), (x + h * .05, y), (x + h * .2, y - h * .02), (x + h * .08, y - h * .5)], INK, .2, tension=.4)
        a.rect(x - h * .17, y - h * .1, h * .34, h * .03, AMBER)
        a.blob([(x - h * .1, y - h * .44), (x - h * .11, y - h * .74), (x, y - h * .8), (x + h * .11, y - h * .74), (x + h * .1, y - h * .44)], mix(ROSE, CREAM, .3), tension=.5)
        a.rect(x - h * .1, y - h * .54, h * .2, h * .04, RED)
        a.brush([(x - h * .08, y - h * .72), (x - h * .25, y - h * .78), (x - h * .36, y - h * .66)], h * .09, h * .08, mix(ROSE, CREAM, .3))
        a.brush([(x - h * .35, y - h * .68), (x - h * .46, y - h * .5), (x - h * .38, y - h * .25), (x - h * .52, y - h * .1)], h * .1, h * .02, CREAM, mid=h * .09)
        a.brush([(x + h * .08, y - h * .72), (x + h * .2, y - h * .9), (x + h * .3, y - h * 1.0)], h * .09, h * .08, mix(ROSE, CREAM, .15))
        a.brush([(x + h * .29, y - h * .99), (x + h * .42, y - h * 1.06), (x + h * .46, y - h * .8), (x + h * .58, y - h * .72)], h * .09, h * .02, CREAM, mid=h * .08)
        a.oval(x, y - h * .87, h * .054, h * .068, mix(ROSE, CREAM, .4))
        a.blob([(x - h * .065, y - h * .84), (x - h * .06, y - h * .94), (x, y - h * .97), (x + h * .06, y - h * .94), (x + h * .065, y - h * .84), (x, y - h * .91)], INK, tension=.5)
        for k in range(5):
            a.disc(x + (k - 2) * h * .03, y - h * (.965 + .012 * (2 - abs(k - 2))), h * .017, (AMBER, RED)[k % 2])
        for s in (-1, 1):
            a.line(x + s * h * .06, y - h * .93, x + s * h * .075, y - h * .82, h * .008, AMBER)
    lady(920, 770, 370)
    a.poly([(330, -10), (430, -10), (850, 780), (360, 780)], CREAM, .07)
    a.poly([(1170, -10), (1070, -10), (700, 780), (1180, 780)], CREAM, .07)
    for i in range(12):
        a.glow(70 + i * 124, 862, 46, AMBER, .6)
        a.disc(70 + i * 124, 866, 11, CREAM)
    crowd(a, -30, 1530, 950, 70, 19, random.Random(4), mix(NIGHT, INK, .4), NIGHT, .15, .14)
    crowd(a, -60, 1560, 1030, 110, 13, random.Random(6), INK, mix(NIGHT, INK, .6), .2, .14)
