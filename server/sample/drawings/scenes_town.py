"""Streets, schools, halls."""
import math
import random

from built import *
from canvas import poly_path, smooth_path, sample
from nature import *
from palette import *
from people import *
from scenes import scene

UNIFORM = dict(top=CREAM, bottom=INDIGO, kid=True, sleeve="short", legs="shorts", tunic=False)


@scene("landscape", "cho-phien")
def market(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 600, mix(STRAW, CREAM, .6), PAPER))
    for i in range(6):
        house(a, i * 270 - 60, 470, 230, 120, far((CREAM, OCHRE, TEAL)[i % 3], .45, PAPER), far(BRICK, .45, PAPER), windows=2)
    for i in range(4):
        tree(a, 150 + i * 420, 470, 340, .4, tuple(far(c, .45, PAPER) for c in (DEEP, LEAF, MOSS)), far(UMBER, .45, PAPER), i)
    a.rect(0, 470, W, H, a.vgrad(470, H, mix(CLAY, PAPER, .6), mix(CLAY, BROWN, .2)))
    r = random.Random(4)
    tops = (INDIGO, CLAY, CREAM, RIVER, RED, OCHRE)
    for i in range(17):
        x = 40 + i * 88 + r.uniform(-20, 20)
        h = 150 + r.uniform(-14, 14)
        figure(a, x, 560 + r.uniform(-10, 10), h, ("walk", "stand", "give")[i % 3], i % 2 == 0, top=far(tops[i % 6], .25, PAPER), bottom=far(INK, .2, PAPER),
               hat=("cone", "cone", "none", "long")[i % 4], hatcol=far(STRAW, .1, PAPER))
    # awnings
    for i, (x, w, c) in enumerate(((-60, 470, RIVER), (470, 400, RED), (940, 440, OCHRE), (1430, 300, RIVER))):
        for px in (x + 20, x + w - 20):
            a.rect(px - 5, 330, 10, 330, UMBER)
        p = poly_path([(x + 40, 268), (x + w - 40, 268), (x + w, 375), (x, 375)])
        a.path(p, c)
        with a.clip(p):
            for k in range(0, 10, 2):
                a.poly([(x + 40 + (w - 80) * k / 10, 260), (x + 40 + (w - 80) * (k + 1) / 10, 260), (x + w * (k + 1) / 10, 380), (x + w * k / 10, 380)], CREAM, .85)
        for k in range(10):
            a.disc(x + w * (k + .5) / 10, 375, w / 20, CREAM if k % 2 == 0 else c)
        for k in range(3):
            bx = x + 90 + k * (w - 150) / 2.2
            a.line(bx, 375, bx, 420, 2, INK)
            for q in range(5):
                a.oval(bx + (q - 2) * 7, 430 + abs(q - 2) * -5, 7, 17, (STRAW, AMBER)[k % 2])
    for x, f, t in ((140, False, CLAY), (690, True, INDIGO), (1160, False, RIVER)):
        figure(a, x, 720, 290, "give", f, top=t, bottom=INK, over={"hip": (0, .4)} if x == 690 else None)
    # tables with heaps
    heaps = ([LEAF, MOSS], [RED, CLAY], [OCHRE, AMBER], [RICE, STRAW], [mix(INDIGO, RED, .35), mix(INDIGO, RED, .2)], [CREAM, MIST], [LEAF, RICE])
    for x, w in ((-30, 480), (500, 400), (960, 480)):
        a.poly([(x, 660), (x + w, 660), (x + w + 20, 720), (x - 20, 720)], BROWN)
        a.rect(x - 20, 720, w + 40, 70, mix(UMBER, INK, .2))
        n = int(w / 95)
        for k in range(n):
            basket(a, x + 55 + k * w / n, 712, 100, 34, STRAW, heaps[(k + int(x)) % 7], k + int(x), .11, 26)
    for k, (x, y, w) in enumerate(((90, 960, 240), (350, 985, 230), (610, 990, 210), (1170, 990, 230), (1420, 975, 250))):
        basket(a, x, y, w, 105, (STRAW, OCHRE)[k % 2], heaps[(k * 2 + 1) % 7], k + 50, .1, 40)
    figure(a, 860, 975, 480, "stoop", True, top=RED, bottom=INK, over={"lean": 34, "hands": [(.32, .34), (.26, .4)]})
    figure(a, 1010, 985, 450, "squat", True, top=mix(TEAL, CREAM, .3), bottom=INK)


@scene("landscape", "truong-lang")
def village_school(a):
    W, H, y0 = a.w, a.h, 560
    sky(a, y0, TEAL, FOG, CREAM)
    cloud(a, 330, 130, 520, CREAM, .9, 2)
    cloud(a, 1230, 200, 420, CREAM, .7, 5)
    hills(a, 540, 240, far(RIVER, .6), 33, y0, fade=FOG)
    for i in range(12):
        foliage(a, i * 140, 500, 110, 80, (far(DEEP, .35), far(LEAF, .35), far(MOSS, .35)), i, 11, 8)
    areca(a, 180, 560, 330, UMBER, DEEP, 2)
    areca(a, 1340, 560, 360, UMBER, DEEP, 5)
    x, w = 270, 960
    a.rect(x, 390, w, 200, OCHRE)
    a.rect(x, 390, w, 34, INK, .35)
    a.rect(x, 570, w, 22, dark(OCHRE, .4))
    for i in range(9):
        cx = x + w * (i + .5) / 9
        if i in (1, 4, 7):
            a.rect(cx - 30, 440, 60, 134, DEEP)
            a.rect(cx - 2, 440, 4, 134, RIVER)
        else:
            a.rect(cx - 34, 446, 68, 74, mix(INK, TEAL, .2))
            a.rect(cx - 34, 446, 22, 74, RIVER)
            a.rect(cx + 12, 446, 22, 74, RIVER)
    for i in range(10):
        a.rect(x + w * i / 9 - 8, 400, 16, 180, CREAM)
    tiles(a, [(x - 50, 404), (x + 50, 280), (x + w - 50, 280), (x + w + 50, 404)], BRICK, 24)
    ridge(a, x + 52, x + w - 52, 280, 14, dark(BRICK, .3))
    a.poly([(640, 404), (750, 290), (860, 404)], BRICK)
    a.poly([(668, 398), (750, 312), (832, 398)], CREAM)
    a.disc(750, 364, 20, RED)
    a.rect(0, 590, W, H, a.vgrad(590, H, mix(STRAW, PAPER, .4), mix(CLAY, PAPER, .35)))
    a.poly([(0, 590), (W, 590), (W, 604), (0, 604)], mix(MOSS, DEEP, .2))
    tree(a, 110, 690, 520, .36, (PINE, DEEP, LEAF), INK, 4)
    tree(a, 1420, 700, 560, .38, (PINE, DEEP, LEAF), INK, 8)
    for i in range(40):
        leafdabs(a, 1420 + math.cos(i) * 180, 330 + math.sin(i * 2.1) * 90, 6, 6, RED, 2, 9, i)
    a.oval(1420, 760, 220, 22, BROWN, .3)
    a.poly([(850, 800), (930, 800), (945, 840), (835, 840)], CREAM)
    flag(a, 890, 805, 640, 150, RED)
    # pupils in lines and at play
    for j in range(3):
        for i in range(9):
            figure(a, 330 + i * 56 - j * 30, 700 + j * 48, 104 + j * 14, "stand", False, hat=("none", "tail", "long")[(i + j) % 3], **UNIFORM)
    aodai(a, 870, 790, 185, mix(CREAM, ROSE, .15), True, hat="long")
    figure(a, 1120, 850, 190, "run", True, hat="tail", **UNIFORM)
    figure(a, 1250, 880, 200, "run2", True, hat="cap", hatcol=RED, **UNIFORM)
    bicycle(a, 1390, 840, 230, INK)
    figure(a, 210, 960, 290, "walk", False, hat="none", prop=lambda a: a.rect(-.17, .44, .12, .2, RED, r=.03), **UNIFORM)
    figure(a, 340, 970, 275, "walk", False, hat="tail", prop=lambda a: a.rect(-.17, .44, .12, .2, RIVER, r=.03), **UNIFORM)
    for i in range(8):
        a.oval(150 + i * 190, 985, 120, 10, BROWN, .12)


