"""Fields, hills, gardens, work on the land."""
import math
import random

from built import *
from canvas import poly_path, smooth_path, sample
from nature import *
from palette import *
from people import *
from scenes import scene


@scene("landscape", "ruong-bac-thang")
def terraces(a):
    W, H = a.w, a.h
    sky(a, 420, mix(TEAL, FOG, .2), FOG, mix(STRAW, CREAM, .5))
    sun(a, 1130, 170, 60, CREAM, STRAW, .6)
    hills(a, 350, 260, far(DUSK, .6), 5, 460, fade=FOG)
    hills(a, 400, 190, far(RIVER, .5), 17, 520, fade=FOG)
    cloud(a, 500, 260, 640, CREAM, .85, 3, 4)
    cloud(a, 1250, 300, 520, CREAM, .7, 6, 3)
    r = random.Random(4)
    base = [(mix(RICE, STRAW, .5), .38), (RICE, .25), (MOSS, .12), (mix(RICE, OCHRE, .4), .1), (MOSS, .0)]
    n = 17
    for i in range(n):
        t = i / (n - 1)
        y = 400 + 640 * t ** 1.35
        amp = 26 + 60 * t
        pts = []
        for k in range(61):
            u = k / 60
            v = (math.sin(u * 5.2 + i * .42 + 1.2) * .8 + math.sin(u * 11 - i * .3) * .28) * amp
            v -= 120 * math.exp(-((u - .82) / .2) ** 2) * (1 - t * .5) - 60 * math.sin(u * 3.1) * t
            pts.append((u * W, y + v))
        c = [mix(RICE, STRAW, .35), MOSS, mix(FOG, TEAL, .35), RICE, mix(STRAW, OCHRE, .25), LEAF][(i * 5 + i // 3) % 6]
        c = far(c, .5 * (1 - t), FOG)
        bank = far(mix(DEEP, BROWN, .25), .5 * (1 - t), FOG)
        a.poly(pts + [(W, H + 10), (0, H + 10)], bank)
        a.poly([(x, yy) for x, yy in pts] + [(W, H + 10), (0, H + 10)], bank)
        th = 10 + 14 * t
        a.poly([(x, yy + th * .55) for x, yy in pts] + [(W, H + 10), (0, H + 10)], c)
        a.stroke([(x, yy + 1) for x, yy in pts[::4]], 2 + 3 * t, light(bank, .35))
        if i % 3 != 2:
            for q in range(int(60 + 40 * t)):
                u = r.random()
                k = min(59, int(u * 60))
                x, yy = pts[k][0] + (u * 60 - k) * W / 60, pts[k][1]
                d = r.uniform(th, th + 30 + 40 * t)
                s = 6 + 12 * t
                for z in (-.4, .1, .5):
                    a.line(x, yy + d, x + z * s, yy + d - s, 1.2 + 2 * t, dark(c, .3), .55)
    for x, y, s in ((1130, 470, .8), (1210, 455, .7)):
        house(a, x, y + 34, 80 * s, 30 * s, far(CREAM, .2), far(BRICK, .2), windows=1)
    foliage(a, 1300, 470, 60, 40, (far(DEEP, .2), far(LEAF, .2), far(MOSS, .2)), 4)
    figure(a, 430, 690, 110, "bend", top=INDIGO, bottom=INK)
    figure(a, 560, 700, 110, "bend", True, top=CLAY, bottom=INK)
    figure(a, 980, 810, 190, "pole", top=mix(INDIGO, INK, .3), bottom=INK)
    a.stroke([(890, 665), (985, 650), (1085, 668)], 6, UMBER)
    for bx in (892, 1083):
        for s in (-1, 1):
            a.line(bx, 666, bx + s * 24, 735, 2.5, UMBER)
        basket(a, bx, 770, 62, 36, STRAW, [LEAF, MOSS], bx, .1, 18)
    bamboo(a, 60, 1020, 760, 8, DEEP, 3)


@scene("landscape", "canh-dong-lua")
def rice_harvest(a):
    W, H, y0 = a.w, a.h, 380
    sky(a, y0, mix(TEAL, MIST, .2), FOG, mix(CREAM, STRAW, .4))
    cloud(a, 420, 140, 620, CREAM, .9, 4)
    cloud(a, 1180, 220, 420, CREAM, .8, 9)
    hills(a, 375, 150, far(RIVER, .55), 23, y0, peak=.7, fade=FOG)
    for i in range(22):
        foliage(a, i * 74, 376, 52, 24 + (i * 7) % 20, (far(DEEP, .3), far(LEAF, .3)), i, 9, 0)
    for x in (220, 260, 980, 1330):
        areca(a, x, 388, 130, far(UMBER, .3), far(DEEP, .25), x)
    house(a, 1060, 388, 120, 42, far(CREAM, .1), far(BRICK, .2))
    a.rect(0, y0, W, H, a.vgrad(y0, H, mix(STRAW, RICE, .2), mix(OCHRE, STRAW, .45), mix(OCHRE, CLAY, .25)))
    for k, y in enumerate((400, 430, 480)):
        a.rect(0, y, W, 4 + k * 3, mix(MOSS, STRAW, .3))
    a.poly([(1510, 560), (700, 520), (-10, 600), (-10, 690), (560, 640), (1510, 720)], mix(STRAW, CREAM, .35))
    tufts(a, 0, W, 545, 690, 160, mix(OCHRE, BROWN, .3), 14, 3)
    for x, y, s, f in ((300, 560, 130, False), (420, 555, 125, True), (860, 545, 120, False), (1180, 570, 130, True)):
        figure(a, x, y, s, "bend", f, top=(INDIGO, CLAY, RIVER)[int(x) % 3], bottom=INK)
    figure(a, 660, 680, 200, "pole", top=mix(INDIGO, INK, .2), bottom=INK, skin=TAN)
    a.stroke([(545, 528), (665, 510), (790, 530)], 7, UMBER)
    for bx in (552, 785):
        for k in range(9):
            a.brush([(bx, 520 + 8), (bx + (k - 4) * 5, 580), (bx + (k - 4) * 14, 640)], 6, 13, (STRAW, OCHRE)[k % 2])
        a.rect(bx - 22, 572, 44, 9, BROWN)
    grainfield(a, 700, 1010, [OCHRE, STRAW, mix(OCHRE, MOSS, .4), mix(OCHRE, BROWN, .25)], 620, 95, 5)
    figure(a, 1040, 985, 470, "stoop", True, top=RIVER, bottom=INK, skin=TAN, over={"hands": [(.3, .2), (.36, .26)]})
    a.brush([(905, 880), (860, 860), (838, 890)], 8, 3, mix(INK, MIST, .3))
    figure(a, 330, 990, 440, "stand", top=RED, bottom=INK, skin=TAN, over={"hands": [(.16, .56), (.13, .5)]})
    for k in range(15):
        a.brush([(375, 770), (430 + k * 3, 700), (400 + k * 13, 630 + abs(k - 6) * 7)], 8, 12, (STRAW, OCHRE, RICE)[k % 3])
    grainfield(a, 900, 1030, [OCHRE, STRAW, mix(OCHRE, MOSS, .4)], 260, 110, 8)


@scene("landscape", "may-gat")
def combine(a):
    W, H, y0 = a.w, a.h, 330
    sky(a, y0, mix(DUSK, TEAL, .5), mix(FOG, ROSE, .2), mix(STRAW, CREAM, .4))
    sun(a, 250, 210, 66, mix(AMBER, CREAM, .4), STRAW, .6)
    cloud(a, 980, 110, 700, CREAM, .7, 2)
    hills(a, 330, 120, far(DUSK, .5), 41, y0, fade=FOG)
    for i in range(24):
        foliage(a, i * 66, 326, 46, 20 + (i * 7) % 14, (far(DEEP, .35), far(LEAF, .35)), i, 8, 0)
    a.rect(0, y0, W, H, mix(OCHRE, STRAW, .35))
    rows(a, 420, 340, 1010, 26, mix(OCHRE, STRAW, .4), mix(OCHRE, BROWN, .18), vy=250)
    a.poly([(430, 336), (520, 336), (1510, 800), (1510, 1010), (560, 1010)], mix(STRAW, CREAM, .3))
    tufts(a, 500, 1500, 600, 1000, 150, mix(OCHRE, BROWN, .35), 22, 5)
    grainfield(a, 350, 560, [OCHRE, STRAW, mix(OCHRE, MOSS, .4)], 300, 34, 3)
    # dust and chaff
    for i in range(12):
        a.disc(1010 + i * 38, 560 - i * 14 + (i % 3) * 30, 50 + i * 6, mix(STRAW, CREAM, .5), .28)
    # machine, three-quarter flat side view heading left
    x, y = 420, 780
    a.oval(x + 330, y + 12, 420, 30, INK, .3)
    g, d = RIVER, DEEP
    a.poly([(x + 120, y - 300), (x + 620, y - 300), (x + 690, y - 200), (x + 690, y - 90), (x + 150, y - 90)], RED)
    a.poly([(x + 120, y - 300), (x + 620, y - 300), (x + 640, y - 270), (x + 120, y - 270)], light(RED, .25))
    a.poly([(x + 440, y - 270), (x + 640, y - 270), (x + 690, y - 200), (x + 690, y - 90), (x + 440, y - 90)], dark(RED, .3))
    a.rect(x + 300, y - 360, 260, 62, dark(RED, .15))
    for i in range(6):
        a.rect(x + 470 + i * 30, y - 230, 14, 90, dark(RED, .55))
    a.rect(x + 160, y - 160, 280, 22, OCHRE)
    # cab
    a.poly([(x + 70, y - 430), (x + 250, y - 430), (x + 262, y - 180), (x + 40, y - 180)], mix(INK, TEAL, .25))
    a.poly([(x + 90, y - 410), (x + 232, y - 410), (x + 240, y - 230), (x + 64, y - 230)], mix(TEAL, MIST, .3))
    figure(a, x + 170, y - 180, 240, "stand", True, top=INDIGO, bottom=INK, hat="cap", hatcol=OCHRE, over={"hip": (0, .16), "feet": [(.22, .02), (.2, .02)], "hands": [(.24, .36), (.22, .36)]})
    a.poly([(x + 64, y - 230), (x + 240, y - 230), (x + 246, y - 180), (x + 40, y - 180)], RED)
    a.rect(x + 50, y - 452, 226, 26, CREAM, 1, r=8)
    a.rect(x + 150, y - 430, 8, 210, INK)
    # unloading pipe
    a.brush([(x + 520, y - 340), (x + 560, y - 420), (x + 720, y - 470)], 34, 26, CREAM)
    # tracks
    a.rect(x + 120, y - 100, 420, 104, INK, 1, r=50)
    a.rect(x + 138, y - 82, 384, 68, mix(UMBER, INK, .3), 1, r=34)
    for i in range(6):
        a.disc(x + 172 + i * 63, y - 48, 25, mix(INK, DUSK, .5))
        a.disc(x + 172 + i * 63, y - 48, 9, INK)
    for i in range(20):
        a.rect(x + 138 + i * 20, y - 3, 11, 12, INK)
    # header and reel
    a.poly([(x + 120, y - 190), (x + 120, y - 110), (x - 90, y - 20), (x - 120, y - 80)], dark(OCHRE, .2))
    a.poly([(x - 80, y - 110), (x - 60, y + 5), (x - 210, y + 10), (x - 180, y - 20)], OCHRE)
    cx, cy = x - 150, y - 100
    a.ring(cx, cy, 88, 8, CREAM)
    for i in range(6):
        t = i * math.pi / 3 + .3
        ex, ey = cx + 88 * math.cos(t), cy + 88 * math.sin(t)
        a.line(cx, cy, ex, ey, 6, CREAM)
        a.line(ex, ey, ex - 4, ey + 34, 7, RED)
    a.disc(cx, cy, 13, INK)
    grainfield(a, 690, 900, [OCHRE, STRAW, mix(OCHRE, MOSS, .4), mix(OCHRE, BROWN, .3)], 160, 120, 9)
    a.poly([(560, 1010), (400, 820), (560, 800), (1100, 830), (1510, 850), (1510, 1010)], mix(STRAW, CREAM, .3))
    tufts(a, 480, 1500, 830, 1000, 120, mix(OCHRE, BROWN, .35), 36, 15)
    grainfield(a, 780, 1020, [OCHRE, STRAW, mix(OCHRE, MOSS, .4), mix(OCHRE, BROWN, .3)], 10, 120, 2)
    r = random.Random(1)
    for i in range(150):
        t = r.random()
        xx = r.uniform(-20, 420 + 160 * t)
        yy = 800 + 215 * t
        s = 130 * (.6 + .5 * t)
        a.brush([(xx, yy), (xx + 5, yy - s * .7), (xx + s * .2, yy - s), (xx + s * .42, yy - s * .8)], s * .07, s * .12, (OCHRE, STRAW, mix(OCHRE, MOSS, .4))[i % 3])
    figure(a, 1300, 930, 330, "stand", True, top=INDIGO, bottom=INK, skin=TAN, over={"hands": [(.12, .62), (.1, .46)]})
    for bx, by in ((1160, 940), (1220, 955), (1410, 945)):
        a.blob([(bx - 42, by), (bx - 46, by - 60), (bx - 26, by - 108), (bx, by - 118), (bx + 26, by - 108), (bx + 46, by - 60), (bx + 42, by)], mix(PAPER, OCHRE, .25), tension=.5)
        a.blob([(bx + 8, by), (bx + 14, by - 60), (bx + 8, by - 112), (bx + 26, by - 108), (bx + 46, by - 60), (bx + 42, by)], INK, .22, tension=.5)


@scene("landscape", "vuon-rau")
def vegetable_rows(a):
    W, H, y0 = a.w, a.h, 340
    sky(a, y0, mix(STRAW, TEAL, .6), FOG, CREAM)
    sun(a, 1190, 190, 54, CREAM, STRAW, .7)
    cloud(a, 500, 150, 480, CREAM, .7, 4)
    hills(a, 335, 140, far(RIVER, .6), 51, y0, fade=FOG)
    house(a, 180, 350, 170, 60, far(CREAM, .1), far(BRICK, .15))
    house(a, 980, 346, 110, 40, far(OCHRE, .3), far(BRICK, .25), windows=1)
    for i in range(14):
        foliage(a, (i * 131) % 1560, 334, 70, 36, (far(DEEP, .25), far(LEAF, .25), far(MOSS, .25)), i, 10, 6)
    areca(a, 150, 350, 220, UMBER, far(DEEP, .15), 3)
    areca(a, 380, 350, 190, UMBER, far(DEEP, .15), 4)
    banana(a, 420, 352, 120, far(LEAF, .15), 2)
    a.rect(0, 345, W, H, mix(BROWN, CLAY, .45))
    rows(a, 720, 348, 1010, 13, mix(BROWN, CLAY, .25), mix(CLAY, PAPER, .25), vy=290, dabs=34, dabcol=[LEAF, mix(LEAF, MOSS, .6), MOSS, RICE], seed=4, size=46)
    figure(a, 1080, 860, 430, "stoop", True, top=RED, bottom=INK, skin=TAN, over={"hands": [(.33, .4), (.28, .46)], "lean": 28})
    # watering can
    a.poly([(900, 690), (985, 690), (995, 770), (890, 770)], mix(TEAL, DUSK, .3))
    a.line(905, 745, 830, 690, 12, mix(TEAL, DUSK, .3))
    a.poly([(838, 700), (812, 668), (848, 676)], mix(TEAL, DUSK, .2))
    a.stroke([(900, 695), (940, 640), (985, 695)], 8, mix(TEAL, INK, .4))
    for i in range(18):
        a.stroke([(826 - i * .5, 680 + i % 4 * 4), (790 - i * 3, 730), (770 - i * 4.5, 800 + (i % 5) * 10)], 2, CREAM, .6)
    figure(a, 420, 620, 200, "bend", top=INDIGO, bottom=INK)
    figure(a, 860, 500, 110, "squat", True, top=CLAY, bottom=INK)
    figure(a, 620, 470, 90, "bend", top=RIVER, bottom=INK)
    basket(a, 1310, 950, 230, 110, STRAW, [LEAF, MOSS, RICE], 3, .12, 34)
    basket(a, 1100, 985, 150, 80, OCHRE, [RED, CLAY], 4, .1)


@scene("landscape", "trong-cay")
def planting(a):
    W, H = a.w, a.h
    sky(a, 560, mix(TEAL, MIST, .15), FOG, CREAM)
    cloud(a, 1080, 140, 560, CREAM, .9, 2)
    cloud(a, 300, 230, 380, CREAM, .7, 3)
    hills(a, 480, 260, far(RIVER, .6), 61, 700, fade=FOG)
    hills(a, 560, 200, far(RIVER, .35), 65, 760, fade=FOG)
    for i in range(60):
        x = (i * 97) % 1500
        a.poly([(x, 500 + (i * 29) % 70), (x + 12, 540 + (i * 29) % 70), (x - 12, 540 + (i * 29) % 70)], far(DEEP, .4))
    a.blob([(-100, 640), (200, 560), (600, 590), (950, 660), (1300, 620), (1600, 560), (1600, 1100), (-100, 1100)], far(MOSS, .15), tension=.6)
    for j in range(4):
        for i in range(12):
            x, y = 40 + i * 130 + j * 31, 640 + j * 22 + math.sin(i * .9) * 20
            a.line(x, y, x, y - 34, 3, BROWN)
            leafdabs(a, x, y - 34, 13, 14, LEAF, 8, 9, i * 7 + j)
    a.blob([(-100, 800), (300, 760), (750, 790), (1200, 750), (1600, 790), (1600, 1100), (-100, 1100)], mix(MOSS, DEEP, .4), tension=.6)
    tufts(a, 0, W, 800, 1000, 150, DEEP, 30, 3)

    def sapling(x, y, h, s):
        a.oval(x, y, h * .26, h * .07, UMBER)
        a.line(x + h * .1, y, x + h * .1, y - h * .8, h * .02, STRAW)
        a.brush([(x, y), (x + h * .02, y - h)], h * .035, h * .015, BROWN)
        leafdabs(a, x, y - h * .75, h * .22, h * .32, LEAF, 22, h * .1, s)
        leafdabs(a, x - h * .04, y - h * .85, h * .16, h * .2, RICE, 12, h * .08, s + 1)
    sapling(1000, 770, 130, 1)
    figure(a, 930, 770, 210, "kneel", top=CREAM, bottom=INK, kid=True, hat="cap", hatcol=RED, sleeve="short", legs="shorts")
    figure(a, 1070, 772, 280, "stoop", True, top=RIVER, bottom=INK)
    figure(a, 260, 800, 280, "walk", top=CLAY, bottom=INK, over={"hands": [(.16, .52), (.12, .54)]})
    leafdabs(a, 318, 620, 34, 50, LEAF, 26, 18, 5)
    a.rect(296, 650, 36, 34, BROWN)
    sapling(640, 905, 270, 4)
    figure(a, 480, 925, 400, "kneel", top=RED, bottom=INK, hat="cone", over={"hands": [(.3, .2), (.36, .12)]})
    figure(a, 830, 935, 420, "push", True, top=INDIGO, bottom=INK, hat="none", sleeve="short", over={"hands": [(.2, .52), (.18, .64)], "lean": 16})
    a.line(775, 640, 715, 915, 11, BROWN)
    a.poly([(702, 890), (732, 896), (728, 960), (700, 966)], mix(INK, MIST, .3))
    sapling(1280, 930, 300, 9)
    figure(a, 1400, 950, 310, "reach", True, top=OCHRE, bottom=INDIGO, kid=True, hat="hair", sleeve="short", legs="shorts", over={"hands": [(.26, .5), (.28, .58)]})
    tree(a, -20, 1010, 900, .32, (INK, PINE, DEEP), INK, 4, dabs=30)


@scene("portrait", "hang-cay")
def avenue(a):
    W, H, vx, vy = a.w, a.h, 520, 830
    sky(a, vy + 20, mix(TEAL, MIST, .2), mix(FOG, STRAW, .2), CREAM)
    a.glow(vx, vy - 60, 420, STRAW, .7)
    a.rect(0, vy, W, H, mix(MOSS, DEEP, .25))
    a.poly([(vx - 26, vy), (vx + 26, vy), (900, H), (80, H)], mix(DUSK, PAPER, .5))
    a.poly([(vx - 26, vy), (vx - 18, vy), (180, H), (60, H)], mix(PAPER, CLAY, .25))
    a.poly([(vx + 18, vy), (vx + 26, vy), (940, H), (820, H)], mix(PAPER, CLAY, .25))
    skyline(a, 430, 620, vy + 6, 20, 50, far(CLAY, .6, FOG), 7, 3)
    r = random.Random(6)
    n = 8
    for i in range(n):
        t = (i / (n - 1)) ** 1.0
        s = .1 * (10.5 ** t)
        y = vy + 560 * s * 1.0
        hz = .6 * (1 - t)
        cols = tuple(far(c, hz, mix(FOG, STRAW, .3)) for c in (PINE, DEEP, LEAF))
        tr = far(INK, hz, mix(FOG, STRAW, .3))
        for sd in (-1, 1):
            x = vx + sd * 470 * s
            a.brush([(x, y), (x - sd * 14 * s, y - 420 * s), (x - sd * 60 * s, y - 800 * s)], 105 * s, 50 * s, tr)
            a.brush([(x - sd * 10 * s, y - 520 * s), (x - sd * 150 * s, y - 800 * s)], 45 * s, 18 * s, tr)
            a.brush([(x, y - 480 * s), (x + sd * 160 * s, y - 780 * s)], 40 * s, 16 * s, tr)
            a.rect(x - 50 * s, y - 130 * s, 100 * s, 90 * s, far(CREAM, hz), .85)
            foliage(a, x - sd * 40 * s, y - 1020 * s, 430 * s, 330 * s, cols, i * 2 + (sd > 0), 18, 46)
        for k in range(3):
            a.blob([(vx - 300 * s + k * 180 * s, y + 20 * s), (vx - 200 * s + k * 180 * s, y + 4 * s), (vx - 60 * s + k * 180 * s, y + 22 * s), (vx - 190 * s + k * 180 * s, y + 34 * s)],
                   mix(DUSK, INK, .3), .28)
        if i == 3:
            figure(a, vx + 60, y + 8, 60, "walk", True, top=RED, bottom=INK)
            figure(a, vx - 50, y + 14, 62, "walk", top=CREAM, bottom=INDIGO, hat="none")
        if i == 5:
            figure(a, vx - 20, y + 110, 190, "cycle", False, top=CREAM, bottom=INDIGO)
            bicycle(a, vx - 20, y + 110, 190, INK)
            figure(a, vx - 20, y + 110, 190, "cycle", False, top=CREAM, bottom=INDIGO)
    r = random.Random(2)
    for i in range(60):
        leafdabs(a, r.uniform(0, W), r.uniform(1000, 1490), 3, 3, (OCHRE, CLAY, STRAW)[i % 3], 1, 12, i)
    figure(a, 700, 1440, 370, "push", True, top=CLAY, bottom=INK, skin=TAN, over={"hands": [(.24, .56), (.2, .42)], "lean": 12})
    a.line(580, 1210, 540, 1420, 8, BROWN)
    for k in range(13):
        a.brush([(545, 1400), (528 + k * 3, 1430), (500 + k * 8, 1462)], 6, 3, STRAW)


@scene("landscape", "xe-dap")
def bicycles(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 700, mix(STRAW, CREAM, .3), mix(FOG, STRAW, .3), FOG))
    for i in range(12):
        foliage(a, i * 140, 420 + (i % 3) * 20, 130, 120, (far(RIVER, .6, FOG), far(LEAF, .6, FOG)), i, 12, 10)
    house(a, 930, 640, 420, 150, far(OCHRE, .35, FOG), far(BRICK, .35, FOG), far(DEEP, .3, FOG), windows=4)
    a.rect(0, 600, 860, 44, far(PAPER, .2))
    a.rect(0, 592, 860, 12, far(BRICK, .3))
    a.rect(0, 640, W, H, mix(PAPER, CLAY, .2))
    a.rect(0, 640, W, 16, mix(CLAY, BROWN, .3), .5)
    a.poly([(0, 830), (W, 790), (W, H), (0, H)], mix(DUSK, PAPER, .45))
    a.poly([(0, 830), (W, 790), (W, 806), (0, 850)], CREAM)
    r = random.Random(3)
    for i in range(16):
        x, y = r.uniform(-50, 1500), r.uniform(670, 980)
        a.oval(x, y, r.uniform(70, 170), r.uniform(8, 20), mix(INDIGO, BROWN, .4), .22)
    for i, x in enumerate((150, 700, 1290)):
        a.brush([(x, 745), (x + 10, 520), (x - 10, 250), (x + 20, 20)], 74, 40, mix(UMBER, INK, .4))
        a.brush([(x + 2, 420), (x - 110, 230), (x - 190, 120)], 34, 14, mix(UMBER, INK, .4))
        a.brush([(x + 2, 360), (x + 120, 190), (x + 220, 100)], 32, 12, mix(UMBER, INK, .4))
        a.rect(x - 34, 650, 72, 70, CREAM, .85)
    for i in range(9):
        foliage(a, i * 190 - 20, 60 + (i % 2) * 40, 190, 130, (PINE, DEEP, LEAF), i + 4, 16, 40)
    for i in range(7):
        leafdabs(a, 100 + i * 220, 130 + (i % 3) * 40, 150, 80, RED, 16, 11, i)
    for i in range(7):
        bicycle(a, 260 + i * 62, 780, 200, (INK, RIVER, CLAY, INDIGO)[i % 4])
    bicycle(a, 1010, 770, 200, INDIGO, True)
    def rider(x, y, h, top, bot, flip, hat, bike, kid=False, **k):
        bicycle(a, x, y, h, bike, flip, basket=STRAW)
        figure(a, x, y, h, "cycle", flip, top=top, bottom=bot, hat=hat, **k)
    rider(440, 930, 390, CREAM, INDIGO, False, "long", RIVER)
    rider(960, 900, 370, mix(TEAL, CREAM, .4), INK, False, "cap", INK, hatcol=RED)
    rider(1330, 960, 410, CLAY, INK, True, "cone", INK)
    for i in range(46):
        leafdabs(a, r.uniform(0, W), r.uniform(660, 990), 3, 3, (RED, OCHRE, ROSE)[i % 3], 1, 8, i)


@scene("landscape", "lang-chieu")
def sedge_mats(a):
    W, H, y0 = a.w, a.h, 300
    sky(a, y0, TEAL, FOG, CREAM)
    cloud(a, 400, 120, 480, CREAM, .9, 5)
    for i in range(15):
        foliage(a, i * 110, 280, 90, 60, (far(DEEP, .35), far(LEAF, .35), far(MOSS, .35)), i, 11, 6)
    for x in (120, 420, 780, 1130):
        areca(a, x, 310, 230, far(UMBER, .3), far(DEEP, .25), x)
    house(a, 200, 340, 260, 80, far(CREAM, .05), far(BRICK, .1), windows=2)
    house(a, 880, 330, 200, 66, far(OCHRE, .2), far(BRICK, .15), windows=2)
    a.rect(0, 330, W, H, a.vgrad(330, H, mix(PAPER, STRAW, .3), mix(STRAW, CLAY, .25)))
    r = random.Random(4)
    cols = [RED, OCHRE, RIVER, mix(INDIGO, DUSK, .4), CREAM, MOSS, ROSE]

    def fan(x, y, s, c):
        for k in range(46):
            u = (k - 22.5) / 22.5
            a.line(x + u * s * .12, y, x + u * s * .62 + r.uniform(-4, 4) * s / 100, y - s * (1 - u * u * .25) * .42, s * .016, mix(c, (INK, CREAM)[k % 2], r.uniform(.02, .2)))
        a.rect(x - s * .13, y - s * .03, s * .26, s * .03, dark(c, .4))
    k = 0
    for y, s, n in ((400, 95, 11), (455, 130, 9), (530, 180, 7), (630, 240, 6)):
        for i in range(n):
            fan((i + .5 + .3 * (n % 2)) * W / n - 40, y, s, far(cols[k % 7], .25 if y < 450 else .08))
            k += 2 if i % 3 else 3
    for x, y, h, p, f, t in ((330, 470, 110, "bend", False, INDIGO), (820, 480, 115, "pole", True, CLAY), (1210, 560, 160, "bend", True, RIVER)):
        figure(a, x, y, h, p, f, top=t, bottom=INK)
    # the loom on the ground
    a.poly([(250, 760), (1050, 720), (1270, 960), (180, 1020)], mix(UMBER, CLAY, .3))
    mat = poly_path([(270, 770), (1040, 732), (1240, 950), (205, 1005)])
    a.path(mat, STRAW)
    with a.clip(mat):
        for i in range(24):
            t = i / 24
            if t < .62:
                c = [STRAW, RED, STRAW, OCHRE, CREAM, RIVER][i % 6]
                x0, x1 = 260 + t * 800, 260 + (t + .045) * 800
                a.poly([(x0, 700), (x1, 700), (x1 + (t - .4) * 330 + 8, 1020), (x0 + (t - .4) * 330, 1020)], c)
        for i in range(30):
            y = 725 + i * 10
            a.line(200, y + 35, 1300, y, 1.6, UMBER, .5)
        for i in range(7):
            x = 330 + i * 68
            a.poly([(x, 850), (x + 26, 815), (x + 52, 848), (x + 26, 885)], RED, .9)
            a.poly([(x + 14, 850), (x + 26, 834), (x + 39, 849), (x + 26, 866)], CREAM, .9)
    a.line(800, 715, 930, 1000, 20, BROWN)
    figure(a, 690, 800, 330, "squat", True, top=CREAM, bottom=INK, hat="scarf", hatcol=CLAY, over={"hands": [(-.2, .12), (.3, .16)]})
    figure(a, 1110, 1000, 400, "squat", True, top=RED, bottom=INK, over={"hands": [(.38, .22), (.42, .3)]})
    fan(1400, 990, 330, RED)
    fan(90, 930, 300, OCHRE)
    for i in range(5):
        x = 1330 + i * 34
        a.rect(x - 15, 560, 30, 210, cols[i], 1, r=14)
        a.oval(x, 562, 15, 7, dark(cols[i], .3))
        a.rect(x - 15, 650, 30, 8, BROWN)


@scene("landscape", "dien-mat-troi")
def solar_roofs(a):
    W, H = a.w, a.h
    sky(a, 560, mix(TEAL, DUSK, .2), mix(MIST, STRAW, .2), CREAM)
    sun(a, 1180, 190, 84, CREAM, STRAW, .8)
    cloud(a, 380, 150, 520, CREAM, .85, 4)
    hills(a, 400, 150, far(DUSK, .6), 71, 460, fade=FOG)
    skyline(a, -20, 1520, 470, 40, 130, far(CLAY, .55, FOG), 30, 4)
    for i in range(20):
        foliage(a, (i * 139) % 1540, 470, 46, 28, (far(DEEP, .35), far(LEAF, .35)), i, 9, 4)
    r = random.Random(8)
    for row, (y, s, hz) in enumerate(((520, 120, .35), (600, 190, .2))):
        x = -60
        k = 0
        while x < W:
            w = s * r.uniform(1.2, 1.7)
            a.rect(x, y - s * .1, w, s * .8, far((CREAM, OCHRE, PAPER, TEAL)[k % 4], hz))
            rp = [(x - 8, y - s * .1), (x + w * .12, y - s * .5), (x + w * .88, y - s * .5), (x + w + 8, y - s * .1)]
            tiles(a, rp, far((BRICK, CLAY)[k % 2], hz), s * .09)
            if k % 2 == row:
                solar(a, [(x + w * .25, y - s * .44), (x + w * .7, y - s * .44), (x + w * .74, y - s * .17), (x + w * .2, y - s * .17)], 4, 2, far(INDIGO, hz))
            x += w * 1.04
            k += 1
        for i in range(5):
            foliage(a, r.uniform(0, W), y + s * .3, 60, 40, (far(DEEP, hz), far(LEAF, hz), far(MOSS, hz)), i + row * 9, 9, 6)
    # near roof
    a.rect(120, 860, 900, 200, OCHRE)
    a.rect(120, 860, 900, 34, INK, .4)
    for i in range(3):
        a.rect(200 + i * 290, 905, 120, 110, RIVER)
        a.rect(258 + i * 290, 905, 4, 110, DEEP)
    tiles(a, [(60, 872), (230, 560), (930, 560), (1090, 872)], BRICK, 30)
    ridge(a, 232, 928, 560, 18, dark(BRICK, .35), False)
    solar(a, [(330, 600), (820, 600), (900, 805), (250, 805)], 5, 3)
    # flat roof at right with racks
    a.poly([(1090, 790), (1510, 770), (1510, 1010), (1090, 1010)], mix(PAPER, DUSK, .25))
    a.poly([(1060, 770), (1510, 748), (1510, 778), (1060, 800)], CREAM)
    for i in range(3):
        x = 1130 + i * 140
        solar(a, [(x, 650 - i * 6), (x + 115, 644 - i * 6), (x + 90, 742 - i * 6), (x - 28, 750 - i * 6)], 2, 2)
        a.line(x + 110, 650 - i * 6, x + 112, 766, 6, INK)
        a.line(x - 24, 748 - i * 6, x - 22, 778, 6, INK)
    figure(a, 985, 742, 235, "reach", True, top=OCHRE, bottom=INDIGO, hat="helmet", hatcol=CREAM, tunic=False, over={"hip": (-.02, .46), "lean": 24, "hands": [(.36, .5), (.33, .44)], "feet": [(.08, .08), (-.12, -.06)]})
    figure(a, 560, 562, 190, "squat", True, top=RIVER, bottom=INDIGO, hat="helmet", hatcol=RED, tunic=False)
    palm(a, 60, 1040, 640, .06, INK, PINE, DEEP, 5)
    foliage(a, 40, 990, 170, 90, (INK, PINE, DEEP), 4)
    foliage(a, 1060, 1000, 120, 70, (PINE, DEEP, LEAF), 8)


@scene("landscape", "rac-tai-che")
def recycling(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 640, mix(STRAW, CREAM, .5), PAPER))
    for i in range(7):
        shophouse(a, i * 225 - 40, 600, 205, 420, far((OCHRE, CREAM, TEAL, PAPER)[i % 4], .35, PAPER), far(BRICK, .35, PAPER), far((RIVER, BROWN)[i % 2], .35, PAPER), i)
    a.rect(0, 600, W, 70, mix(PAPER, CLAY, .3))
    a.rect(0, 660, W, 14, mix(BROWN, PAPER, .3))
    a.rect(0, 674, W, H, a.vgrad(674, H, mix(DUSK, PAPER, .5), mix(DUSK, PAPER, .3)))
    for x, h in ((60, 560), (1440, 600)):
        tree(a, x, 680, h, .36, (PINE, DEEP, LEAF), INK, x)
    # bins
    for i, c in enumerate((RIVER, OCHRE, mix(INDIGO, DUSK, .3), RED)):
        x = 130 + i * 150
        p = poly_path([(x, 590), (x + 120, 590), (x + 108, 800), (x + 12, 800)])
        a.path(p, c)
        with a.clip(p):
            a.rect(x + 78, 580, 60, 240, INK, .22)
            a.rect(x, 600, 130, 8, INK, .2)
        a.rect(x - 8, 566, 136, 30, dark(c, .25), 1, r=10)
        a.rect(x + 30, 574, 60, 12, INK, 1, r=6)
        cx, cy = x + 58, 700
        for k in range(3):
            with a.at(cx, cy, 1, 1, k * 120):
                a.poly([(-18, -30), (14, -30), (14, -40), (32, -24), (14, -8), (14, -18), (-12, -18)], CREAM, .9)
        a.oval(x + 60, 806, 66, 9, INK, .3)
    figure(a, 690, 840, 330, "give", True, top=CREAM, bottom=INDIGO, kid=True, hat="tail", sleeve="short", legs="skirt", over={"hands": [(.3, .78), (.1, .46)]})
    a.rect(562, 535, 26, 62, mix(TEAL, CREAM, .3), 1, r=8)
    a.rect(570, 522, 10, 16, RIVER)
    # cart
    a.line(960, 770, 1360, 770, 12, UMBER)
    a.line(960, 770, 850, 690, 12, UMBER)
    p = poly_path([(970, 560), (1370, 560), (1340, 768), (1000, 768)])
    r = random.Random(3)
    for i in range(60):
        x = r.uniform(985, 1355)
        y = 565 - r.random() * 140 * (1 - ((x - 1170) / 230) ** 2)
        c = (CREAM, TEAL, STRAW, MIST, CLAY, RIVER)[i % 6]
        with a.at(x, y, 1, 1, r.uniform(-60, 60)):
            if i % 3 == 0:
                a.rect(-14, -34, 28, 58, c, 1, r=9)
                a.rect(-6, -46, 12, 14, dark(c, .3))
            else:
                a.rect(-36, -24, 72, 48, mix(STRAW, CLAY, r.random() * .5) if i % 3 == 1 else c)
                a.rect(-36, -4, 72, 5, dark(c, .3), .5)
    a.path(p, RIVER)
    with a.clip(p):
        for i in range(9):
            a.rect(990 + i * 46, 560, 8, 220, dark(RIVER, .35))
        a.rect(960, 560, 420, 14, light(RIVER, .3))
    wheel(a, 1070, 830, 78, INK, 12, 12)
    wheel(a, 1290, 830, 78, INK, 12, 12)
    a.oval(1170, 910, 290, 16, INK, .25)
    figure(a, 830, 925, 440, "push", False, top=CLAY, bottom=INK, skin=TAN, over={"hands": [(.17, .55), (.15, .57)], "lean": 14})
    figure(a, 290, 930, 390, "stoop", False, top=RIVER, bottom=INK, over={"hands": [(.28, .22), (.32, .28)]})
    for i in range(5):
        with a.at(400 + i * 46, 925 + (i % 2) * 16, 1, 1, i * 40):
            a.rect(-10, -24, 20, 46, (TEAL, CREAM, MIST)[i % 3], 1, r=7)
    basket(a, 470, 985, 170, 90, STRAW, [TEAL, CREAM, MIST], 4, .1, 20)


