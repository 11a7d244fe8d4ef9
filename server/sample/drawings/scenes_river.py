"""River, sea and wetland."""
import math
import random

import skia

from built import *
from canvas import poly_path, smooth_path, sample
from nature import *
from palette import *
from people import *
from scenes import scene


@scene("landscape", "cau-go-sang-som")
def wooden_bridge(a):
    W, H, y0 = a.w, a.h, 560
    sky(a, y0, mix(DUSK, TEAL, .5), mix(ROSE, FOG, .45), mix(STRAW, CREAM, .4))
    sun(a, 1050, 470, 62, mix(RED, AMBER, .35), STRAW, .7)
    cloud(a, 420, 180, 520, CREAM, .5, 3)
    cloud(a, 1180, 260, 380, CREAM, .4, 5)
    hills(a, 540, 190, far(DUSK, .5, ROSE), 3, y0, fade=FOG)
    hills(a, 560, 110, far(RIVER, .5), 8, y0, rough=1.6, fade=FOG)
    skyline(a, 1120, 1500, y0, 20, 60, far(RIVER, .35), 12, 3)
    for i in range(9):
        palm(a, 60 + i * 44, y0 + 4, 70 + (i * 37) % 50, .05, far(DEEP, .35), far(DEEP, .3), seed=i)
    water(a, y0, H, mix(STRAW, FOG, .3), mix(RIVER, INK, .25), 4, CREAM, .4, 110)
    a.glow(1050, 600, 170, AMBER, .5)
    for i in range(16):
        w = 130 - i * 3 + (i % 3) * 30
        a.rect(1050 - w / 2 + (i % 4 - 1.5) * 14, 575 + i * 22, w, 5 + i * .5, mix(AMBER, RED, .25), .6 - i * .025, r=4)

    def bridge():
        def deck(x):
            return 470 - 92 * math.sin(math.pi * min(1, max(0, (x + 200) / 1500)))
        c = mix(INK, UMBER, .4)
        for i in range(13):
            x = -40 + i * 108
            d = deck(x)
            for s in (-16, 16):
                a.poly([(x + s * .6 - 7, d), (x + s * .6 + 7, d), (x + s * 1.5 + 8, 700), (x + s * 1.5 - 8, 700)], c if s > 0 else light(c, .12))
            a.line(x - 16, d + 70, x + 92, d + 165, 6, c)
            a.line(x - 16, d + 165, x + 92, d + 70, 6, c)
            a.line(x - 24, d + 60, x + 24, d + 60, 8, c)
        up = [(-60 + i * 20, deck(-60 + i * 20)) for i in range(75)]
        a.poly(up + [(x, y + 24) for x, y in up[::-1]], c)
        a.stroke([(x, y - 2) for x, y in up], 5, mix(AMBER, UMBER, .3), smooth=False)
        a.stroke([(x, y - 62) for x, y in up], 7, c, smooth=False)
        a.stroke([(x, y - 34) for x, y in up], 4, c, smooth=False)
        for i in range(27):
            x = -40 + i * 54
            a.line(x, deck(x) - 64, x, deck(x), 5, c)
        figure(a, 520, deck(520), 104, "walk", top=INK, bottom=UMBER, skin=TAN, hatcol=STRAW)
        bicycle(a, 690, deck(690), 104, INK)
        figure(a, 655, deck(655), 108, "push", top=mix(INDIGO, INK, .3), bottom=INK, hatcol=STRAW)
        figure(a, 250, deck(250), 100, "pole", True, top=mix(RIVER, INK, .5), bottom=INK, hatcol=STRAW,
               prop=lambda a: None)
        d = deck(250)
        a.stroke([(195, d - 72), (250, d - 84), (305, d - 72)], 4, INK)
        for bx in (195, 305):
            a.line(bx, d - 72, bx - 14, d - 32, 2, INK)
            a.line(bx, d - 72, bx + 14, d - 32, 2, INK)
            a.blob([(bx - 18, d - 34), (bx + 18, d - 34), (bx + 12, d - 18), (bx - 12, d - 18)], UMBER)

    a.reflect(700, bridge, .34, .5, INK, .5)
    ripples(a, 690, 900, 9, mix(STRAW, CREAM, .5), .35, 50)
    a.blob([(980, 690), (1150, 640), (1380, 610), (1560, 560), (1560, 1050), (1240, 860)], PINE, tension=.5)
    a.blob([(1200, 720), (1380, 660), (1560, 640), (1560, 1050), (1350, 900)], INK, tension=.5)
    reeds(a, 1010, 1500, 780, 150, 60, PINE, INK, 5)
    palm(a, 1390, 700, 560, -.12, INK, PINE, DEEP, 4, .38)
    sampan(a, 560, 880, 330, INK, inside=lambda b: figure(b, -95, -8, 150, "row", False, top=mix(RIVER, INK, .5), bottom=INK, hatcol=STRAW))
    a.brush([(520, 780), (640, 900)], 6, 12, UMBER)
    ripples(a, 880, 990, 11, CREAM, .35, 22)


@scene("landscape", "cho-noi")
def floating_market(a):
    W, H, y0 = a.w, a.h, 330
    sky(a, y0, TEAL, FOG, CREAM)
    cloud(a, 1100, 110, 460, CREAM, .7, 2)
    hills(a, 320, 110, far(RIVER, .6), 5, y0, fade=FOG)
    for i in range(20):
        palm(a, 20 + i * 80 + (i * 53) % 40, y0 + 6, 80 + (i * 29) % 60, .06, far(DEEP, .35), far(LEAF, .35), seed=i, n=8)
    foliage(a, 260, 300, 260, 40, (far(DEEP, .35), far(LEAF, .35)), 4, 18, 0)
    foliage(a, 1180, 305, 340, 40, (far(DEEP, .35), far(LEAF, .35)), 6, 18, 0)
    for x, w in ((520, 110), (650, 90), (760, 120), (940, 100)):
        house(a, x, y0 + 8, w, 44, far(PAPER, .2), far(BRICK, .35), windows=2)
        for k in range(4):
            a.line(x + k * w / 3.2, y0 + 6, x + k * w / 3.2, y0 + 34, 4, far(UMBER, .4))
    water(a, y0 + 8, H, mix(MIST, FOG, .4), mix(RIVER, DEEP, .35), 3, CREAM, .4, 130)

    def b(x, y, l, col, can, flip, load, pose="row", top=RIVER, seed=0, hat=STRAW, haze=0):
        def all_():
            sampan(a, x, y, l, far(col, haze), far(can, haze) if can else None, flip, [far(c, haze) for c in load] if load else None, seed,
                   inside=lambda c: figure(c, -l * .37, -l * .03, l * .44, pose, False, top=far(top, haze), bottom=far(INK, haze),
                                           skin=far(SKIN, haze), hatcol=far(hat, haze)))
        a.reflect(y + l * .02, all_, .3, .6, DEEP, .4, depth=l * .3)

    b(210, 425, 170, UMBER, CLAY, False, None, haze=.4)
    b(700, 410, 150, UMBER, None, True, [OCHRE, RED], haze=.45)
    b(1240, 430, 190, UMBER, STRAW, True, None, haze=.35)
    b(470, 520, 250, UMBER, None, True, [OCHRE, STRAW, AMBER], haze=.18, top=INDIGO)
    b(1010, 540, 290, BROWN, CLAY, False, [LEAF, MOSS], haze=.12, top=CLAY)
    # a pole with samples of the wares
    a.line(1110, 520, 1110, 300, 5, UMBER)
    for i, c in enumerate((RED, OCHRE, LEAF, AMBER)):
        a.oval(1110 + (8 if i % 2 else -8), 315 + i * 26, 11, 12, c)
    b(330, 690, 430, UMBER, None, False, [RED, AMBER, OCHRE], top=mix(RIVER, INK, .2), seed=3)
    b(1180, 760, 560, INK, mix(OCHRE, BROWN, .3), True, [LEAF, MOSS, RICE], top=CREAM, seed=5)
    ripples(a, 600, 1000, 21, CREAM, .4, 40)

    def near():
        def inside(c):
            figure(c, 130, -6, 300, "give", True, top=RED, bottom=INK, hatcol=STRAW, over={"hip": (0, .24), "feet": [(.2, .0), (.15, .0)]})
            figure(c, -190, -6, 300, "paddle", False, top=DEEP, bottom=INK, hatcol=STRAW)
        sampan(a, 560, 945, 860, mix(UMBER, INK, .4), None, False, None, 8, inside)
        basket(a, 480, 925, 150, 62, STRAW, [RED, AMBER, OCHRE], 2)
        basket(a, 815, 905, 130, 56, OCHRE, [LEAF, MOSS], 4)
        basket(a, 350, 925, 110, 50, STRAW, [AMBER, STRAW], 6)
    a.reflect(965, near, .3, .5)
    a.brush([(478, 830), (300, 1000)], 8, 16, UMBER)
    ripples(a, 940, 1000, 30, CREAM, .4, 16)