@scene("landscape", "lop-hoc")
def classroom(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, mix(STRAW, CREAM, .45))
    a.rect(0, 560, W, H, a.vgrad(560, H, mix(CLAY, PAPER, .3), mix(BROWN, CLAY, .4)))
    a.rect(0, 420, W, 144, mix(TEAL, RIVER, .4))
    a.rect(0, 412, W, 10, BROWN)

    def view():
        a.rect(0, 0, W, 600, a.vgrad(60, 420, mix(TEAL, FOG, .4), CREAM))
        hills(a, 390, 120, far(RIVER, .5), 7, 420)
        foliage(a, 1350, 330, 150, 110, (DEEP, LEAF, MOSS), 3)
        foliage(a, 1130, 400, 90, 60, (DEEP, LEAF, MOSS), 5)
    for x in (1090, 1310):
        window(a, x, 110, 170, 270, view, BROWN, 2)
    a.poly([(1090, 380), (1260, 380), (900, 1000), (640, 1000)], CREAM, .14)
    a.poly([(1310, 380), (1480, 380), (1220, 1000), (960, 1000)], CREAM, .14)
    # board
    a.rect(150, 100, 780, 320, BROWN)
    a.rect(166, 116, 748, 288, DEEP)
    a.blob([(230, 340), (330, 220), (430, 300), (520, 190), (640, 340)], light(DEEP, .28), tension=.3)
    a.disc(560, 175, 28, STRAW, .9)
    a.stroke([(230, 360), (400, 350), (560, 368), (700, 355)], 6, CREAM, .85)
    a.stroke([(230, 378), (420, 370), (600, 385), (700, 375)], 5, CREAM, .6)
    for i in range(5):
        a.line(730, 180 + i * 34, 860 - (i % 2) * 40, 180 + i * 34, 5, CREAM, .7)
    a.rect(160, 404, 760, 14, CLAY)
    aodai(a, 870, 590, 360, mix(ROSE, CREAM, .45), True, hat="bun", hands=[(.3, .84), (.1, .52)])
    a.line(765, 288, 690, 240, 4, STRAW)
    # pupils from behind, in perspective rows
    r = random.Random(3)
    for row, (y, s, n, off) in enumerate(((640, .62, 6, 120), (770, .84, 5, 70), (960, 1.16, 4, 60))):
        for i in range(n):
            x = off + (i + .5) * (W - 2 * off) / n
            h = 300 * s
            for k in (-1, 1):
                a.poly([(x + k * 62 * s - 8, y + 10), (x + k * 62 * s + 8, y + 10), (x + k * 66 * s + 7, y + 150 * s), (x + k * 66 * s - 7, y + 150 * s)], UMBER)
            a.poly([(x - 92 * s, y - 28 * s), (x + 92 * s, y - 28 * s), (x + 108 * s, y + 8 * s), (x - 108 * s, y + 8 * s)], mix(CLAY, STRAW, .3))
            a.rect(x - 108 * s, y + 8 * s, 216 * s, 16 * s, BROWN)
            a.poly([(x - 70 * s, y - 22 * s), (x - 10 * s, y - 22 * s), (x - 12 * s, y - 2 * s), (x - 78 * s, y - 2 * s)], CREAM)
            hair = ("none", "long", "none", "long")[(i + row) % 4]
            # child: back view bust
            yy = y + 70 * s
            c = CREAM
            a.blob([(x - 56 * s, yy + 60 * s), (x - 60 * s, yy - 30 * s), (x - 40 * s, yy - 78 * s), (x, yy - 90 * s), (x + 40 * s, yy - 78 * s), (x + 60 * s, yy - 30 * s), (x + 56 * s, yy + 60 * s)], c, tension=.6)
            a.blob([(x - 56 * s, yy + 60 * s), (x - 60 * s, yy - 30 * s), (x - 40 * s, yy - 78 * s), (x - 14 * s, yy - 88 * s), (x - 22 * s, yy + 60 * s)], INK, .15, tension=.6)
            a.poly([(x - 30 * s, yy - 86 * s), (x + 30 * s, yy - 86 * s), (x, yy - 40 * s)], RED)
            a.rect(x - 14 * s, yy - 108 * s, 28 * s, 30 * s, TAN)
            up = (i * 3 + row) % 7 == 2
            if up:
                capsule(a, (x + 52 * s, yy - 60 * s), (x + 74 * s, yy - 130 * s), 17 * s, 14 * s, c)
                capsule(a, (x + 74 * s, yy - 130 * s), (x + 66 * s, yy - 200 * s), 12 * s, 11 * s, SKIN)
            else:
                capsule(a, (x + 50 * s, yy - 50 * s), (x + 78 * s, yy - 10 * s), 17 * s, 14 * s, c)
            capsule(a, (x - 50 * s, yy - 50 * s), (x - 78 * s, yy - 10 * s), 17 * s, 14 * s, mix(c, INK, .12))
            a.oval(x, yy - 138 * s, 38 * s, 44 * s, INK)
            a.oval(x - 38 * s, yy - 128 * s, 7 * s, 11 * s, TAN)
            a.oval(x + 38 * s, yy - 128 * s, 7 * s, 11 * s, SKIN)
            if hair == "long":
                a.blob([(x - 40 * s, yy - 140 * s), (x - 36 * s, yy - 60 * s), (x, yy - 44 * s), (x + 36 * s, yy - 60 * s), (x + 40 * s, yy - 140 * s)], INK, tension=.5)
            elif (i + row) % 3 == 0:
                for k in (-1, 1):
                    a.brush([(x + k * 34 * s, yy - 120 * s), (x + k * 56 * s, yy - 90 * s), (x + k * 50 * s, yy - 50 * s)], 18 * s, 6 * s, INK)
                    a.disc(x + k * 38 * s, yy - 114 * s, 8 * s, RED)
            a.rect(x - 70 * s, yy + 44 * s, 140 * s, 20 * s, BROWN)
            a.rect(x - 64 * s, yy + 60 * s, 12 * s, 80 * s, UMBER)
            a.rect(x + 52 * s, yy + 60 * s, 12 * s, 80 * s, UMBER)