@scene("landscape", "lang-gom")
def pottery_village(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 700, mix(STRAW, CREAM, .5), PAPER))
    for i in range(10):
        foliage(a, i * 170, 230 + (i % 3) * 20, 120, 100, (far(DEEP, .5, PAPER), far(LEAF, .5, PAPER)), i, 11, 6)
    palm(a, 280, 420, 360, .08, far(UMBER, .35, PAPER), far(DEEP, .35, PAPER), seed=3)
    a.rect(0, 400, W, H, a.vgrad(400, H, mix(CLAY, PAPER, .55), mix(CLAY, BROWN, .15)))
    # the kiln, a brick dome with smoke
    for i in range(8):
        a.disc(1165 + math.sin(i * .9) * 36 + i * 12, 210 - i * 34, 34 + i * 9, mix(FOG, PAPER, .3), .4)
    kp = poly_path([(880, 620)], False)
    kp.cubicTo(880, 330, 960, 250, 1100, 240)
    kp.lineTo(1240, 240)
    kp.cubicTo(1360, 250, 1440, 340, 1440, 620)
    kp.close()
    a.rect(1130, 170, 70, 100, dark(BRICK, .2))
    a.path(kp, BRICK)
    with a.clip(kp):
        for j in range(16):
            for i in range(16):
                a.rect(870 + i * 40 + (j % 2) * 20, 240 + j * 25, 35, 20, mix(BRICK, (CLAY, INK)[(i * 7 + j * 3) % 2], .1 + ((i * 5 + j * 11) % 7) * .03))
        a.blob([(1240, 200), (1290, 400), (1270, 640), (1500, 640), (1500, 200)], INK, .25)
    a.blob([(1060, 622), (1060, 500), (1110, 440), (1170, 440), (1220, 500), (1220, 622)], INK, tension=.6)
    a.glow(1140, 590, 130, AMBER, .95)
    a.blob([(1085, 622), (1090, 560), (1115, 585), (1130, 510), (1155, 570), (1178, 530), (1195, 622)], mix(AMBER, RED, .3), tension=.8)
    a.blob([(1110, 622), (1120, 590), (1140, 560), (1165, 622)], AMBER, tension=.8)
    for i in range(9):
        a.rect(1260 + (i % 5) * 34 - (i // 5) * -17, 604 - (i // 5) * 18, 40, 16, mix(BROWN, CLAY, (i % 3) * .2), 1, r=8)
    # shelter on the left with drying shelves
    a.rect(60, 180, 18, 460, UMBER)
    a.rect(700, 200, 18, 420, UMBER)
    for j in range(3):
        y = 380 + j * 100
        a.rect(90, y, 600, 12, BROWN)
        for i in range(9):
            jar(a, 130 + i * 66, y, 66 - (i * 13 + j * 7) % 22, (CLAY, mix(CLAY, PAPER, .4), OCHRE, BRICK)[(i + j * 2) % 4], .4 + (i % 3) * .05, .4 + (i + j) % 3 * .1)
    tiles(a, [(-20, 236), (60, 90), (690, 90), (780, 236)], mix(BRICK, UMBER, .2), 26)
    # potter at the wheel
    a.oval(640, 900, 130, 30, UMBER)
    a.rect(596, 840, 88, 60, BROWN)
    a.oval(640, 838, 112, 24, mix(UMBER, PAPER, .25))
    jar(a, 640, 836, 130, mix(CLAY, BROWN, .15), .42, .5)
    figure(a, 470, 935, 450, "sit", top=RIVER, bottom=INK, hat="scarf", hatcol=CREAM, skin=TAN, sleeve="short", over={"hip": (0, .2), "hands": [(.3, .36), (.29, .42)], "lean": 20, "feet": [(.26, 0), (.2, 0)]})
    stool(a, 455, 940, 80, BROWN)
    figure(a, 900, 720, 300, "walk", True, top=RED, bottom=INK, over={"hands": [(.18, .58), (.15, .56)]})
    jar(a, 845, 570, 84, OCHRE)
    for x, y, h, c in ((1290, 960, 270, CLAY), (1430, 990, 320, BRICK), (1140, 980, 200, OCHRE), (1030, 960, 120, mix(CLAY, PAPER, .3)), (90, 980, 300, BRICK), (240, 995, 200, CLAY)):
        a.oval(x, y, h * .45, h * .06, INK, .3)
        jar(a, x, y, h, c)


@scene("landscape", "hoa-tet")
def flower_market(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 560, mix(ROSE, CREAM, .6), CREAM))
    for i in range(6):
        shophouse(a, i * 270 - 60, 470, 240, 370, far((OCHRE, TEAL, CREAM)[i % 3], .5, CREAM), far(BRICK, .5, CREAM), far(RIVER, .5, CREAM), i + 3)
    a.rect(0, 470, W, H, a.vgrad(470, H, mix(PAPER, STRAW, .3), mix(CLAY, PAPER, .4)))
    pennants(a, [(-10, 90), (400, 170), (800, 110), (1200, 180), (1520, 80)], [RED, OCHRE], 26)
    r = random.Random(5)

    def mai(x, y, h, col, pot, seed):
        rr = random.Random(seed)
        jar(a, x, y, h * .3, pot, .62, .8, band=True)
        tips = []
        for i in range(7):
            ang = math.radians(-90 + (i - 3) * 21 + rr.uniform(-6, 6))
            L = h * rr.uniform(.5, .72)
            ex, ey = x + math.cos(ang) * L, y - h * .3 + math.sin(ang) * L
            a.brush([(x, y - h * .28), (x + (ex - x) * .3 + rr.uniform(-8, 8), y - h * .3 + (ey - y + h * .3) * .5), (ex, ey)], h * .03, h * .006, UMBER)
            tips += [(x + (ex - x) * t, y - h * .3 + (ey - y + h * .3) * t) for t in (.55, .75, .9, 1)]
        for tx, ty in tips:
            for k in range(4):
                fx, fy = tx + rr.uniform(-1, 1) * h * .07, ty + rr.uniform(-1, 1) * h * .06
                s = h * .017
                for q in range(5):
                    t = q * 1.2566 + rr.random()
                    a.disc(fx + math.cos(t) * s, fy + math.sin(t) * s, s * .75, col)
                a.disc(fx, fy, s * .45, mix(col, RED, .45) if col != RED else AMBER)

    def kumquat(x, y, h, seed):
        jar(a, x, y, h * .26, BRICK, .7, .8)
        with a.at(x, y - h * .62):
            foliage(a, 0, 0, h * .27, h * .38, (PINE, DEEP, LEAF), seed, 13, 20)
            rr = random.Random(seed)
            for i in range(34):
                t, q = rr.uniform(0, 6.28), math.sqrt(rr.random())
                a.disc(math.cos(t) * q * h * .23, math.sin(t) * q * h * .34, h * .022, AMBER)
    for i in range(9):
        (mai if i % 2 else lambda x, y, h, c, p, s: kumquat(x, y, h, s))(80 + i * 170, 560, 210, far((AMBER, ROSE)[i // 2 % 2], .1), far(BRICK, .2), i)
    for x, h, p, f, t, b in ((300, 200, "walk", False, RED, INK), (640, 205, "stand", True, INDIGO, INK), (720, 205, "stand", True, CREAM, RIVER), (1100, 200, "walk", True, OCHRE, INDIGO)):
        figure(a, x, 640, h, p, f, top=t, bottom=b, hat=("cone", "none", "long", "cap")[x % 4])
    figure(a, 360, 642, 120, "walk", False, top=OCHRE, bottom=INDIGO, kid=True, hat="none", legs="shorts")
    # beds of marigolds
    for j, (y, c) in enumerate(((720, AMBER), (790, mix(RED, AMBER, .35)), (870, AMBER))):
        for i in range(26 - j * 4):
            x = (i + .5 * (j % 2)) * W / (25 - j * 4)
            if 560 - j * 30 < x < 900 + j * 40:
                continue
            s = 26 + j * 8
            a.rect(x - s * .5, y, s, s * .7, BRICK)
            leafdabs(a, x, y - 4, s * .8, s * .4, DEEP, 9, s * .35, i + j * 40)
            for k in range(7):
                a.disc(x + math.cos(k) * s * .55, y - s * .45 + math.sin(k * 2.3) * s * .28, s * .24, mix(c, (RED, CREAM)[k % 2], .12))
    figure(a, 690, 950, 430, "push", False, top=RIVER, bottom=INK, over={"lean": 8, "hands": [(.26, .56), (.25, .58)]})
    bicycle(a, 850, 960, 400, INK, False)
    for k in range(26):
        an = math.radians(-150 + k * 4.6)
        L = 230 + (k * 37) % 60
        ex, ey = 745 + math.cos(an) * L * .75, 790 + math.sin(an) * L * .75
        a.line(745, 790, ex, ey, 3, DEEP)
        for q in range(5):
            a.disc(ex + math.cos(q * 1.26) * 10, ey + math.sin(q * 1.26) * 10, 9, (ROSE, RED, AMBER, ROSE)[k % 4])
        a.disc(ex, ey, 6, CREAM)
    a.rect(700, 780, 110, 26, BROWN, 1, r=8)
    figure(a, 690, 950, 430, "push", False, top=RIVER, bottom=INK, over={"lean": 8, "hands": [(.26, .56), (.25, .58)]})
    mai(180, 990, 520, AMBER, BRICK, 21)
    mai(1330, 1000, 560, ROSE, mix(INDIGO, DUSK, .3), 33)
    kumquat(1120, 990, 330, 4)