@scene("landscape", "tau-ca")
def harbour(a):
    W, H, y0 = a.w, a.h, 400
    sky(a, y0, mix(TEAL, DUSK, .25), FOG, mix(STRAW, CREAM, .5))
    sun(a, 300, 210, 70, CREAM, STRAW, .5)
    cloud(a, 800, 130, 600, CREAM, .6, 7)
    hills(a, 400, 220, far(DUSK, .45), 13, y0, peak=.78, fade=FOG)
    hills(a, 405, 70, far(RIVER, .35), 21, y0, fade=FOG)
    skyline(a, 0, 620, y0, 18, 60, far(CLAY, .55), 20, 5)
    water(a, y0, H, FOG, mix(RIVER, INK, .2), 5, CREAM, .4, 110)

    def boats(lst, haze):
        for x, y, l, hull, flip in lst:
            with a.tinted(MIST, haze):
                a.reflect(y + l * .035, lambda: trawler(a, x, y, l, hull, flip=flip, seed=int(x)), .3, .5, DEEP, .4, depth=l * .35)
    boats([(160, 440, 170, TEAL, False), (420, 446, 190, RIVER, True), (700, 442, 170, CLAY, False), (960, 450, 200, RIVER, False), (1280, 446, 190, INDIGO, True)], .45)
    boats([(360, 540, 330, RIVER, False), (820, 550, 340, INDIGO, True), (1250, 560, 360, RIVER, True)], .2)
    boats([(1090, 740, 640, mix(RIVER, TEAL, .25), True)], 0)
    a.line(850, 745, 420, 850, 3, INK, .7)
    for x, y, s in ((560, 170, 26), (640, 220, 20), (470, 250, 18), (1000, 90, 24), (930, 190, 16)):
        gull(a, x, y, s, mix(INK, DUSK, .4))
    # the quay
    a.poly([(-10, 800), (560, 860), (1510, 905), (1510, 1010), (-10, 1010)], mix(UMBER, INK, .35))
    a.poly([(-10, 800), (560, 860), (1510, 905), (1510, 922), (560, 880), (-10, 824)], mix(CLAY, PAPER, .4))
    for i in range(7):
        a.rect(60 + i * 240, 838 + i * 13, 20, 120, INK)
    figure(a, 250, 860, 260, "pole", top=mix(INDIGO, INK, .2), bottom=INK, hatcol=STRAW)
    a.stroke([(120, 655), (250, 640), (390, 660)], 8, UMBER)
    for bx in (120, 390):
        for s in (-1, 1):
            a.line(bx, 660, bx + s * 38, 760, 3, UMBER)
        basket(a, bx, 808, 92, 50, STRAW, [TEAL, MIST, FOG], bx, .09)
    figure(a, 640, 900, 245, "squat", True, top=CLAY, bottom=INK, hatcol=STRAW)
    basket(a, 545, 905, 120, 56, OCHRE, [MIST, TEAL, FOG], 3, .09)
    figure(a, 760, 908, 250, "stoop", True, top=RIVER, bottom=UMBER, hatcol=STRAW)
    basket(a, 690, 918, 110, 50, STRAW, [TEAL, MIST], 9, .09)
    for i in range(5):
        basketboat(a, 1290 + (i % 2) * 130, 985 - i * 4, 82, (OCHRE, CLAY)[i % 2])


@scene("landscape", "ngap-nuoc")
def flooded_street(a):
    W, H, y0 = a.w, a.h, 560
    a.rect(0, 0, W, H, a.vgrad(0, y0, mix(DUSK, INK, .2), mix(TEAL, DUSK, .4), MIST))
    skyline(a, 480, 1060, y0, 120, 260, far(DUSK, .45, TEAL), 12, 3, roofs=True)
    cols = [mix(OCHRE, DUSK, .3), mix(PAPER, DUSK, .3), mix(TEAL, DUSK, .2), mix(CLAY, DUSK, .3)]

    def street():
        for i in range(4):
            k = .42 + i * .2
            w = 190 * k
            shophouse(a, 560 - 120 * i * (1 + i * .18) - w, y0 + i * 12, w * 1.25, 340 * k * 1.35, far(cols[i % 4], .35 - i * .1, TEAL),
                      far(BRICK, .35 - i * .1, TEAL), far(DEEP, .3 - i * .08, TEAL), i, balcony=i > 1)
            shophouse(a, 960 + 128 * i * (1 + i * .18), y0 + i * 12, w * 1.3, 340 * k * 1.3, far(cols[(i + 2) % 4], .35 - i * .1, TEAL),
                      far(BRICK, .35 - i * .1, TEAL), far(BROWN, .3 - i * .08, TEAL), i + 9, balcony=i > 1, lit=AMBER if i == 2 else None)
        for i, x in enumerate((520, 340, 80)):
            a.rect(x, 250 - i * 90, 6 + i * 3, 350 + i * 110, mix(INK, DUSK, .4 - i * .15))
        a.stroke([(1510, 60), (900, 330), (523, 290)], 2.5, INK, .6)
        a.stroke([(523, 270), (343, 180), (83, 80), (-10, 20)], 2.5, INK, .7)
        a.stroke([(523, 285), (343, 205), (83, 110), (-10, 60)], 2.5, INK, .7)
    a.reflect(y0 + 40, street, .45, .75, DEEP, .3)
    a.rect(0, y0 + 40, W, H, a.vgrad(y0 + 40, H, (MIST, .5), (mix(RIVER, UMBER, .4), .75)))
    ripples(a, y0 + 45, H, 4, FOG, .4, 100)

    def cut(y, fn):
        # only what stands above the flood, with its reflection
        def above():
            with a.clip(poly_path([(0, 0), (W, 0), (W, y), (0, y)])):
                fn()
        a.reflect(y, above, .38, .6, DEEP, .45, depth=170)

    def rider():
        motorbike(a, 820, 850, 330, RED)
        figure(a, 810, 852, 330, "ride", top=mix(RIVER, TEAL, .2), bottom=INK, hat="helmet", hatcol=CREAM)
        a.blob([(735, 590), (815, 580), (850, 640), (830, 730), (740, 775), (690, 740), (700, 650)], mix(TEAL, RIVER, .3), .92, tension=.6)
        figure(a, 815, 852, 330, "ride", top=mix(TEAL, RIVER, .3), bottom=INK, hat="helmet", hatcol=CREAM)
    cut(815, rider)
    for s in (1, 1.25, 1.5):
        a.stroke([(830 - 230 * s, 812 + 22 * s), (830, 800 + 50 * s), (830 + 230 * s, 812 + 22 * s)], 6, FOG, .7 / s)
    ripples(a, 800, 900, 14, FOG, .5, 20, 600, 1080)
    cut(745, lambda: figure(a, 330, 800, 300, "walk", top=INDIGO, bottom=INK, hat="cone", hatcol=STRAW, over={"hands": [(.15, .6), (-.1, .52)]}))
    a.stroke([(250, 752), (335, 770), (430, 750)], 6, FOG, .7)
    cut(672, lambda: (figure(a, 1195, 700, 170, "push", True, top=CLAY, bottom=INK, hat="none", sleeve="short"), bicycle(a, 1130, 705, 170, INK, True)))
    ripples(a, 660, 720, 15, FOG, .5, 10, 1040, 1280)
    rain(a, 330, CREAM, .3, .2, 75, 5)
    r = random.Random(7)
    for i in range(45):
        y = r.uniform(640, 990)
        s = 6 + (y - 600) * .05
        a.c.drawOval(skia.Rect.MakeXYWH(r.uniform(0, W), y, s * 2, s * .7),
                     a.paint(CREAM, .4, Style=skia.Paint.kStroke_Style, StrokeWidth=1.8))