@scene("landscape", "thu-vien")
def library(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 800, mix(STRAW, CREAM, .3), PAPER))
    cols = [RED, RIVER, OCHRE, INDIGO, CREAM, CLAY, DEEP, TEAL, BRICK, STRAW]
    r = random.Random(5)

    def shelf(x, y, w, h, n, hz=0.0, wood=BROWN):
        a.rect(x, y, w, h, far(dark(wood, .4), hz, PAPER))
        for j in range(n):
            yy = y + h * (j + 1) / n
            sh = h / n
            bx = x + 8
            while bx < x + w - 12:
                if r.random() < .06:
                    bx += r.uniform(10, 30)
                bw = r.uniform(.06, .16) * sh
                bh = sh * r.uniform(.62, .84)
                c = far(cols[r.randrange(10)], hz + .08, PAPER)
                if bx + bw < x + w - 8:
                    a.rect(bx, yy - 10 - bh, bw - 1.5, bh, c)
                    a.rect(bx, yy - 10 - bh * .8, bw - 1.5, bh * .06, dark(c, .3), .7)
                bx += bw
            a.rect(x, yy - 10, w, 12, far(wood, hz, PAPER))
        a.rect(x, y, 10, h, far(wood, hz, PAPER))
        a.rect(x + w - 10, y, 10, h, far(wood, hz, PAPER))
        a.rect(x - 6, y - 14, w + 12, 18, far(wood, hz, PAPER))

    def view():
        a.rect(600, 100, 400, 500, a.vgrad(100, 560, mix(TEAL, FOG, .5), CREAM))
        foliage(a, 700, 420, 140, 150, (DEEP, LEAF, MOSS), 3)
        foliage(a, 900, 470, 120, 110, (DEEP, LEAF, RICE), 5)
    window(a, 610, 120, 280, 440, view, BROWN, 3)
    shelf(420, 170, 160, 450, 5, .35)
    shelf(920, 170, 160, 450, 5, .35)
    a.rect(0, 620, W, H, a.vgrad(620, H, mix(CLAY, PAPER, .35), mix(BROWN, CLAY, .3)))
    a.poly([(610, 620), (890, 620), (1060, 1000), (420, 1000)], CREAM, .22)
    shelf(-40, 60, 440, 700, 6)
    shelf(1120, 60, 440, 700, 6)
    a.line(350, 770, 290, 130, 10, STRAW)
    a.line(420, 770, 330, 130, 10, STRAW)
    for i in range(9):
        t = i / 9
        a.line(350 - 60 * t, 770 - 640 * t, 420 - 90 * t, 770 - 640 * t, 8, STRAW)
    figure(a, 395, 560, 330, "reach", True, top=RIVER, bottom=INK, hat="long", over={"hands": [(.3, .92), (.2, .6)], "feet": [(.04, .02), (.1, .14)]})
    figure(a, 1035, 700, 250, "read", True, top=CREAM, bottom=INDIGO, hat="none", over={"hip": (0, .5), "hands": [(.2, .64), (.18, .62)], "feet": [(.03, 0), (-.05, 0)]})
    a.poly([(968, 535), (1000, 545), (1002, 575), (968, 566)], RED)
    # reader at the table
    stool(a, 560, 950, 130, BROWN)
    figure(a, 560, 960, 560, "read", False, top=RED, bottom=INK, hat="tail", over={"hip": (-.01, .28), "hands": [(.27, .42), (.3, .44)], "lean": 16})
    a.poly([(640, 740), (1180, 740), (1240, 780), (600, 780)], mix(CLAY, STRAW, .3))
    a.rect(600, 780, 640, 20, BROWN)
    for x in (650, 1190):
        a.rect(x, 800, 20, 190, UMBER)
    a.poly([(690, 742), (742, 700), (748, 742)], CREAM)
    a.poly([(748, 742), (742, 700), (806, 730), (800, 748)], mix(CREAM, MIST, .3))
    for i, (w, c) in enumerate(((150, RIVER), (130, OCHRE), (140, INDIGO), (110, RED))):
        a.rect(970 - w / 2 + (i % 2) * 10, 718 - i * 24, w, 23, c)
        a.rect(970 - w / 2 + (i % 2) * 10 + 8, 722 - i * 24, w - 8, 6, CREAM, .8)
    a.line(1120, 742, 1120, 620, 8, INK)
    a.poly([(1070, 630), (1170, 630), (1145, 575), (1095, 575)], RIVER)
    a.glow(1120, 660, 110, STRAW, .5)


@scene("landscape", "xe-buyt")
def bus_stop(a):
    W, H = a.w, a.h
    sky(a, 620, mix(TEAL, MIST, .2), FOG, mix(CREAM, STRAW, .3))
    cloud(a, 1100, 130, 520, CREAM, .8, 2)
    skyline(a, -20, 1520, 560, 120, 300, far(DUSK, .55, FOG), 18, 8)
    for i in range(7):
        shophouse(a, i * 230 - 70, 600, 190, 250 + (i % 3) * 50, far((CREAM, OCHRE, TEAL, ROSE)[i % 4], .3, FOG), far(BRICK, .3, FOG), far((RIVER, BROWN)[i % 2], .3, FOG), i, balcony=False)
    for i in range(6):
        tree(a, 80 + i * 290, 625, 300, .4, (far(DEEP, .1), far(LEAF, .1), far(MOSS, .1)), UMBER, i)
    a.rect(0, 610, W, H, mix(DUSK, PAPER, .4))
    a.rect(0, 610, W, 26, mix(PAPER, CLAY, .3))
    bus(a, 230, 805, 900, CREAM, RIVER)
    # pavement in front
    a.poly([(0, 840), (W, 840), (W, H), (0, H)], mix(PAPER, CLAY, .22))
    a.rect(0, 836, W, 16, CREAM)
    a.rect(0, 852, W, 10, mix(BROWN, PAPER, .3))
    for i in range(16):
        a.line(i * 120 - 60, 862, i * 150 - 280, 1000, 2, BROWN, .25)
    a.line(0, 925, W, 925, 2, BROWN, .25)
    # shelter
    for x in (1120, 1440):
        a.rect(x, 420, 16, 500, INK)
    a.poly([(1060, 400), (1510, 385), (1510, 425), (1070, 432)], RED)
    a.poly([(1060, 400), (1510, 385), (1510, 396), (1062, 412)], light(RED, .3))
    a.rect(1136, 460, 304, 230, TEAL, .28)
    a.rect(1170, 800, 250, 20, BROWN)
    for x in (1190, 1390):
        a.rect(x, 820, 12, 90, INK)
    a.rect(1000, 520, 12, 400, INK)
    a.disc(1006, 505, 44, RIVER)
    a.disc(1006, 505, 34, CREAM)
    a.rect(984, 490, 44, 30, RIVER, 1, r=6)
    figure(a, 1240, 920, 360, "sit", True, top=OCHRE, bottom=INK, hat="cone", over={"hip": (0, .28)})
    figure(a, 1350, 925, 380, "sit", True, top=INDIGO, bottom=INK, hat="bun", over={"hip": (0, .27)})
    figure(a, 900, 935, 400, "walk", True, top=CREAM, bottom=INDIGO, hat="long", prop=lambda a: a.rect(-.17, .5, .13, .2, RED, r=.03))
    figure(a, 790, 925, 290, "walk", True, top=RED, bottom=INDIGO, kid=True, hat="none", legs="shorts", sleeve="short")
    figure(a, 130, 955, 410, "stand", False, top=RIVER, bottom=INK, hat="cone")
    basket(a, 205, 960, 90, 70, STRAW, [LEAF, MOSS], 3, .12, 16)
    bicycle(a, 1500, 800, 240, INK, True)