@scene("landscape", "de-bien")
def sea_dike(a):
    W, H = a.w, a.h
    sky(a, 460, mix(DUSK, INK, .35), mix(DUSK, TEAL, .5), FOG)
    for i, (x, y, w) in enumerate(((300, 120, 700), (1000, 190, 800), (640, 280, 600))):
        cloud(a, x, y, w, mix(DUSK, MIST, .3 + i * .15), .6, i, 5)
    hills(a, 440, 110, far(DUSK, .5), 3, 460, x0=900, x1=1500, fade=FOG)
    a.rect(0, 440, W, H, mix(TEAL, DUSK, .35))
    shades = [mix(TEAL, MIST, .4), mix(TEAL, RIVER, .2), mix(RIVER, TEAL, .3), RIVER, mix(RIVER, DEEP, .5), DEEP]
    for i, c in enumerate(shades):
        swell(a, 470 + i * i * 11 + i * 26, 14 + i * 15, 130 + i * 62, c, i + 2, i * 71, foam=mix(CREAM, MIST, .4 - i * .06))
    # the dike curves in from the right
    road = [(620, 1010), (820, 830), (1040, 690), (1240, 600), (1510, 540)]
    sea = [(380, 1010), (700, 850), (960, 715), (1190, 622), (1510, 552)]
    far_ = [(1010, 1010), (1120, 860), (1270, 720), (1390, 628), (1510, 572)]
    S, R, F = sample(sea), sample(road), sample(far_)
    a.poly(S + R[::-1], mix(DUSK, PAPER, .45))
    for k in range(1, 6):
        t = k / 6
        a.stroke([(p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t) for p, q in zip(S, R)], 2.5, INK, .35)
    for i in range(0, len(S), 2):
        a.line(*S[i], *R[i], 2, INK, .3)
    a.poly(R + F[::-1], mix(PAPER, STRAW, .2))
    a.poly(R + [(x + 10 + (1500 - x) * .0, y + 6) for x, y in R[::-1]], mix(UMBER, INK, .3))
    a.poly(F + [(1510, 1010)], mix(MOSS, DEEP, .45))
    for i, (x, y, h) in enumerate(((1470, 590, 110), (1420, 640, 170), (1360, 740, 260), (1330, 900, 400))):
        tree(a, x + 60, y + 20, h, .3, (PINE, DEEP, MOSS), INK, i, dabs=16)
    # spray where the sea strikes
    r = random.Random(5)
    for cx, cy, s in ((455, 905, 1.4), (760, 790, .95), (1010, 680, .6)):
        for i in range(22):
            t = r.uniform(-2.5, -.7)
            d = r.uniform(40, 190) * s
            a.disc(cx + math.cos(t) * d * .8, cy + math.sin(t) * d, r.uniform(4, 22) * s * (1.2 - d / 230 / s), CREAM, .92)
        a.blob([(cx - 120 * s, cy + 40 * s), (cx - 90 * s, cy - 50 * s), (cx - 40 * s, cy - 20 * s), (cx - 10 * s, cy - 110 * s), (cx + 30 * s, cy - 40 * s),
                (cx + 80 * s, cy - 70 * s), (cx + 110 * s, cy - 10 * s), (cx + 60 * s, cy + 40 * s)], CREAM, tension=.9)
        a.blob([(cx - 80 * s, cy + 40 * s), (cx - 40 * s, cy), (cx + 10 * s, cy - 30 * s), (cx + 70 * s, cy + 10 * s), (cx + 40 * s, cy + 40 * s)], MIST, .8, tension=.9)
    figure(a, 1090, 800, 120, "walk", True, top=RED, bottom=INK, hat="cone")
    figure(a, 1030, 850, 150, "walk", True, top=INDIGO, bottom=INK, hat="helmet", hatcol=OCHRE)
    figure(a, 1255, 680, 62, "stand", top=CREAM, bottom=INK)
    for x, y, s in ((300, 330, 30), (390, 290, 22), (520, 370, 18), (720, 250, 20)):
        gull(a, x, y, s, CREAM)


@scene("landscape", "rung-ngap-man")
def mangroves(a):
    W, H, y0 = a.w, a.h, 430
    sky(a, y0, mix(TEAL, FOG, .3), FOG, mix(STRAW, CREAM, .55))
    for i in range(16):
        foliage(a, i * 100 + 20, 390 - (i * 37) % 40, 100, 70, (far(RIVER, .65), far(LEAF, .65)), i, 10, 0)
    water(a, y0, H, mix(FOG, STRAW, .2), mix(DEEP, PINE, .4), 3, CREAM, .35, 60)

    def mid():
        for x, h, s in ((80, 330, 1), (270, 300, 2), (1270, 320, 3), (1440, 350, 4), (460, 220, 7), (1110, 230, 8)):
            mangrove(a, x, 500, h, (far(DEEP, .3), far(LEAF, .3), far(MOSS, .25)), far(UMBER, .3), s)
    a.reflect(500, mid, .4, .7, DEEP, .3, depth=180)
    a.glow(770, 450, 330, STRAW, .4)
    egret_flying(a, 760, 250, 90, CREAM)
    egret_flying(a, 880, 200, 60, CREAM, up=False)
    egret_flying(a, 650, 190, 50, CREAM)

    def near():
        for x, h, s in ((20, 640, 11), (1480, 680, 12), (1260, 480, 14), (230, 430, 15)):
            mangrove(a, x, 690, h, (PINE, DEEP, LEAF), INK, s)
    a.reflect(690, near, .5, .6, PINE, .5, depth=300)

    def boat():
        def ins(c):
            figure(c, -150, -12, 230, "row", False, top=CLAY, bottom=INK, hatcol=STRAW)
            figure(c, 60, -8, 220, "stand", True, top=CREAM, bottom=RIVER, hatcol=STRAW, over={"hip": (0, .2), "feet": [(.22, .03), (.18, .03)], "hands": [(.2, .3), (.17, .3)]})
            figure(c, 130, -8, 220, "stand", True, top=INDIGO, bottom=INK, hat="none", over={"hip": (0, .2), "feet": [(.22, .03), (.18, .03)], "hands": [(.2, .3), (.17, .3)]})
        sampan(a, 740, 770, 520, mix(UMBER, INK, .5), inside=ins)
    a.reflect(782, boat, .4, .6, PINE, .4)
    a.brush([(645, 620), (560, 700), (470, 850)], 6, 12, UMBER)
    ripples(a, 700, 1000, 8, mix(STRAW, CREAM, .4), .4, 50)
    for i in range(46):
        x = (i * 211) % 1500
        if abs(x - 740) > 260 + (i % 5) * 40:
            a.brush([(x, 1010), (x + 5, 1010 - 60 - (i * 37) % 90)], 15, 4, INK)
    reeds(a, -20, 330, 1010, 190, 24, INK, PINE, 3)


@scene("landscape", "dua-thuyen")
def boat_race(a):
    W, H, y0 = a.w, a.h, 300
    sky(a, y0, TEAL, FOG)
    cloud(a, 350, 90, 500, CREAM, .8, 4)
    cloud(a, 1200, 130, 420, CREAM, .7, 6)
    hills(a, 290, 130, far(RIVER, .55), 7, y0, fade=FOG)
    a.rect(0, 268, W, 60, far(MOSS, .2))
    for i in range(9):
        tree(a, 60 + i * 175, 290, 150 + (i * 41) % 60, .4, (far(DEEP, .2), far(LEAF, .2), far(MOSS, .2)), far(UMBER, .2), i, dabs=10)
    crowd(a, 0, W, 322, 34, 58, random.Random(3), far(INDIGO, .2), far(CLAY, .1), .6)
    crowd(a, 0, W, 340, 40, 48, random.Random(5), mix(RIVER, INK, .2), CREAM, .5)
    pennants(a, [(0, 190), (380, 240), (760, 200), (1140, 245), (1500, 185)], [RED, OCHRE, CREAM, RIVER], 22)
    water(a, 340, H, mix(TEAL, MIST, .3), mix(RIVER, DEEP, .4), 2, CREAM, .5, 150)

    def dragon(x, y, l, hull, shirt, n=9, haze=0, bend=0):
        s = l / 1000
        with a.tinted(MIST, haze):
            for i in range(n):
                px = x - 370 * s + i * 78 * s
                figure(a, px, y - 2 * s, 250 * s, ((0, .12), 30 if (i % 2) == bend else 24, [(.28, .14), (.2, .44)], [(.28, .02), (.25, .02)]),
                       top=shirt, bottom=INK, hat="scarf", hatcol=mix(shirt, CREAM, .6), sleeve="short", skin=TAN)
                a.brush([(px + 44 * s, y - 118 * s), (px + 92 * s, y - 30 * s), (px + 110 * s, y + 38 * s)], 7 * s, 9 * s, STRAW)
                a.oval(px + 112 * s, y + 34 * s, 9 * s, 24 * s, STRAW)
            figure(a, x - 448 * s, y - 30 * s, 235 * s, "row", top=shirt, bottom=INK, hat="cone", skin=TAN)
            a.brush([(x - 390 * s, y - 170 * s), (x - 520 * s, y + 40 * s)], 7 * s, 14 * s, STRAW)
            p = poly_path([(x - 560 * s, y - 95 * s)], False)
            p.cubicTo(x - 460 * s, y - 20 * s, x + 300 * s, y - 26 * s, x + 440 * s, y - 60 * s)
            p.cubicTo(x + 500 * s, y - 80 * s, x + 500 * s, y - 130 * s, x + 560 * s, y - 150 * s)
            p.lineTo(x + 610 * s, y - 120 * s)
            p.lineTo(x + 560 * s, y - 100 * s)
            p.cubicTo(x + 540 * s, y - 40 * s, x + 470 * s, y + 20 * s, x + 380 * s, y + 26 * s)
            p.lineTo(x - 430 * s, y + 26 * s)
            p.cubicTo(x - 500 * s, y + 10 * s, x - 540 * s, y - 40 * s, x - 560 * s, y - 95 * s)
            p.close()
            a.path(p, hull)
            with a.clip(p):
                for i in range(34):
                    a.oval(x - 480 * s + i * 29 * s, y + 10 * s, 15 * s, 20 * s, light(hull, .25), .7)
                a.rect(x - 600 * s, y - 40 * s, 1300 * s, 10 * s, STRAW)
            a.disc(x + 548 * s, y - 128 * s, 7 * s, CREAM)
            a.brush([(x + 530 * s, y - 145 * s), (x + 500 * s, y - 175 * s), (x + 470 * s, y - 180 * s)], 14 * s, 2, OCHRE)
            for i in range(n + 3):
                a.blob([(x - 330 * s + i * 78 * s - 26 * s, y + 44 * s), (x - 330 * s + i * 78 * s, y + 20 * s), (x - 330 * s + i * 78 * s + 22 * s, y + 46 * s)], CREAM, .9)
            a.blob([(x + 380 * s, y + 32 * s), (x + 520 * s, y - 6 * s), (x + 590 * s, y + 34 * s), (x + 480 * s, y + 44 * s)], CREAM, .9)
            a.rect(x - 640 * s, y + 26 * s, 1150 * s, 8 * s, CREAM, .6, r=4)
    dragon(980, 480, 620, INDIGO, CREAM, haze=.15)
    dragon(560, 630, 800, RIVER, OCHRE, bend=1)
    dragon(800, 860, 1150, RED, mix(INDIGO, INK, .2))
    ripples(a, 880, 1000, 30, CREAM, .5, 26)
    for i in range(3):
        a.disc(140 + i * 640, 735 - (i % 2) * 190, 18, (RED, OCHRE)[i % 2])


@scene("landscape", "co-chim")
def waterbirds(a):
    W, H, y0 = a.w, a.h, 470
    sky(a, y0, mix(ROSE, DUSK, .35), mix(ROSE, STRAW, .5), mix(STRAW, CREAM, .4))
    sun(a, 420, 330, 90, mix(RED, AMBER, .45), AMBER, .5)
    cloud(a, 1020, 170, 620, mix(CREAM, ROSE, .3), .6, 8)
    hills(a, 465, 120, far(DUSK, .45, ROSE), 31, y0, fade=STRAW)
    for i in range(26):
        foliage(a, i * 62, 458, 50, 24 + (i * 13) % 18, (far(RIVER, .45, STRAW),), i, 8, 0)
    water(a, y0, H, mix(STRAW, ROSE, .3), mix(RIVER, DEEP, .3), 6, CREAM, .4, 80)
    for i in range(12):
        w = 200 - i * 8 + (i % 3) * 40
        a.rect(420 - w / 2, 490 + i * 20, w, 5, AMBER, .6 - i * .04, r=3)
    r = random.Random(8)
    for i in range(16):
        x, y = 720 + i * 44 + r.uniform(-10, 10), 330 - abs(i - 7) * -16 + r.uniform(-12, 12) - 120
        egret_flying(a, x, y, 36 + r.random() * 14, mix(CREAM, ROSE, .2), up=r.random() < .5)
    for x, w in ((180, 300), (1260, 420), (820, 260)):
        a.blob([(x - w / 2, 590), (x, 572), (x + w / 2, 588), (x, 602)], far(MOSS, .1))
        reeds(a, x - w / 2, x + w / 2, 590, 90, 26, far(DEEP, .15), far(MOSS, .2), int(x), True)

    def flock():
        for x, y, s, f in ((700, 640, 120, False), (780, 655, 130, True), (880, 640, 115, False), (590, 660, 125, True), (1120, 650, 125, True)):
            egret(a, x, y, s, mix(CREAM, STRAW, .15), f)
    a.reflect(648, flock, .4, .7, DEEP, .2)
    ripples(a, 600, 720, 12, CREAM, .4, 30)
    a.reflect(838, lambda: (egret(a, 1010, 838, 340, CREAM), egret(a, 1220, 845, 290, CREAM, True)), .4, .45, DEEP, .2)
    a.reflect(800, lambda: egret(a, 360, 800, 250, CREAM), .4, .45, DEEP, .2)
    egret_flying(a, 560, 420, 190, CREAM, False)
    for i in range(18):
        lotus(a, (i * 173) % 1500, 870 + (i * 47) % 120, 40 + (i * 17) % 40, (DEEP, RIVER)[i % 2], ROSE if i % 6 == 2 else None)
    reeds(a, -30, 260, 1010, 330, 34, PINE, INK, 2, True)
    reeds(a, 1330, 1530, 1010, 380, 30, PINE, INK, 4, True, -.15)


@scene("landscape", "ao-tom")
def shrimp_ponds(a):
    W, H, y0 = a.w, a.h, 300
    sky(a, y0, mix(TEAL, MIST, .2), FOG, CREAM)
    cloud(a, 1050, 120, 520, CREAM, .9, 5)
    cloud(a, 300, 170, 320, CREAM, .7, 9)
    a.rect(0, 278, W, 24, far(RIVER, .5))
    for i in range(30):
        foliage(a, i * 55, 282, 44, 18 + (i * 11) % 16, (far(DEEP, .4), far(LEAF, .4)), i, 8, 0)
    a.rect(0, 296, W, H, mix(CLAY, PAPER, .45))
    vx, vy = 700, 230

    def q(x, y):          # ground x at depth y (perspective to the vanishing point)
        return vx + (x - vx) * (y - vy) / (1000 - vy)
    ys = [306, 352, 430, 580, 860]
    edges = [-2600, -1250, 80, 1420, 2700]
    for j in range(len(ys) - 1):
        for i in range(len(edges) - 1):
            a0, b0 = ys[j] + 6 + j * 3, ys[j + 1] - 4 - j * 4
            g = 55
            pts = [(q(edges[i] + g, a0), a0), (q(edges[i + 1] - g, a0), a0), (q(edges[i + 1] - g, b0), b0), (q(edges[i] + g, b0), b0)]
            p = poly_path(pts)
            a.path(p, a.vgrad(a0, b0, mix(FOG, TEAL, .25 + j * .1), mix(TEAL, RIVER, .2 + j * .2)))
            with a.clip(p):
                ripples(a, a0, b0, j * 7 + i, CREAM, .4, 14 + j * 8, min(x for x, _ in pts), max(x for x, _ in pts), .3 + j * .22)
                a.stroke([pts[0], pts[1]], 3 + j * 3, dark(CLAY, .4), .6, smooth=False)

    def wheelset(x, y, s):
        a.blob([(x - 150 * s, y + 26 * s), (x, y + 6 * s), (x + 170 * s, y + 24 * s), (x, y + 50 * s)], CREAM, .7)
        a.rect(x - 110 * s, y - 8 * s, 220 * s, 13 * s, INK)
        a.rect(x - 20 * s, y - 42 * s, 40 * s, 30 * s, INDIGO, 1, r=6 * s)
        a.rect(x - 100 * s, y - 22 * s, 200 * s, 7 * s, mix(INK, MIST, .3))
        for k in (-90, -52, 52, 90):
            for t in range(8):
                an = t * math.pi / 4 + .2
                a.line(x + k * s, y - 18 * s, x + k * s + math.cos(an) * 15 * s, y - 18 * s + math.sin(an) * 40 * s, 8 * s, CREAM)
            a.disc(x + k * s, y - 18 * s, 8 * s, RED)
            for t in range(6):
                a.disc(x + k * s + (t - 2.5) * 13 * s, y - (60 + (t * 37) % 30 - abs(t - 2.5) * 8) * s, (5 - t % 3) * s, CREAM, .9)
    wheelset(q(750, 500), 505, .5)
    wheelset(q(-500, 500), 500, .5)
    wheelset(q(2000, 505), 505, .5)
    wheelset(560, 720, 1.15)
    wheelset(1230, 690, 1.0)
    house(a, 1190, 330, 150, 56, PAPER, BRICK)
    palm(a, 1370, 340, 170, .08, UMBER, DEEP, seed=3)
    palm(a, 1160, 335, 140, -.06, UMBER, DEEP, seed=5)
    for i in range(7):
        a.rect(250 + i * 110, 285 - i * .5, 4, 60 + i * 2, far(UMBER, .3))
    # the bank in front, a farmer casting feed
    a.poly([(-10, 880), (700, 850), (1510, 872), (1510, 1010), (-10, 1010)], mix(BROWN, CLAY, .4))
    a.poly([(-10, 880), (700, 850), (1510, 872), (1510, 890), (700, 872), (-10, 902)], mix(STRAW, MOSS, .4))
    tufts(a, 0, 1500, 885, 1000, 90, mix(MOSS, DEEP, .5), 36, 3)
    figure(a, 960, 915, 380, "reach", True, top=RIVER, bottom=INK, hatcol=STRAW, skin=TAN, over={"hands": [(.34, .66), (.1, .48)]})
    a.blob([(880, 720), (950, 720), (940, 775), (890, 775)], OCHRE, tension=.5)
    r = random.Random(4)
    for i in range(70):
        t = r.random()
        a.disc(820 - t * 230 + r.uniform(-20, 20), 660 - 60 * t + 170 * t * t + r.uniform(-22, 22), r.uniform(2, 4.5), BROWN)