@scene("landscape", "san-bong")
def football(a):
    W, H = a.w, a.h
    sky(a, 420, mix(OCHRE, ROSE, .25), mix(STRAW, CREAM, .4))
    sun(a, 1180, 250, 80, CREAM, STRAW, .7)
    cloud(a, 420, 130, 520, CREAM, .6, 3)
    skyline(a, 0, 1500, 400, 40, 120, far(CLAY, .5, STRAW), 24, 9)
    for i in range(14):
        tree(a, 20 + i * 115, 420, 130 + (i * 37) % 60, .42, (far(DEEP, .25, STRAW), far(LEAF, .25, STRAW), far(MOSS, .25, STRAW)), UMBER, i, dabs=10)
    a.rect(0, 415, W, H, MOSS)
    for i in range(12):
        y0, y1 = 415 + 585 * (i / 12) ** 1.7, 415 + 585 * ((i + 1) / 12) ** 1.7
        if i % 2:
            a.rect(0, y0, W, y1 - y0 + 1, mix(MOSS, DEEP, .22))
    a.poly([(0, 438), (W, 438), (W, 442), (0, 442)], CREAM, .8)
    a.stroke([(-20, 700), (300, 640), (520, 700), (300, 790), (-20, 800)], 6, CREAM, .8)
    # goal
    a.rect(1060, 330, 230, 6, CREAM)
    for x in (1060, 1286):
        a.rect(x, 330, 6, 130, CREAM)
    for i in range(15):
        a.line(1064 + i * 16, 334, 1076 + i * 14.5, 452, 1.2, CREAM, .6)
    for i in range(8):
        a.line(1062, 340 + i * 15, 1288, 340 + i * 15, 1.2, CREAM, .6)
    crowd(a, 0, 900, 440, 26, 34, random.Random(2), INDIGO, CLAY, .4)
    k = dict(kid=True, sleeve="short", legs="shorts", hat="none", tunic=False, shoes=INK)

    def shadow(x, y, s):
        a.blob([(x - s * .1, y - 4), (x - s * .7, y + s * .08), (x - s * .9, y + s * .14), (x, y + 6)], INK, .3)
    figure(a, 1170, 462, 110, "cheer", top=OCHRE, bottom=INK, **k)
    for x, y, h, p, f, t in ((300, 520, 140, "run", False, RED), (820, 540, 150, "run2", True, CREAM), (1320, 600, 180, "run", True, RED), (560, 600, 180, "stand", False, CREAM)):
        shadow(x, y, h)
        figure(a, x, y, h, p, f, top=t, bottom=(INDIGO if t == CREAM else INK), **k)
    for x, y, h, p, f, t in ((430, 880, 430, "run", False, CREAM), (720, 930, 470, "kick", False, RED), (1130, 880, 440, "run2", True, CREAM)):
        shadow(x, y, h)
        figure(a, x, y, h, p, f, top=t, bottom=(INDIGO if t == CREAM else INK), **k)
    bx, by = 950, 880
    a.oval(bx - 10, by + 42, 46, 9, INK, .3)
    a.disc(bx, by, 38, CREAM)
    for i in range(5):
        t = i * 1.257
        a.poly([(bx + math.cos(t + q) * 9 + math.cos(t) * 27, by + math.sin(t + q) * 9 + math.sin(t) * 27) for q in (0, 1.26, 2.5, 3.8, 5)], INK)
    a.poly([(bx + math.cos(q) * 12, by + math.sin(q) * 12) for q in (0, 1.26, 2.5, 3.8, 5)], INK)
    tufts(a, 0, W, 800, 1000, 130, DEEP, 26, 5)


@scene("landscape", "chay-bo")
def runners(a):
    W, H, y0 = a.w, a.h, 520
    sky(a, y0, mix(DUSK, ROSE, .3), mix(ROSE, STRAW, .45), CREAM)
    sun(a, 980, 420, 74, mix(AMBER, RED, .25), AMBER, .6)
    cloud(a, 420, 160, 560, mix(CREAM, ROSE, .2), .6, 4)
    hills(a, 515, 160, far(DUSK, .5, ROSE), 5, y0, fade=STRAW)
    skyline(a, 0, 700, y0, 30, 130, far(DUSK, .35, ROSE), 18, 7, lit=AMBER, litp=.2)
    water(a, y0, 800, mix(STRAW, ROSE, .3), mix(RIVER, TEAL, .3), 4, CREAM, .5, 60)
    for x, y, l in ((330, 590, 90), (620, 560, 60), (1240, 600, 110)):
        sampan(a, x, y, l, INK, STRAW)
    # cables and pylon of the bridge
    for s in (0, 1):
        x = 1280 + s * 70
        a.poly([(x - 18 - s * 6, -20), (x + 18 + s * 6, -20), (x + 28 + s * 8, 800), (x - 28 - s * 8, 800)], mix(DUSK, PAPER, .5 - s * .2))
    a.rect(1270, 150, 100, 36, mix(DUSK, PAPER, .35))
    for i in range(9):
        a.line(1345, 20 + i * 22, 1200 - i * 170, 720, 5, mix(DUSK, PAPER, .3))
        a.line(1345, 20 + i * 22, 1480 + i * 60, 720, 5, mix(DUSK, PAPER, .3))
    # railing and deck
    a.rect(0, 640, W, 12, INK)
    a.rect(0, 690, W, 6, INK)
    for i in range(30):
        a.rect(i * 52, 640, 6, 100, INK)
    a.rect(0, 735, W, H, a.vgrad(735, H, mix(DUSK, PAPER, .4), mix(DUSK, PAPER, .2)))
    a.rect(0, 735, W, 14, CREAM)
    a.poly([(0, 930), (W, 930), (W, 944), (0, 944)], CREAM, .8)
    pal = [(RED, INK), (OCHRE, INDIGO), (CREAM, RIVER), (TEAL, INK), (RIVER, INK), (CLAY, INDIGO)]
    for i in range(7):
        x = 120 + i * 200 + (i % 2) * 30
        t, b = pal[(i + 2) % 6]
        a.oval(x - 30, 800, 60, 8, INK, .25)
        figure(a, x, 800, 235, ("run", "run2")[i % 2], False, top=far(t, .15), bottom=far(b, .15), sleeve="none", legs="shorts", hat=("none", "tail", "cap")[i % 3],
               hatcol=far(RED, .15), tunic=False, shoes=INK)
    for i, (x, h) in enumerate(((180, 440), (520, 470), (860, 440), (1230, 480))):
        t, b = pal[i]
        a.oval(x - 40, 962, 110, 12, INK, .3)
        figure(a, x, 960 + (i % 2) * 10, h, ("run", "run2")[i % 2], False, top=t, bottom=b, sleeve=("none", "short")[i % 2], legs="shorts", hat=("tail", "cap", "none", "none")[i],
               hatcol=CREAM, tunic=False, shoes=(RED if i % 2 else INK), prop=lambda a: a.rect(-.02, .64, .075, .07, CREAM))


@scene("landscape", "nha-van-hoa")
def community_hall(a):
    W, H, y0 = a.w, a.h, 640
    sky(a, y0, mix(INDIGO, DUSK, .4), mix(DUSK, ROSE, .5), mix(STRAW, ROSE, .3))
    for i in range(26):
        a.disc((i * 397) % 1500, (i * 151) % 200, 1.5 + i % 2, CREAM, .7)
    cloud(a, 320, 250, 460, mix(ROSE, CREAM, .3), .45, 4)
    cloud(a, 1300, 330, 360, mix(ROSE, CREAM, .3), .45, 6)
    for i in range(10):
        foliage(a, i * 170, 590, 130, 110, (far(DEEP, .3, DUSK), far(LEAF, .35, DUSK)), i, 11, 6)
    a.rect(0, y0, W, H, a.vgrad(y0, H, mix(CLAY, ROSE, .25), mix(BROWN, INK, .2)))
    # hall in the style of a communal house
    a.rect(220, 620, 1060, 40, mix(PAPER, DUSK, .25))
    a.rect(180, 650, 1140, 30, mix(PAPER, DUSK, .4))
    a.rect(270, 420, 960, 205, mix(OCHRE, CLAY, .2))
    a.rect(270, 420, 960, 205, a.vgrad(420, 625, (INK, .5), (INK, .05)))
    for i in range(7):
        cx = 270 + 960 * (i + .5) / 7
        a.rect(cx - 50, 450, 100, 172, AMBER)
        a.rect(cx - 50, 450, 100, 172, a.vgrad(450, 622, (CREAM, .5), (CLAY, .4)))
        for k in range(1, 4):
            a.rect(cx - 50 + k * 25 - 2, 450, 4, 172, BROWN)
        a.rect(cx - 50, 520, 100, 4, BROWN)
        if i == 3:
            a.rect(cx - 46, 454, 92, 168, mix(AMBER, CREAM, .5))
    for i in range(8):
        x = 270 + 960 * i / 7
        a.rect(x - 13, 415, 26, 212, RED)
        a.rect(x - 17, 612, 34, 16, PAPER)

    def roof(y, x0, x1, rise, inset, c):
        p = poly_path([(x0 - 40, y - 34)], False)
        p.cubicTo(x0 + 30, y + 8, x0 + 60, y, x0 + 120, y)
        p.lineTo(x1 - 120, y)
        p.cubicTo(x1 - 60, y, x1 - 30, y + 8, x1 + 40, y - 34)
        p.cubicTo(x1 - inset * .4, y - rise * .35, x1 - inset * .9, y - rise * .7, x1 - inset, y - rise)
        p.lineTo(x0 + inset, y - rise)
        p.cubicTo(x0 + inset * .9, y - rise * .7, x0 + inset * .4, y - rise * .35, x0 - 40, y - 34)
        p.close()
        a.path(p, c)
        with a.clip(p):
            n = int((x1 - x0) / 26)
            for i in range(n + 1):
                u = i / n
                a.line(x0 - 20 + (x1 - x0 + 40) * u, y + 8, x0 + inset + (x1 - x0 - 2 * inset) * u, y - rise, 5, dark(c, .4), .7)
            a.rect(x0 - 60, y - 16, x1 - x0 + 120, 26, dark(c, .5), .6)
    roof(440, 200, 1300, 130, 170, BRICK)
    a.rect(430, 240, 640, 74, mix(OCHRE, BROWN, .3))
    roof(262, 360, 1140, 150, 150, mix(BRICK, INK, .12))
    ridge(a, 512, 988, 112, 20, dark(BRICK, .4))
    a.disc(750, 84, 26, AMBER)
    for k in (-1, 1):
        a.brush([(750 + k * 30, 98), (750 + k * 90, 74), (750 + k * 150, 100)], 16, 4, dark(BRICK, .4))
    for i in range(5):
        a.poly([(560 - i * 14, 680 + i * 14), (940 + i * 14, 680 + i * 14), (954 + i * 14, 694 + i * 14), (546 - i * 14, 694 + i * 14)], mix(PAPER, DUSK, .2 + .12 * (i % 2)))
    for i in range(9):
        lantern(a, 320 + i * 108, 470 + 10 * math.sin(i), 22, (RED, AMBER)[i % 2], True, i, 30)
    a.glow(750, 660, 420, AMBER, .3)
    for x, h, p, f, t, hat in ((600, 170, "walk", False, INDIGO, "none"), (700, 165, "walk", False, RED, "long"), (860, 170, "walk", True, CREAM, "cone"),
                               (330, 190, "stand", False, RIVER, "cone"), (400, 185, "give", True, CLAY, "bun"), (1120, 195, "walk", True, OCHRE, "cone")):
        figure(a, x, 790 + (x % 50), h, p, f, top=t, bottom=INK, hat=hat)
    figure(a, 1040, 830, 130, "run", True, top=CREAM, bottom=INDIGO, kid=True, hat="none", legs="shorts")
    tree(a, 60, 940, 820, .24, (INK, PINE, DEEP), INK, 2, dabs=26)
    tree(a, 1440, 960, 860, .24, (INK, PINE, DEEP), INK, 5, dabs=26)
    for i in range(5):
        bicycle(a, 1180 + i * 46, 930, 170, INK)
    figure(a, 480, 960, 260, "push", False, top=mix(TEAL, CREAM, .2), bottom=INK, over={"lean": 6, "hands": [(.26, .56), (.25, .58)]})
    bicycle(a, 585, 965, 245, INK)