@scene("wide", "toan-canh")
def panorama(a):
    W, H, y0 = a.w, a.h, 300
    sky(a, y0, mix(TEAL, DUSK, .2), FOG, mix(STRAW, CREAM, .4))
    sun(a, 1180, 175, 56, CREAM, STRAW, .6)
    cloud(a, 420, 110, 620, CREAM, .8, 3)
    cloud(a, 1350, 90, 380, CREAM, .6, 8)
    a.rect(0, 270, W, 60, mix(TEAL, FOG, .35))
    hills(a, 282, 120, far(DUSK, .6), 11, 300, x1=620, peak=.35, fade=FOG)
    hills(a, 282, 70, far(DUSK, .65), 2, 300, x0=1300, x1=1600, fade=FOG)
    for i in range(6):
        trawler(a, 760 + i * 95, 286 + (i * 29) % 22, 26 + i * 2, far(INDIGO, .3), flag=False, eye=False)
    # land on both banks, the river winding to the sea
    a.poly([(0, 300), (300, 292), (690, 312), (610, 350), (520, 420), (0, 470)], far(MOSS, .3))
    a.poly([(1600, 296), (1250, 300), (1000, 330), (980, 380), (1100, 450), (1600, 560)], far(MOSS, .3))
    p = poly_path([(690, 312)], False)
    p.cubicTo(560, 370, 420, 430, 640, 520)
    p.cubicTo(860, 600, 700, 760, 300, 910)
    p.lineTo(1180, 910)
    p.cubicTo(1420, 740, 1280, 600, 1080, 500)
    p.cubicTo(960, 440, 950, 380, 1010, 328)
    p.close()
    a.rect(0, 420, W, 500, far(MOSS, .15))
    a.path(p, a.vgrad(300, 900, mix(FOG, TEAL, .4), mix(TEAL, RIVER, .35), mix(RIVER, DEEP, .3)))
    with a.clip(p):
        ripples(a, 320, 900, 5, CREAM, .4, 140)
    r = random.Random(12)

    def quarter(x0, x1, y, n, s, haze, lim):
        for i in range(n):
            x = r.uniform(x0, x1)
            if lim(x):
                continue
            if r.random() < .3:
                foliage(a, x, y - 8 * s, 18 * s, 12 * s, (far(DEEP, haze), far(LEAF, haze), far(MOSS, haze)), int(x), 8, 4)
            elif r.random() < .12:
                h = r.uniform(40, 85) * s
                block(a, x, y, 30 * s, h, far((PAPER, MIST, STRAW)[i % 3], haze), int(h / 12 / s * 1) + 1, 3, far(DUSK, haze))
            else:
                w = r.uniform(34, 58) * s
                house(a, x, y, w, w * .38, far((CREAM, STRAW, PAPER, OCHRE)[i % 4], haze), far((BRICK, CLAY)[i % 2], haze), windows=1)
    for k in range(15):
        t = k / 14
        y = 312 + 590 * t ** 1.6
        s = .35 + 1.5 * t
        hz = .5 * (1 - t)
        # left bank
        le = 640 - 150 * math.sin(min(1, t * 1.4) * 1.8) if y < 520 else 640 + 70 * math.sin((y - 520) / 110) - max(0, y - 640) * 1.35
        quarter(-60, le - 60 * s, y, int(26 - 15 * t), s, hz, lambda x: x > le - 60 * s)
        re = 1010 + 60 * (y > 420) + max(0, min(230, (y - 440) * 1.0))
        quarter(re + 20 * s, 1640, y, int(20 - 11 * t), s, hz, lambda x: False)
    # the new bridge with its pylon
    a.poly([(480, 462), (1150, 428), (1150, 437), (480, 474)], mix(CREAM, DUSK, .15))
    for x in (640, 760, 990):
        a.rect(x, 458, 9, 44, mix(CREAM, DUSK, .3))
    a.poly([(868, 300), (878, 300), (890, 500), (856, 500)], mix(CREAM, DUSK, .1))
    for i in range(9):
        for s in (-1, 1):
            a.line(873, 308 + i * 6, 873 + s * (60 + i * 22), 450 - s * (60 + i * 22) * .05, 1.6, CREAM, .9)
    for x, y, l, f in ((900, 560, 90, False), (1060, 600, 70, True), (980, 690, 130, False), (760, 800, 160, True), (820, 520, 50, True)):
        a.reflect(y + 3, lambda: sampan(a, x, y, l, INK, STRAW if l > 60 else None, f), .3, .6, depth=l * .2)
    palm(a, 60, 910, 420, .1, INK, PINE, DEEP, 2, .34)
    palm(a, 190, 930, 300, -.08, INK, PINE, DEEP, 5, .36)
    foliage(a, 80, 900, 220, 80, (INK, PINE, DEEP), 4)
    foliage(a, 1540, 900, 220, 110, (INK, PINE, DEEP), 7)
    palm(a, 1500, 910, 380, -.1, INK, PINE, DEEP, 9, .36)
    for x, y, s in ((560, 220, 16), (620, 240, 12), (500, 250, 11)):
        gull(a, x, y, s, CREAM)