@scene("landscape", "bao-tang")
def museum(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 700, mix(DEEP, TEAL, .28), mix(RIVER, TEAL, .35)))
    a.poly([(0, 0), (W, 0), (1150, 150), (350, 150)], mix(DEEP, INK, .35))
    a.poly([(0, 0), (350, 150), (350, 600), (0, 780)], mix(DEEP, INK, .15))
    a.poly([(W, 0), (1150, 150), (1150, 600), (W, 780)], mix(DEEP, INK, .25))
    a.poly([(350, 600), (1150, 600), (W, 780), (W, H), (0, H), (0, 780)], a.vgrad(600, H, mix(CLAY, PAPER, .2), mix(BROWN, CLAY, .3)))
    for i in range(9):
        a.line(350 + i * 100, 600, -500 + i * 310, 1000, 2, BROWN, .35)
    # roundel on the back wall: a bronze drum
    a.poly([(600, 120), (900, 120), (1040, 640), (460, 640)], CREAM, .09)
    cx, cy = 750, 360
    a.disc(cx, cy, 178, mix(OCHRE, BROWN, .45))
    for rr, w in ((170, 5), (142, 3), (112, 4), (80, 3), (50, 3)):
        a.ring(cx, cy, rr, w, STRAW, .8)
    for i in range(28):
        t = i * 2 * math.pi / 28
        a.disc(cx + 156 * math.cos(t), cy + 156 * math.sin(t), 6, STRAW, .8)
    for i in range(10):
        t = i * 2 * math.pi / 10
        with a.at(cx + 126 * math.cos(t), cy + 126 * math.sin(t), 1, 1, math.degrees(t) + 90):
            a.poly([(-22, 4), (10, -8), (26, 0), (8, 4), (-6, 10)], STRAW, .85)
    for i in range(14):
        t = i * 2 * math.pi / 14
        a.poly([(cx + 46 * math.cos(t), cy + 46 * math.sin(t)), (cx + 14 * math.cos(t + .2), cy + 14 * math.sin(t + .2)), (cx + 14 * math.cos(t - .2), cy + 14 * math.sin(t - .2))], STRAW, .9)
    # paintings on side walls
    for pts, c in ((((70, 230), (270, 280), (270, 500), (70, 540)), OCHRE), (((1430, 230), (1230, 280), (1230, 500), (1430, 540)), ROSE)):
        a.poly([(pts[0][0] + (-12 if pts[0][0] < 700 else 12), pts[0][1] - 16), (pts[1][0] + (12 if pts[0][0] < 700 else -12), pts[1][1] - 10),
                (pts[2][0] + (12 if pts[0][0] < 700 else -12), pts[2][1] + 10), (pts[3][0] + (-12 if pts[0][0] < 700 else 12), pts[3][1] + 16)], mix(OCHRE, BROWN, .5))
        p = poly_path(pts)
        a.path(p, c)
        with a.clip(p):
            x = min(q[0] for q in pts)
            a.disc(x + 130, 340, 36, RED if c == OCHRE else CREAM)
            a.blob([(x - 20, 460), (x + 60, 380), (x + 120, 430), (x + 220, 390), (x + 240, 600), (x - 20, 600)], RIVER, tension=.6)
            a.blob([(x - 20, 500), (x + 80, 460), (x + 220, 480), (x + 240, 600), (x - 20, 600)], DEEP, tension=.6)

    def case(x, y, w, h, fn):
        a.poly([(x - w / 2 - 10, y), (x + w / 2 + 10, y), (x + w / 2 + 16, y + h * .62), (x - w / 2 - 16, y + h * .62)], mix(UMBER, INK, .3))
        a.rect(x - w / 2 - 14, y - 8, w + 28, 14, mix(OCHRE, BROWN, .4))
        a.glow(x, y - h * .45, w * .8, STRAW, .45)
        fn(x, y - 8, h * .75)
        a.rect(x - w / 2, y - h, w, h - 8, MIST, .16)
        a.poly([(x - w * .35, y - h), (x - w * .1, y - h), (x - w * .3, y - 8), (x - w * .48, y - 8)], CREAM, .16)
        a.rect(x - w / 2, y - h - 6, w, 7, mix(OCHRE, BROWN, .4))
        for s in (-1, 1):
            a.rect(x + s * w / 2 - 2, y - h, 4, h, mix(OCHRE, BROWN, .4))
    case(470, 610, 100, 130, lambda x, y, h: jar(a, x, y, h, mix(TEAL, CREAM, .3)))
    case(1030, 610, 100, 130, lambda x, y, h: jar(a, x, y, h, OCHRE, .35, .3))
    case(270, 740, 190, 240, lambda x, y, h: jar(a, x, y, h, CLAY))
    case(1240, 740, 200, 240, lambda x, y, h: (jar(a, x, y, h * .98, mix(INDIGO, CREAM, .35), .36, .35)))
    figure(a, 650, 730, 220, "stand", top=CREAM, bottom=INDIGO, hat="none", view="back")
    figure(a, 740, 735, 205, "stand", top=RED, bottom=INK, hat="none", view="back")
    figure(a, 820, 732, 130, "stand", top=OCHRE, bottom=INDIGO, kid=True, hat="none", view="back", legs="shorts")
    aodai(a, 960, 850, 380, mix(INDIGO, DUSK, .3), False, hat="bun", hands=[(.27, .7), (.1, .52)], trousers=CREAM)
    figure(a, 430, 900, 390, "fold", True, top=mix(TEAL, CREAM, .25), bottom=INK, hat="none", tunic=False)
    figure(a, 560, 905, 270, "stand", True, top=CREAM, bottom=INDIGO, kid=True, hat="tail", legs="shorts", sleeve="short", over={"hands": [(.3, .76), (.1, .46)]})


@scene("landscape", "ca-phe")
def coffee(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, mix(OCHRE, STRAW, .35))
    for i in range(60):
        a.oval((i * 317) % 1500, (i * 191) % 560, 50, 14, mix(OCHRE, CREAM, .3), .14)
    # shop front
    a.rect(120, 130, 640, 520, mix(UMBER, INK, .35))
    a.rect(120, 130, 640, 520, a.vgrad(130, 650, (AMBER, .35), (UMBER, .1)))
    for j in range(3):
        a.rect(420, 220 + j * 84, 300, 9, CLAY)
        for i in range(9):
            c = (RED, CREAM, RIVER, OCHRE, TEAL)[(i + j * 2) % 5]
            a.rect(430 + i * 32, 220 + j * 84 - 44 + (i % 3) * 6, 22, 44 - (i % 3) * 6, c, .85, r=4)
    for x, w in ((120, 90), (210, 60), (720, 40)):
        for k in range(int(w / 30)):
            a.rect(x + k * 30, 130, 28, 520, mix(RIVER, DEEP, .2 * (k % 2)))
            a.rect(x + k * 30 + 5, 160, 18, 180, dark(RIVER, .35), .7)
    lantern(a, 340, 230, 34, RED, True, 0, 100)
    a.rect(900, 180, 200, 300, mix(UMBER, INK, .3))
    for s in (0, 1):
        a.rect(900 + s * 140 - (20 if s == 0 else -0), 180, 80, 300, RIVER)
        for k in range(11):
            a.line(890 + s * 150, 200 + k * 25, 945 + s * 150, 200 + k * 25, 4, DEEP)
    tiles(a, [(40, 150), (90, 40), (1500, 40), (1560, 150)], BRICK, 28)
    a.rect(0, 150, W, 26, INK, .25)
    a.rect(0, 640, W, H, a.vgrad(640, H, mix(PAPER, CLAY, .35), mix(CLAY, BROWN, .2)))
    for i in range(8):
        a.line(0, 660 + i * i * 7, W, 660 + i * i * 7, 2, BROWN, .25)
    for i in range(16):
        a.line(i * 130 - 200, 640, i * 220 - 820, 1000, 2, BROWN, .2)
    a.rect(0, 630, W, 14, BROWN, .6)
    tree(a, 1300, 720, 860, .34, (PINE, DEEP, LEAF), mix(UMBER, INK, .4), 9)
    a.oval(1290, 745, 260, 26, UMBER, .3)

    def glass(x, y, s):
        a.poly([(x - 13 * s, y - 34 * s), (x + 13 * s, y - 34 * s), (x + 10 * s, y), (x - 10 * s, y)], mix(UMBER, INK, .3))
        a.rect(x - 12 * s, y - 34 * s, 24 * s, 9 * s, CREAM, .9)
        a.rect(x - 13 * s, y - 50 * s, 26 * s, 16 * s, mix(MIST, DUSK, .3), 1, r=2)
        a.rect(x - 18 * s, y - 36 * s, 36 * s, 4 * s, mix(MIST, DUSK, .4))
    # server
    figure(a, 640, 700, 350, "walk", False, top=RED, bottom=INK, hat="bun", over={"hands": [(.24, .62), (.2, .6)]})
    a.rect(690, 478, 90, 9, BROWN)
    glass(715, 478, .9)
    glass(755, 478, .9)

    def party(x, y, s, l, r_, tl, tr):
        stool(a, x - 150 * s, y, 74 * s, RED)
        stool(a, x + 150 * s, y, 74 * s, RIVER)
        figure(a, x - 150 * s, y + 6, 380 * s, "sit", False, hat=l, top=tl, bottom=INK, tunic=False, over={"hip": (0, .225), "hands": [(.24, .36), (.3, .4)], "lean": 12, "feet": [(.2, 0), (.14, 0)]})
        figure(a, x + 150 * s, y + 6, 380 * s, "sit", True, hat=r_, top=tr, bottom=INDIGO, tunic=False, over={"hip": (0, .225), "hands": [(.2, .58), (.2, .34)], "lean": 4, "feet": [(.2, 0), (.14, 0)]})
        table(a, x, y + 8, 130 * s, 100 * s, mix(TEAL, RIVER, .3))
        glass(x - 26 * s, y + 8 - 100 * s, s)
        glass(x + 24 * s, y + 8 - 100 * s, s)
    party(950, 760, .72, "none", "long", mix(TEAL, CREAM, .3), RED)
    party(380, 920, 1.12, "cap", "none", INDIGO, CREAM)
    motorbike(a, 1180, 940, 380, mix(TEAL, RIVER, .3), True)
    for i in range(4):
        a.oval(260 + i * 330, 948, 130, 10, UMBER, .18)