@scene("wide", "ban-do")
def river_map(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, PAPER)
    r = random.Random(9)
    # fields as patches
    for i in range(16):
        for j in range(10):
            x, y = i * 105 + r.uniform(-14, 14), j * 95 + r.uniform(-12, 12)
            c = mix((RICE, MOSS, STRAW, MIST, PAPER)[r.randrange(5)], PAPER, .35)
            p = poly_path([(x, y), (x + 98, y + r.uniform(-12, 12)), (x + 100, y + 90), (x + r.uniform(-8, 8), y + 92)])
            a.path(p, c)
            with a.clip(p):
                for k in range(7):
                    if (i + j) % 2:
                        a.line(x, y + k * 14, x + 110, y + k * 14, 2, dark(c, .25), .35)
                    else:
                        a.line(x + k * 16, y, x + k * 16, y + 100, 2, dark(c, .25), .35)
    sea = [(1180, -20), (1235, 120), (1180, 260), (1225, 380), (1290, 470), (1230, 590), (1275, 720), (1220, 930)]
    for k, c in enumerate((mix(MIST, PAPER, .3), mix(TEAL, MIST, .5), TEAL, mix(TEAL, RIVER, .35))):
        s = sample([(x + k * 62 + (k * 13 * ((i % 2) * 2 - 1)), y) for i, (x, y) in enumerate(sea)])
        a.poly(s + [(1620, 930), (1620, -20)], c)
    river = [(-40, 250), (180, 300), (330, 430), (520, 420), (640, 540), (820, 560), (960, 450), (1130, 470), (1340, 440)]
    for w, c in ((112, mix(STRAW, PAPER, .3)), (92, mix(TEAL, MIST, .2)), (66, mix(TEAL, RIVER, .45))):
        a.brush(river, w * .5, w * 1.5, c)
    a.brush([(300, 930), (360, 780), (520, 690), (690, 560)], 26, 46, mix(TEAL, RIVER, .3))
    a.brush([(640, -30), (700, 120), (880, 240), (940, 440)], 20, 40, mix(TEAL, RIVER, .3))
    for k in (-12, 8):
        a.stroke([(x, y + k) for x, y in river], 3, CREAM, .5)
    # town blocks round the mouth
    for i in range(15):
        for j in range(11):
            x, y = 770 + i * 29 + j * 4, 590 + j * 25 - i * 3
            if x < 1185 - (j % 3) * 10 and y > 610:
                a.rect(x, y, 22, 17, mix((CLAY, BRICK, OCHRE)[(i * j + i) % 3], PAPER, .2))
    for i in range(9):
        for j in range(5):
            a.rect(985 + i * 22, 285 + j * 25 + i * 2, 16, 17, mix((CLAY, OCHRE, BRICK)[(i + j) % 3], PAPER, .25))
    for pts, w in (([(-20, 640), (300, 600), (560, 640), (760, 700), (980, 740), (1200, 760)], 9), ([(870, -20), (850, 250), (870, 430), (880, 700), (910, 920)], 11),
                   ([(40, -20), (150, 200), (270, 560), (200, 920)], 6), ([(1160, 20), (1120, 240), (1080, 370)], 6)):
        a.stroke(pts, w + 5, mix(BROWN, PAPER, .2))
        a.stroke(pts, w, CREAM)
    a.stroke([(-20, 120), (360, 170), (640, 330), (760, 480), (830, 660), (960, 830), (1100, 930)], 4, INK)
    for x, y in sample([(-20, 120), (360, 170), (640, 330), (760, 480), (830, 660), (960, 830), (1100, 930)], 14):
        a.line(x - 5, y - 6, x + 5, y + 6, 3, INK)
    # hills in the west, drawn as little mountains
    for i in range(13):
        x, y = 90 + (i % 5) * 90 + (i // 5) * 40, 90 + (i // 5) * 62
        s = 46 + (i * 17) % 20
        if not (i // 5 == 2 and i % 5 > 2):
            a.poly([(x - s, y + s * .4), (x - s * .1, y - s * .75), (x + s, y + s * .4)], mix(RIVER, MIST, .2))
            a.poly([(x - s * .1, y - s * .75), (x + s, y + s * .4), (x + s * .1, y + s * .4)], DEEP)
    for i in range(44):
        x, y = 1050 + (i * 37) % 170, 800 + (i * 53) % 110
        foliage(a, x, y, 18, 13, (DEEP, LEAF, MOSS), i, 7, 3)
    for i in range(26):
        foliage(a, 380 + (i * 67) % 300, 150 + (i * 41) % 110, 20, 15, (DEEP, LEAF, MOSS), i + 60, 7, 3)
    # two points on the map
    for x, y in ((872, 545), (1120, 690), (430, 610)):
        a.blob([(x, y), (x - 22, y - 42), (x - 16, y - 66), (x, y - 74), (x + 16, y - 66), (x + 22, y - 42)], RED, tension=.7)
        a.disc(x, y - 48, 9, CREAM)
    # compass
    cx, cy = 1480, 720
    a.disc(cx, cy, 78, CREAM, .9)
    a.ring(cx, cy, 70, 3, INK)
    for i in range(4):
        with a.at(cx, cy, 1, 1, i * 90):
            a.poly([(0, -88 if i == 0 else -62), (13, -12), (0, 0)], RED if i == 0 else INK)
            a.poly([(0, -88 if i == 0 else -62), (-13, -12), (0, 0)], mix(RED, CREAM, .3) if i == 0 else DUSK)
    sampan(a, 1430, 300, 90, INK, STRAW)
    trawler(a, 1500, 520, 100, INDIGO)
    for i in range(16):
        x, y = 1340 + (i * 97) % 240, 60 + (i * 131) % 560
        a.stroke([(x, y), (x + 14, y - 8), (x + 28, y), (x + 42, y - 8), (x + 56, y)], 3, CREAM, .8)


@scene("portrait", "hai-dang")
def lighthouse(a):
    W, H, y0 = a.w, a.h, 900
    sky(a, y0, mix(INDIGO, DUSK, .3), mix(DUSK, TEAL, .3), mix(ROSE, STRAW, .3), mix(STRAW, CREAM, .3))
    for i in range(30):
        a.disc((i * 379) % 1000, (i * 191) % 330, 2 + i % 2, CREAM, .7)
    cloud(a, 250, 560, 420, mix(ROSE, CREAM, .4), .6, 4)
    cloud(a, 860, 700, 380, mix(ROSE, CREAM, .5), .6, 7)
    a.poly([(590, 338), (-20, 210), (-20, 400)], a.lgrad(590, 338, -20, 300, (AMBER, .75), (AMBER, .05)))
    a.poly([(590, 338), (1020, 260), (1020, 420)], a.lgrad(590, 338, 1020, 338, (AMBER, .7), (AMBER, .1)))
    hills(a, 895, 110, far(DUSK, .35, ROSE), 6, y0, x1=460, fade=STRAW)
    a.rect(0, y0 - 10, W, H, a.vgrad(y0, H, mix(STRAW, TEAL, .4), mix(RIVER, TEAL, .3), mix(DEEP, INDIGO, .4)))
    ripples(a, y0, 1200, 4, CREAM, .5, 60)
    trawler(a, 190, 940, 110, INK, mix(INK, DUSK, .4))
    # headland
    a.blob([(300, 1240), (360, 1090), (470, 1000), (560, 950), (680, 930), (820, 970), (1060, 1000), (1060, 1560), (200, 1560)], mix(DEEP, INK, .3), tension=.5)
    a.blob([(560, 1100), (640, 980), (780, 960), (1060, 1040), (1060, 1400)], mix(MOSS, DEEP, .5), tension=.5)
    tw = poly_path([(545, 412), (637, 412), (668, 960), (514, 960)])
    a.path(tw, CREAM)
    with a.clip(tw):
        for y, h in ((500, 110), (720, 110)):
            a.rect(400, y, 400, h, RED)
        a.poly([(600, 400), (700, 400), (700, 1000), (612, 1000)], INK, .22)
        for y in (470, 650, 850):
            a.rect(574, y, 18, 36, mix(INK, AMBER, .1), 1, r=9)
    a.rect(524, 398, 134, 18, INK)
    for i in range(8):
        a.line(530 + i * 17.5, 368, 530 + i * 17.5, 400, 3, INK)
    a.line(526, 368, 656, 368, 4, INK)
    a.rect(556, 300, 70, 98, mix(AMBER, CREAM, .4))
    a.glow(591, 345, 170, AMBER, .8)
    for i in range(4):
        a.rect(556 + i * 22, 300, 4, 98, INK)
    a.poly([(545, 302), (637, 302), (610, 262), (591, 246), (572, 262)], RED)
    a.line(591, 250, 591, 215, 4, INK)
    house(a, 690, 985, 170, 60, PAPER, BRICK, lit=AMBER)
    tree(a, 930, 1010, 210, .4, (INK, PINE, DEEP), INK, 3)
    a.brush([(650, 1540), (760, 1300), (640, 1150), (620, 970)], 70, 14, mix(PAPER, STRAW, .3), .85)
    a.blob([(560, 1560), (600, 1380), (720, 1300), (1060, 1200), (1060, 1560)], INK, tension=.5)
    for x, y, w in ((230, 1270, 190), (90, 1350, 230), (330, 1400, 230), (140, 1460, 240), (450, 1480, 180)):
        a.blob([(x - w / 2, y + 30), (x - w * .25, y - w * .22), (x + w * .2, y - w * .26), (x + w / 2, y + 30)], mix(INK, DUSK, .15), tension=.7)
        a.stroke([(x - w * .7, y + 34), (x - w * .3, y + 22), (x, y + 40), (x + w * .4, y + 24), (x + w * .7, y + 36)], 9, CREAM, .75)
    figure(a, 715, 1215, 130, "walk", True, top=RED, bottom=INK)
    for x, y, s in ((330, 480, 26), (400, 520, 18), (780, 560, 22)):
        gull(a, x, y, s, CREAM)
    reeds(a, 620, 1000, 1510, 130, 40, PINE, DEEP, 6)


@scene("portrait", "ngu-dan")
def fisherman(a):
    W, H = a.w, a.h
    sky(a, 800, mix(TEAL, DUSK, .2), FOG, mix(STRAW, CREAM, .3))
    a.disc(690, 430, 330, mix(AMBER, STRAW, .4))
    hills(a, 790, 120, far(DUSK, .5), 9, 800, fade=FOG)
    water(a, 780, H, mix(FOG, TEAL, .4), mix(RIVER, DEEP, .2), 3, CREAM, .5, 90)
    with a.tinted(MIST, .3):
        trawler(a, 800, 880, 330, RIVER, flip=True)
    with a.tinted(MIST, .4):
        trawler(a, 130, 830, 150, INDIGO)
    # nets hanging behind
    # body, turned three quarters to the left
    shirt = mix(INDIGO, RIVER, .35)
    body = smooth_path([(60, 1560), (110, 1250), (210, 1085), (390, 1000), (470, 930), (620, 930), (680, 1000), (860, 1085), (950, 1240), (1010, 1560)], True, .55)
    a.path(body, shirt)
    with a.clip(body):
        a.blob([(700, 940), (640, 1100), (700, 1300), (640, 1560), (1060, 1560), (1060, 1000)], INK, .3, tension=.6)
        a.blob([(190, 1130), (300, 1060), (330, 1200), (250, 1400), (150, 1420)], light(shirt, .2), .5, tension=.7)
        a.poly([(440, 960), (505, 1180), (640, 960)], TAN)
        a.poly([(540, 960), (505, 1180), (640, 960)], mix(TAN, UMBER, .45))
        a.poly([(415, 965), (395, 1050), (500, 1215), (505, 1165)], light(shirt, .18))
        a.poly([(655, 965), (680, 1060), (512, 1215), (505, 1165)], dark(shirt, .3))
        for i in range(3):
            a.disc(512, 1260 + i * 95, 9, PAPER, .8)
        a.line(508, 1215, 520, 1560, 4, INK, .5)
        for pts in ([(260, 1560), (290, 1380), (240, 1240)], [(760, 1560), (740, 1400), (800, 1270)]):
            a.brush(pts, 16, 3, INK, .35)
    # neck and head in profile, three planes of light
    a.poly([(455, 800), (620, 800), (640, 1010), (560, 1075), (450, 1010)], mix(TAN, UMBER, .35))
    head = [(402, 560), (385, 640), (372, 690), (340, 752), (352, 775), (383, 782), (376, 812), (388, 826), (382, 850), (396, 880), (430, 912),
            (500, 905), (580, 860), (640, 780), (668, 680), (660, 560), (560, 500), (450, 505)]
    hp = smooth_path(head, True, .5)
    a.path(hp, mix(SKIN, TAN, .4))
    with a.clip(hp):
        a.blob([(520, 480), (500, 640), (560, 720), (520, 800), (440, 860), (470, 930), (700, 900), (720, 500)], mix(TAN, UMBER, .35), tension=.6)
        a.blob([(330, 480), (340, 672), (420, 690), (520, 668), (700, 640), (720, 480)], mix(UMBER, INK, .3), .62, tension=.4)   # hat's shadow
        a.brush([(410, 700), (445, 694), (478, 704)], 4, 4, INK, .85, mid=8)             # a narrowed eye
        a.brush([(400, 676), (445, 660), (490, 676)], 7, 5, mix(MIST, UMBER, .35), .9, mid=13)
        for pts in ([(492, 700), (520, 690), (542, 676)], [(492, 708), (525, 712), (550, 706)], [(490, 716), (518, 728), (538, 734)],
                    [(412, 776), (440, 800), (446, 840)], [(470, 760), (500, 800), (490, 850)]):
            a.brush(pts, 5, 1.5, UMBER, .6)
        a.brush([(378, 824), (410, 818), (432, 824)], 4, 2, UMBER, .8)
        # ear
        a.blob([(590, 690), (625, 670), (640, 710), (620, 765), (596, 760)], mix(TAN, UMBER, .12), tension=.7)
        a.brush([(604, 700), (622, 702), (612, 742)], 5, 3, UMBER, .6)
        a.blob([(560, 560), (600, 690), (650, 690), (680, 780), (720, 560)], mix(MIST, DUSK, .75), tension=.5)   # grey hair
        a.blob([(590, 690), (625, 670), (640, 710), (620, 765), (596, 760)], mix(TAN, UMBER, .12), tension=.7)
    # moustache and chin beard
    a.blob([(362, 800), (385, 790), (430, 796), (462, 832), (420, 818), (385, 812)], mix(FOG, DUSK, .15), tension=.7)
    a.blob([(385, 868), (420, 862), (450, 890), (446, 960), (412, 1020), (404, 950), (388, 905)], mix(FOG, DUSK, .12), tension=.6)
    a.brush([(425, 880), (430, 940), (414, 1005)], 10, 2, mix(FOG, DUSK, .45))
    # the hat
    hat = poly_path([(150, 668)], False)
    hat.quadTo(330, 500, 520, 300)
    hat.quadTo(560, 285, 585, 312)
    hat.quadTo(740, 470, 880, 600)
    hat.cubicTo(700, 650, 350, 700, 150, 668)
    hat.close()
    a.path(hat, STRAW)
    with a.clip(hat):
        a.blob([(545, 270), (560, 480), (640, 700), (960, 700), (900, 500)], mix(OCHRE, BROWN, .35), tension=.4)
        for i in range(1, 12):
            t = i / 12
            a.stroke([(548 - 400 * t, 300 + 372 * t), (560 + 40 * t, 300 + 402 * t), (560 + 325 * t, 300 + 305 * t)], 2.6, BROWN, .45)
        a.stroke([(545, 300), (330, 690)], 2, BROWN, .35)
        a.stroke([(552, 300), (520, 700)], 2, BROWN, .35)
    a.stroke([(155, 670), (360, 698), (700, 652), (876, 602)], 9, dark(OCHRE, .35))
    a.stroke([(600, 680), (560, 860), (470, 925), (400, 905)], 5, RED, .9)
    # a net over the shoulder
    net = poly_path([(1010, 1040), (860, 1050), (740, 1180), (720, 1360), (800, 1560), (1010, 1560)])
    a.path(net, mix(RIVER, INK, .5), .85)
    with a.clip(net):
        for i in range(-14, 24):
            a.line(600 + i * 36, 1000, 900 + i * 36, 1600, 3, mix(TEAL, CREAM, .3), .8)
            a.line(600 + i * 36, 1600, 900 + i * 36, 1000, 3, mix(TEAL, CREAM, .3), .8)
    for i in range(7):
        x, y = sample([(860, 1050), (740, 1180), (720, 1360), (800, 1560)])[i * 6]
        a.oval(x, y, 20, 26, OCHRE)
        a.oval(x + 5, y + 4, 12, 18, CLAY, .6)


@scene("landscape", "duong-sat")
def coast_train(a):
    W, H, y0 = a.w, a.h, 380
    sky(a, y0, TEAL, mix(FOG, TEAL, .2), CREAM)
    cloud(a, 420, 120, 600, CREAM, .9, 1)
    cloud(a, 200, 230, 300, CREAM, .7, 2)
    a.rect(0, y0 - 20, W, H, a.vgrad(y0 - 20, 900, mix(FOG, TEAL, .5), mix(TEAL, RIVER, .4), mix(RIVER, DEEP, .3)))
    ripples(a, y0, 900, 3, CREAM, .5, 120)
    hills(a, 372, 90, far(DUSK, .55), 4, 380, x1=520, fade=FOG)
    for x, y, l in ((300, 430, 60), (460, 410, 40), (180, 470, 70)):
        trawler(a, x, y, l, far(INDIGO, .2), eye=False)
    # mountain falling to the sea
    a.poly([(620, 392), (720, 300), (800, 250), (900, 130), (1000, 70), (1130, 20), (1240, -10), (1510, -10), (1510, 700), (900, 560)], far(RIVER, .35))
    a.poly([(700, 420), (860, 330), (960, 300), (1080, 180), (1200, 130), (1330, 60), (1510, 30), (1510, 800), (900, 600)], far(RIVER, .12))
    a.poly([(820, 470), (960, 400), (1100, 330), (1210, 300), (1360, 200), (1510, 160), (1510, 900), (900, 700)], mix(RIVER, DEEP, .4))
    for i in range(40):
        x, y = 980 + (i * 131) % 520, 330 + (i * 71) % 300
        if y > 640 - (x - 800) * .6:
            foliage(a, x, y, 60, 34, (DEEP, LEAF, MOSS), i, 9, 6)
    # the line sweeps round from the right background to the left foreground
    track = [(1510, 470), (1300, 480), (1050, 520), (800, 600), (520, 730), (250, 880), (60, 1010)]
    T = sample(track)
    low = [(x + 0, y + 40 + (y - 460) * .25) for x, y in T]
    a.poly(T + low[::-1], mix(CLAY, DUSK, .25))
    a.poly(T + [(x + 60 + (y - 460) * .45, y + 26 + (y - 460) * .12) for x, y in T[::-1]], mix(DUSK, PAPER, .35))
    a.poly([(1510, 495), (1300, 512), (1080, 552), (860, 636), (640, 760), (430, 900), (300, 1010), (1510, 1010)], DEEP)
    r = random.Random(2)
    for i in range(60):
        t = r.random()
        x, y = r.uniform(520, 1500), r.uniform(640, 1000)
        if y > 700 - (x - 700) * .22:
            foliage(a, x, y, 70, 44, (PINE, DEEP, LEAF), i + 50, 9, 8)
    # rocks and surf under the embankment
    for i in range(16):
        t = i / 15
        x, y = 1100 - t * 1100, 545 + t * t * 440 + 20
        s = 14 + 46 * t
        a.blob([(x - s * 1.6, y + s), (x - s, y - s * .3), (x, y + s * .1), (x + s * .8, y + s)], mix(INK, DUSK, .35), tension=.6)
        a.stroke([(x - s * 2.4, y + s * .7), (x - s, y + s * 1.1), (x + s * .2, y + s * .7)], s * .22, CREAM, .85)
    # the train follows the curve
    n = len(T)
    i0, i1 = 16, 60
    cars = 7
    for k in range(cars):
        A = T[i0 + (i1 - i0) * k // cars]
        B = T[i0 + (i1 - i0) * (k + 1) // cars - 1]
        if B[0] > A[0]:
            A, B = B, A
        sA, sB = 34 + (A[1] - 470) * .26, 34 + (B[1] - 470) * .26
        eng = k == cars - 1
        c = RED if eng else CREAM
        dx = 24
        bl, br = (B[0] + dx, B[1] + 8), (A[0] + dx, A[1] + 8)
        tl, tr = (B[0] + dx, B[1] + 8 - sB), (A[0] + dx, A[1] + 8 - sA)
        a.poly([bl, br, tr, tl], c)

        def at(u, v):
            return (bl[0] + (br[0] - bl[0]) * u + 0, (bl[1] + (br[1] - bl[1]) * u) - (sB + (sA - sB) * u) * v)
        a.poly([at(0, .0), at(1, .0), at(1, .3), at(0, .3)], INDIGO if not eng else dark(RED, .4))
        a.poly([at(0, .3), at(1, .3), at(1, .36), at(0, .36)], OCHRE)
        for w in range(6):
            a.poly([at(.08 + w * .15, .5), at(.18 + w * .15, .5), at(.18 + w * .15, .8), at(.08 + w * .15, .8)], mix(INK, TEAL, .3))
        a.poly([at(0, 1), at(1, 1), (tr[0] + 8 + sA * .25, tr[1] - sA * .16), (tl[0] + 8 + sB * .25, tl[1] - sB * .16)], mix(DUSK, CREAM, .35) if not eng else dark(RED, .3))
        if eng:
            w = sB * .75
            a.poly([bl, (bl[0] - w * .35, bl[1] + w * .1), (tl[0] - w * .28, tl[1] + w * .3), tl], dark(RED, .25))
            a.poly([(tl[0] - w * .25, tl[1] + w * .35), (tl[0] - 2, tl[1] + w * .1), (tl[0] - 2, tl[1] + w * .5), (tl[0] - w * .3, tl[1] + w * .62)], INK)
            a.glow(bl[0] - w * .2, bl[1] - w * .25, 50, AMBER, .9)
    for x, y, s in ((560, 330, 22), (640, 300, 16), (500, 290, 14)):
        gull(a, x, y, s, INK)
    palm(a, 1360, 1010, 520, -.12, INK, PINE, DEEP, 4)
    palm(a, 1180, 1020, 380, .08, INK, PINE, DEEP, 7)


@scene("landscape", "cong-truong-cau")
def bridge_site(a):
    W, H, y0 = a.w, a.h, 620
    sky(a, y0, mix(OCHRE, ROSE, .3), mix(STRAW, CREAM, .2), mix(CREAM, STRAW, .2))
    sun(a, 360, 330, 84, CREAM, STRAW, .6)
    cloud(a, 1150, 160, 520, CREAM, .55, 3)
    hills(a, 610, 150, far(DUSK, .5, STRAW), 14, y0, fade=CREAM)
    skyline(a, 0, 460, y0, 25, 90, far(CLAY, .5, STRAW), 14, 4)
    water(a, y0, H, mix(STRAW, FOG, .3), mix(RIVER, DEEP, .3), 4, CREAM, .45, 90)

    def works():
        c = mix(DUSK, PAPER, .45)
        for x in (110, 420, 1290):
            a.poly([(x - 22, 420), (x + 22, 420), (x + 28, 680), (x - 28, 680)], c)
            a.poly([(x + 6, 420), (x + 22, 420), (x + 28, 680), (x + 8, 680)], dark(c, .35))
            a.poly([(x - 70, 392), (x + 70, 392), (x + 34, 428), (x - 34, 428)], dark(c, .15))
        a.poly([(-10, 350), (690, 350), (690, 372), (560, 394), (-10, 394)], c)
        a.rect(-10, 350, 700, 9, light(c, .4))
        a.poly([(1010, 350), (1510, 350), (1510, 394), (1140, 394), (1010, 372)], c)
        a.rect(1010, 350, 500, 9, light(c, .4))
        # pylon
        px = 850
        for s in (-1, 1):
            a.poly([(px + s * 18, 90), (px + s * 36, 90), (px + s * 84, 690), (px + s * 56, 690)], c if s < 0 else dark(c, .3))
        a.rect(px - 60, 360, 120, 26, dark(c, .15))
        a.rect(px - 36, 160, 72, 20, dark(c, .15))
        a.rect(px - 110, 640, 220, 60, dark(c, .35))
        a.rect(px - 170, 350, 130, 30, c)
        a.rect(px + 40, 350, 130, 30, c)
        for i in range(6):
            a.line(px - 26, 110 + i * 22, px - 160 - i * 100 if i * 100 < 500 else px, 352, 3, INK, .75)
            if i < 4:
                a.line(px + 26, 110 + i * 22, px + 160 + i * 100, 352, 3, INK, .75)
        for i in range(3):
            a.rect(px - 96, 240 + i * 120, 192, 6, RED)
            for k in (-90, 88):
                a.rect(px + k, 210 + i * 120, 4, 34, RED)
        # scaffold right
        for i in range(8):
            a.rect(1160 + i * 22, 394, 3, 260, UMBER)
        for j in range(6):
            a.rect(1155, 420 + j * 42, 165, 3, UMBER)
    a.reflect(690, works, .3, .6, DEEP, .3)
    # tower crane
    def crane():
        x = 640
        for k in range(17):
            y = 690 - k * 36
            a.line(x - 14, y, x + 14, y - 36, 4, OCHRE)
            a.line(x + 14, y, x - 14, y - 36, 4, OCHRE)
        a.rect(x - 17, 70, 6, 620, dark(OCHRE, .15))
        a.rect(x + 11, 70, 6, 620, dark(OCHRE, .15))
        a.rect(x - 24, 84, 48, 36, RED)
        a.line(x, 84, x, 18, 8, OCHRE)
        a.line(x - 200, 78, x + 470, 78, 6, OCHRE)
        a.line(x - 200, 60, x + 470, 66, 5, OCHRE)
        for k in range(28):
            a.line(x - 195 + k * 24, 78, x - 183 + k * 24, 61, 3, OCHRE)
        a.line(x, 20, x + 400, 66, 3, INK)
        a.line(x, 20, x - 190, 62, 3, INK)
        a.rect(x - 205, 70, 60, 50, mix(INK, DUSK, .4))
        a.line(x + 330, 78, x + 330, 240, 2.5, INK)
        a.poly([(x + 330, 240), (x + 280, 268), (x + 380, 268)], INK, .0)
        a.line(x + 330, 236, x + 284, 268, 2.5, INK)
        a.line(x + 330, 236, x + 376, 268, 2.5, INK)
        a.rect(x + 270, 268, 120, 26, mix(DUSK, PAPER, .35))
        a.rect(x - 60, 664, 120, 40, UMBER)
    crane()
    for x in (250, 300, 520, 560, 1080, 1120):
        figure(a, x, 351, 44, ("stand", "stoop", "walk")[x % 3], x % 2 == 0, top=OCHRE, bottom=INDIGO, hat="helmet", hatcol=CREAM)
    a.reflect(760, lambda: (a.poly([(960, 700), (1340, 700), (1310, 760), (990, 760)], UMBER), a.rect(1000, 660, 110, 44, CLAY), a.rect(1150, 640, 70, 62, OCHRE),
                            a.line(1185, 640, 1290, 520, 8, OCHRE), a.line(1290, 520, 1290, 640, 2, INK)), .3, .5, depth=90)
    # foreground: bank, workers in silhouette
    a.blob([(-50, 830), (200, 800), (520, 850), (800, 900), (1180, 880), (1560, 820), (1560, 1060), (-50, 1060)], mix(UMBER, INK, .45), tension=.5)
    a.rect(60, 800, 260, 26, mix(CLAY, STRAW, .3))
    for i in range(6):
        a.disc(90 + i * 40, 815, 16, mix(UMBER, CLAY, .5))
        a.disc(90 + i * 40, 815, 9, INK)
    figure(a, 430, 905, 320, "stand", top=OCHRE, bottom=INDIGO, hat="helmet", hatcol=RED, tunic=False, shoes=INK, over={"hands": [(.27, .82), (.1, .52)]})
    figure(a, 560, 915, 310, "fold", True, top=mix(CREAM, TEAL, .4), bottom=INK, hat="helmet", hatcol=CREAM, tunic=False, shoes=INK)
    a.poly([(470, 748), (540, 735), (545, 790), (478, 800)], CREAM)
    figure(a, 1330, 900, 250, "push", True, top=OCHRE, bottom=INDIGO, hat="helmet", hatcol=CREAM, tunic=False, shoes=INK)
    a.poly([(1170, 800), (1280, 800), (1255, 850), (1195, 850)], RED)
    wheel(a, 1190, 872, 24)
    a.line(1270, 805, 1330, 770, 7, UMBER)
    reeds(a, 700, 1100, 1010, 140, 44, INK, PINE, 4)