@scene("landscape", "banh-mi")
def bread_stall(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 700, mix(INDIGO, DUSK, .3), mix(DUSK, ROSE, .35), mix(STRAW, ROSE, .3)))
    for i in range(6):
        shophouse(a, i * 270 - 80, 640, 235, 420, far((CLAY, TEAL, OCHRE, DUSK)[i % 4], .45, DUSK), far(BRICK, .5, DUSK), far(DEEP, .4, DUSK), i + 2, lit=AMBER if i in (1, 4) else None)
    a.rect(0, 640, W, H, a.vgrad(640, H, mix(DUSK, CLAY, .3), mix(DUSK, INK, .35)))
    a.rect(0, 640, W, 18, mix(PAPER, DUSK, .5))
    figure(a, 180, 720, 240, "ride", False, top=far(RIVER, .2, DUSK), bottom=INK, hat="helmet", hatcol=CREAM)
    motorbike(a, 190, 720, 240, far(CLAY, .2, DUSK))
    figure(a, 180, 720, 240, "ride", False, top=far(RIVER, .2, DUSK), bottom=INK, hat="helmet", hatcol=CREAM)
    for x, p, f in ((1320, "walk", True), (1410, "walk", True)):
        figure(a, x, 710, 220, p, f, top=far((CLAY, INDIGO)[x % 2], .25, DUSK), bottom=far(INK, .2, DUSK), hat=("cone", "none")[x % 2])
    # vendor behind the cart
    figure(a, 760, 880, 520, "give", False, top=RED, bottom=INK, hat="cone", over={"hands": [(.3, .66), (.22, .56)]})
    # the cart
    a.glow(740, 380, 430, AMBER, .6)
    for x in (460, 1020):
        a.rect(x - 7, 250, 14, 420, UMBER)
    p = poly_path([(420, 200), (1060, 200), (1120, 300), (360, 300)])
    a.path(p, RED)
    with a.clip(p):
        for k in range(0, 10, 2):
            a.poly([(420 + 64 * k, 190), (420 + 64 * (k + 1), 190), (360 + 76 * (k + 1), 310), (360 + 76 * k, 310)], CREAM, .92)
    for k in range(10):
        a.disc(398 + k * 76, 300, 38, CREAM if k % 2 == 0 else RED)
    a.rect(360, 252, 760, 48, INK, .0)
    a.line(740, 320, 740, 370, 3, INK)
    a.glow(740, 392, 130, CREAM, .9)
    a.disc(740, 388, 18, CREAM)
    a.rect(430, 660, 620, 190, RIVER)
    a.rect(430, 660, 620, 20, light(RIVER, .35))
    a.rect(430, 720, 620, 70, mix(CREAM, STRAW, .3))
    with a.at(0, 0):
        for i in range(5):
            bx = 510 + i * 115
            a.blob([(bx - 44, 757), (bx - 20, 735), (bx + 20, 733), (bx + 44, 752), (bx + 20, 772), (bx - 22, 774)], OCHRE, tension=.7)
            for q in (-18, 2, 22):
                a.line(bx + q - 6, 744, bx + q + 4, 764, 4, mix(OCHRE, BROWN, .5))
    # glass case with loaves
    a.rect(450, 500, 210, 160, CREAM, .25)
    r = random.Random(2)
    for j in range(4):
        for i in range(3):
            bx, by = 488 + i * 66 + (j % 2) * 12, 644 - j * 34
            a.blob([(bx - 40, by), (bx - 18, by - 18), (bx + 18, by - 18), (bx + 40, by), (bx + 16, by + 13), (bx - 18, by + 13)], mix(OCHRE, CLAY, r.random() * .4), tension=.7)
            for q in (-14, 4, 20):
                a.line(bx + q - 4, by - 12, bx + q + 4, by + 4, 3, STRAW)
    for q in (450, 657):
        a.rect(q, 500, 4, 160, mix(UMBER, INK, .2))
    a.rect(446, 494, 218, 8, mix(UMBER, INK, .2))
    a.poly([(470, 502), (520, 502), (480, 660), (452, 660), (452, 590)], CREAM, .22)
    # trays
    for i, c in enumerate((LEAF, RED, OCHRE, CREAM)):
        a.rect(860 + i * 46, 634, 40, 26, mix(MIST, DUSK, .3), 1, r=4)
        leafdabs(a, 880 + i * 46, 632, 14, 8, c, 9, 10, i)
    wheel(a, 540, 880, 70, INK, 12, 10)
    wheel(a, 940, 880, 70, INK, 12, 10)
    a.oval(740, 955, 380, 20, INK, .35)
    figure(a, 1130, 950, 500, "give", True, top=mix(TEAL, CREAM, .35), bottom=INDIGO, hat="long", over={"hands": [(.27, .66), (.2, .56)]})
    a.blob([(960, 618), (985, 594), (1030, 606), (1020, 634), (985, 640)], CREAM, tension=.5)
    a.blob([(955, 612), (985, 585), (1012, 598), (985, 618)], OCHRE, tension=.6)
    figure(a, 1270, 955, 330, "stand", True, kid=True, top=CREAM, bottom=INDIGO, hat="none", sleeve="short", legs="shorts", tunic=False, prop=lambda a: a.rect(-.17, .44, .12, .2, RED, r=.03))
    figure(a, 300, 960, 470, "stand", False, top=INDIGO, bottom=INK, hat="none", tunic=False, over={"hands": [(.13, .6), (-.03, .44)]})
    a.blob([(345, 690), (385, 655), (410, 668), (372, 712)], CREAM, tension=.5)


@scene("portrait", "pho-co-mua")
def old_street_rain(a):
    W, H, vx, vy = a.w, a.h, 470, 690
    a.rect(0, 0, W, H, a.vgrad(0, vy, mix(DUSK, TEAL, .35), mix(MIST, DUSK, .2), FOG))

    def street():
        cols = (OCHRE, mix(OCHRE, CREAM, .35), mix(ROSE, OCHRE, .4), STRAW, OCHRE)
        for i in range(5):
            t = i / 4
            s = .28 * 4.4 ** t
            hz = .6 * (1 - t)
            y = vy + 190 * s
            w = 260 * s
            tint = FOG
            shophouse(a, vx - 150 * s - w - 40 * s, y, w, 620 * s, far(cols[i], hz, tint), far(BRICK, hz, tint), far((BROWN, RIVER)[i % 2], hz, tint), i,
                      lit=far(AMBER, hz * .5, tint) if i in (1, 3) else None)
            shophouse(a, vx + 170 * s + 40 * s, y, w, 600 * s, far(cols[4 - i], hz, tint), far(BRICK, hz, tint), far((RIVER, BROWN)[i % 2], hz, tint), i + 7,
                      lit=far(AMBER, hz * .5, tint) if i in (2, 4) else None)
    a.rect(0, vy, W, H, a.vgrad(vy, H, mix(FOG, DUSK, .2), mix(DUSK, TEAL, .3), mix(DUSK, INK, .45)))
    street()
    # wet stone, reflecting the warm doors
    for i in range(26):
        y = vy + 70 + i * i * 1.15
        a.line(0, y, W, y, 1.5, INK, .12)
    for x, y, w, h, c in ((130, 960, 110, 380, AMBER), (860, 930, 110, 420, AMBER), (300, 820, 40, 160, AMBER), (640, 830, 36, 180, STRAW)):
        for k in range(16):
            ww = w * (1 - k * .045) * (.6 + ((k * 29) % 7) * .07)
            a.oval(x + (k * 37) % 30 - 15, y + k * h / 16, ww / 2, h / 60, c, .5 - k * .028)
    for x, y, s, c, sh in ((330, 560, 17, RED, 0), (390, 600, 12, AMBER, 1), (700, 570, 15, AMBER, 2), (610, 605, 11, RED, 0), (255, 520, 24, AMBER, 1), (790, 520, 24, RED, 0)):
        lantern(a, x, y, s, c, True, sh, s * 2)
    a.stroke([(230, 480), (500, 560), (820, 470)], 2, INK, .5)

    def person(x, y, h, uc, top, flip=False, pose="walk", hat="none", haze=0, ur=.46):
        def p():
            figure(a, x, y, h, pose, flip, top=far(top, haze, FOG), bottom=far(INK, haze, FOG), hat=hat, skin=far(SKIN, haze, FOG), hair=far(INK, haze, FOG),
                   over={"hands": [(.14, .68), (-.1, .5)]})
            s = -1 if flip else 1
            a.line(x + s * h * .15, y - h * .66, x + s * h * .08, y - h * 1.2, h * .014, UMBER)
            umbrella(a, x + s * h * .06, y - h * 1.0, h * ur, far(uc, haze, FOG), -6 * s, False)
        a.reflect(y, p, .3, .55, DUSK, .5)
    person(520, 800, 90, OCHRE, RIVER, haze=.45)
    person(430, 815, 95, TEAL, INDIGO, True, haze=.4)
    person(560, 880, 150, CREAM, CLAY, True, haze=.25)
    person(210, 1010, 230, RIVER, CLAY, False, haze=.08)
    figure(a, 780, 1130, 290, "cycle", True, top=mix(TEAL, RIVER, .3), bottom=INK, hat="cone")
    bicycle(a, 780, 1130, 290, INK, True)
    a.blob([(713, 918), (780, 896), (858, 950), (880, 1030), (780, 1008), (702, 985)], mix(TEAL, RIVER, .2), .95, tension=.6)
    figure(a, 780, 1130, 290, "cycle", True, top=mix(TEAL, RIVER, .2), bottom=INK, hat="cone")
    person(400, 1420, 480, RED, CREAM, False, hat="long", ur=.5)
    rain(a, 380, CREAM, .4, .14, 90, 6)
    r = random.Random(5)
    for i in range(70):
        y = r.uniform(vy + 150, H)
        s = 4 + (y - vy) * .022
        splash(a, r.uniform(0, W), y, s, CREAM, .5)


@scene("portrait", "ao-dai")
def ao_dai(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 1150, mix(OCHRE, STRAW, .4), mix(STRAW, CREAM, .5), CREAM))
    a.disc(600, 560, 330, mix(CREAM, STRAW, .25))
    for i in range(4):
        house(a, i * 300 - 90, 1130, 240, 110, far((OCHRE, CREAM)[i % 2], .45, CREAM), far(BRICK, .5, CREAM), windows=2)
    for i in range(7):
        foliage(a, i * 170, 1060, 110, 80, (far(RIVER, .5, CREAM), far(LEAF, .5, CREAM)), i, 11, 10)
    a.rect(0, 1120, W, 60, mix(PAPER, CLAY, .3))
    a.rect(0, 1180, W, H, a.vgrad(1180, H, mix(DUSK, PAPER, .55), mix(DUSK, PAPER, .35)))
    a.rect(0, 1176, W, 16, CREAM)
    tree(a, 60, 1180, 1150, .34, (PINE, DEEP, LEAF), mix(UMBER, INK, .4), 3, dabs=60)
    for i in range(11):
        leafdabs(a, 60 + (i * 97) % 420, 150 + (i * 61) % 380, 80, 50, RED, 14, 13, i)
    h, x, y = 830, 540, 1370
    a.oval(x, y + 8, 360, 22, INK, .25)
    s = h

    def P(u, v):
        return (x + u * s, y - v * s)
    bicycle(a, x, y, h, INK, False, basket=STRAW)
    for k, (u, v) in enumerate(((.27, .6), (.31, .64), (.35, .61), (.39, .6))):
        a.line(*P(u, v), *P(.32, .5), 4, DEEP)
        for q in range(6):
            t = q * 1.05
            a.disc(P(u, v)[0] + math.cos(t) * 13, P(u, v)[1] + math.sin(t) * 13, 12, (ROSE, RED)[k % 2])
        a.disc(*P(u, v), 8, AMBER)
    dress = mix(CREAM, MIST, .12)
    over = {"hip": (-.13, .565), "lean": 5, "hands": [(.2, .635), (.19, .64)], "feet": [(.06, .1), (-.05, .26)]}
    # back panel streaming behind
    back = smooth_path([P(-.2, .62), P(-.06, .58), P(-.14, .45), P(-.24, .36), P(-.4, .3), P(-.56, .335), P(-.5, .4), P(-.36, .45)], True, .6)
    figure(a, x, y, h, "cycle", False, top=dress, bottom=CREAM, hat="long", over=over, tunic=True, shoes=RED)
    a.path(back, dress)
    with a.clip(back):
        a.blob([P(-.2, .58), P(-.3, .45), P(-.56, .38), P(-.6, .28), P(-.3, .28), P(-.1, .5)], INK, .16, tension=.6)
        a.stroke([P(-.16, .56), P(-.3, .42), P(-.52, .36)], 4, DUSK, .35)
    front = smooth_path([P(-.19, .58), P(-.06, .62), P(.06, .58), P(.09, .44), P(.075, .27), P(.0, .265), P(-.03, .4), P(-.12, .5)], True, .6)
    a.path(front, dress)
    with a.clip(front):
        a.blob([P(-.2, .58), P(-.06, .56), P(.0, .44), P(.01, .26), P(-.1, .25)], INK, .14, tension=.6)
    # hat in place of bare hair
    figure_hat = P(-.095, .985)
    with a.at(figure_hat[0], figure_hat[1], 1, -1, 4):
        cone_hat(a, 0, 0, .155 * s, STRAW)
    r = random.Random(3)
    for i in range(30):
        leafdabs(a, r.uniform(0, W), r.uniform(700, 1480), 3, 3, (RED, OCHRE, ROSE)[i % 3], 1, 13, i)
    reeds(a, 640, 1030, 1520, 150, 30, DEEP, PINE, 4)
    reeds(a, -20, 240, 1520, 170, 26, DEEP, PINE, 6)
