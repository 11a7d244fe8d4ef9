"""Services, health, hands, food, halls."""
import math
import random

from built import *
from canvas import poly_path, smooth_path, sample
from nature import *
from palette import *
from people import *
from scenes import scene


def cross(a, x, y, s, col):
    a.rect(x - s * .18, y - s / 2, s * .36, s, col)
    a.rect(x - s / 2, y - s * .18, s, s * .36, col)


@scene("landscape", "tram-y-te")
def health_station(a):
    W, H, y0 = a.w, a.h, 590
    sky(a, y0, mix(TEAL, FOG, .2), FOG, CREAM)
    cloud(a, 1150, 140, 460, CREAM, .9, 3)
    cloud(a, 250, 200, 360, CREAM, .7, 5)
    for i in range(11):
        foliage(a, i * 150, 510, 120, 90, (far(DEEP, .35), far(LEAF, .35), far(MOSS, .35)), i, 11, 8)
    areca(a, 120, 600, 420, UMBER, DEEP, 2)
    areca(a, 1180, 590, 380, UMBER, DEEP, 7)
    x, w = 300, 860
    a.rect(x, 370, w, 240, CREAM)
    a.rect(x, 560, w, 50, mix(TEAL, RIVER, .35))
    a.rect(x, 370, w, 40, INK, .22)
    for i in range(5):
        cx = x + w * (i + .5) / 5
        if i == 2:
            a.rect(cx - 66, 430, 132, 180, mix(INK, TEAL, .25))
            a.rect(cx - 66, 430, 40, 180, TEAL)
            a.rect(cx + 26, 430, 40, 180, TEAL)
        else:
            a.rect(cx - 46, 440, 92, 96, mix(INK, TEAL, .3))
            a.rect(cx - 46, 440, 28, 96, TEAL)
            a.rect(cx + 18, 440, 28, 96, TEAL)
    tiles(a, [(x - 50, 384), (x + 60, 250), (x + w - 60, 250), (x + w + 50, 384)], CLAY, 24)
    ridge(a, x + 62, x + w - 62, 250, 14, dark(CLAY, .35), False)
    a.poly([(580, 384), (730, 270), (880, 384)], CLAY)
    a.poly([(612, 380), (730, 292), (848, 380)], CREAM)
    cross(a, 730, 346, 50, RED)
    a.poly([(560, 372), (900, 372), (930, 420), (530, 420)], mix(TEAL, RIVER, .35))
    for px in (548, 912):
        a.rect(px - 8, 420, 16, 200, CREAM)
    a.rect(0, 605, W, H, a.vgrad(605, H, mix(PAPER, STRAW, .2), mix(CLAY, PAPER, .45)))
    a.poly([(640, 612), (820, 612), (1010, 1000), (450, 1000)], mix(PAPER, CREAM, .5))
    a.rect(0, 603, 300, 12, MOSS)
    a.rect(1160, 603, 400, 12, MOSS)
    for i in range(12):
        bx = 320 + i * 30 if i < 7 else 720 + (i - 4) * 52
        leafdabs(a, bx, 618, 20, 14, (LEAF, DEEP, MOSS)[i % 3], 8, 14, i)
    # bench under the porch
    a.rect(350, 640, 220, 12, BROWN)
    for q in (365, 550):
        a.rect(q, 650, 9, 40, BROWN)
    figure(a, 400, 692, 190, "sit", False, top=CLAY, bottom=INK, hat="cone")
    figure(a, 500, 692, 180, "sit", False, top=INDIGO, bottom=INK, hat="bun")
    figure(a, 690, 690, 200, "stand", False, top=CREAM, bottom=CREAM, hat="bun", over={"hands": [(.2, .6), (.1, .5)]})
    figure(a, 790, 700, 195, "walk", True, top=RIVER, bottom=INK)
    tree(a, 1390, 760, 640, .36, (PINE, DEEP, LEAF), mix(UMBER, INK, .4), 5)
    a.oval(1390, 790, 220, 20, BROWN, .25)
    motorbike(a, 1250, 830, 270, RED, True)
    bicycle(a, 1080, 800, 240, INK)
    figure(a, 560, 930, 400, "walk", False, top=RED, bottom=INK, hat="cone", over={"hands": [(.17, .58), (-.1, .5)]})
    figure(a, 690, 935, 265, "walk", False, top=OCHRE, bottom=INDIGO, kid=True, hat="tail", legs="shorts", sleeve="short")
    figure(a, 930, 960, 410, "give", True, top=CREAM, bottom=mix(CREAM, TEAL, .3), hat="scarf", hatcol=CREAM, over={"hands": [(.2, .6), (.14, .5)]})
    a.rect(835, 715, 40, 54, TEAL)
    figure(a, 180, 950, 350, "sit", False, top=RIVER, bottom=INK, hat="none", over={"hip": (0, .28)})
    stool(a, 172, 955, 96, BROWN)


@scene("landscape", "tiem-chung")
def vaccination(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 700, mix(FOG, CREAM, .4), mix(MIST, FOG, .4)))
    a.rect(0, 520, W, 260, mix(TEAL, MIST, .35))
    a.rect(0, 512, W, 10, mix(TEAL, RIVER, .3))
    a.rect(0, 770, W, H, a.vgrad(770, H, mix(PAPER, MIST, .3), mix(PAPER, CLAY, .3)))

    def view():
        a.rect(80, 90, 400, 400, a.vgrad(90, 480, mix(TEAL, FOG, .3), CREAM))
        foliage(a, 160, 420, 130, 130, (DEEP, LEAF, MOSS), 3)
        foliage(a, 380, 450, 140, 90, (DEEP, LEAF, RICE), 8)
    window(a, 100, 100, 330, 350, view, CREAM, 3, 14)
    for k in (0, 1):
        p = [(82, 80), (190 - k * 0, 80), (150, 300), (96, 480)] if k == 0 else [(450, 80), (345, 80), (385, 300), (436, 480)]
        a.poly(p, mix(STRAW, CREAM, .4), .9)
    # posters and cabinet
    a.rect(1150, 120, 150, 200, CREAM)
    cross(a, 1225, 190, 70, RED)
    for i in range(3):
        a.rect(1175, 250 + i * 18, 100 - i * 20, 7, MIST)
    a.rect(1340, 220, 200, 550, CREAM)
    a.rect(1340, 220, 200, 550, INK, .06)
    for j in range(4):
        a.rect(1356, 250 + j * 90, 170, 72, mix(TEAL, MIST, .3))
        for i in range(6):
            a.rect(1364 + i * 27, 322 - 50 + (i % 2) * 12 + j * 90, 20, 50 - (i % 2) * 12, (CREAM, BROWN, RIVER, OCHRE)[(i + j) % 4], 1, r=3)
    # others waiting
    a.rect(30, 700, 330, 14, BROWN)
    for q in (50, 330):
        a.rect(q, 712, 12, 70, BROWN)
    figure(a, 110, 785, 270, "sit", False, top=far(INDIGO, .2), bottom=far(INK, .2), hat="bun", over={"hip": (0, .29), "hands": [(.18, .46), (.14, .46)]})
    a.blob([(150, 655), (170, 625), (200, 635), (205, 665), (170, 675)], mix(STRAW, CREAM, .3), tension=.7)
    a.disc(198, 628, 15, SKIN)
    figure(a, 290, 785, 265, "sit", True, top=far(CLAY, .2), bottom=far(INK, .2), hat="none", over={"hip": (0, .29)})
    # mother with the child on her lap
    a.rect(350, 780, 190, 22, BROWN)
    for q in (362, 510):
        a.rect(q, 800, 16, 160, BROWN)
    a.rect(346, 590, 16, 200, BROWN)
    h = 620
    figure(a, 450, 965, h, "sit", False, top=RED, bottom=INK, hat="bun", over={"hip": (0, .3), "lean": 4, "hands": [(.2, .5), (.17, .38)], "feet": [(.25, 0), (.2, 0)]})
    figure(a, 560, 885, 420, "sit", False, top=OCHRE, bottom=INDIGO, kid=True, hat="tail", sleeve="none", legs="shorts",
           over={"hip": (0, .24), "feet": [(.27, 0), (.22, .02)], "hands": [(.2, .42), (.17, .34)], "lean": 2})
    capsule(a, (490, 640), (560, 708), 23, 19, mix(RED, CREAM, .07))
    capsule(a, (560, 708), (640, 740), 19, 15, mix(RED, CREAM, .07))
    a.disc(652, 744, 16, SKIN)
    # nurse bends to the child
    figure(a, 930, 975, 680, "give", True, top=CREAM, bottom=mix(CREAM, TEAL, .25), hat="bun", sleeve="short", shoes=CREAM,
           over={"lean": 20, "hip": (0, .49), "hands": [(.46, .5), (.46, .42)]})
    a.line(632, 640, 590, 655, 9, CREAM)
    a.line(590, 655, 566, 664, 3, mix(INK, MIST, .3))
    a.line(650, 634, 632, 640, 4, RIVER)
    # trolley
    a.rect(1050, 690, 270, 16, mix(DUSK, MIST, .5))
    a.rect(1050, 840, 270, 12, mix(DUSK, MIST, .5))
    for q in (1058, 1304):
        a.rect(q, 690, 8, 260, mix(DUSK, MIST, .4))
        a.disc(q + 4, 955, 14, INK)
    a.rect(1080, 628, 90, 62, mix(TEAL, CREAM, .4), 1, r=6)
    cross(a, 1125, 660, 34, RED)
    for i in range(4):
        a.rect(1195 + i * 27, 648, 18, 42, (CREAM, TEAL)[i % 2], 1, r=3)
        a.rect(1197 + i * 27, 638, 14, 12, RIVER)
    a.rect(1075, 800, 120, 40, RIVER, 1, r=5)


@scene("landscape", "mot-cua")
def public_service(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, mix(PAPER, CREAM, .5))
    a.rect(0, 0, W, 160, a.vgrad(0, 160, mix(OCHRE, STRAW, .4), mix(STRAW, PAPER, .4)))
    for i in range(6):
        a.poly([(i * 270 - 20, 40), (i * 270 + 160, 40), (i * 270 + 140, 70), (i * 270, 70)], CREAM)
    a.rect(0, 150, W, 14, BROWN)
    a.rect(0, 680, W, H, a.vgrad(680, H, mix(PAPER, CLAY, .35), mix(CLAY, BROWN, .12)))
    for i in range(15):
        a.line(750 + (i - 7) * 110, 680, 750 + (i - 7) * 260, 1000, 2, BROWN, .22)
    for y in (730, 800, 900):
        a.line(0, y, W, y, 2, BROWN, .22)
    # back wall: files
    for i in range(5):
        x = 60 + i * 290
        a.rect(x, 220, 250, 210, mix(BROWN, PAPER, .25))
        r = random.Random(i)
        for j in range(3):
            bx = x + 8
            while bx < x + 226:
                bw = r.uniform(12, 22)
                a.rect(bx, 230 + j * 68, bw - 2, 56, far((RIVER, RED, OCHRE, CREAM, INDIGO)[r.randrange(5)], .25, PAPER))
                bx += bw
    # clerks
    for i, (t, hat) in enumerate(((CREAM, "bun"), (mix(TEAL, CREAM, .3), "none"), (CREAM, "long"), (mix(TEAL, CREAM, .3), "none"), (CREAM, "bun"))):
        x = 170 + i * 290
        with a.clip(poly_path([(x - 150, 300), (x + 150, 300), (x + 150, 600), (x - 150, 600)])):
            figure(a, x, 850, 430, "hold", view="front", top=t, bottom=INK, hat=hat, tunic=False)
        if i % 2 == 0:
            a.poly([(x - 20, 540), (x, 570), (x + 20, 540)], RED)
        a.rect(x + 52, 500, 84, 62, INK, 1, r=4)
        a.rect(x + 88, 560, 12, 26, INK)
    # counter with glass
    a.rect(-10, 580, W + 20, 26, mix(CLAY, STRAW, .4))
    a.rect(-10, 606, W + 20, 130, BROWN)
    for i in range(5):
        x = 170 + i * 290
        a.rect(x - 130, 618, 260, 106, mix(BROWN, CLAY, .4))
        a.disc(x, 670, 34, (RED, RIVER, OCHRE, RIVER, RED)[i])
        a.disc(x, 670, 26, CREAM)
        a.disc(x, 670, 9 + i * 2, (RED, RIVER, OCHRE, RIVER, RED)[i])
        a.rect(x + 142, 250, 6, 330, mix(TEAL, DUSK, .3))
        a.poly([(x - 60, 430), (x - 10, 430), (x - 70, 580), (x - 120, 580)], CREAM, .22)
        a.rect(x - 60, 572, 60, 8, CREAM)
    # citizens
    figure(a, 325, 880, 440, "stand", view="back", top=RED, bottom=INK, hat="bun")
    figure(a, 1180, 890, 460, "stand", view="back", top=INDIGO, bottom=INK, hat="none", tunic=False)
    a.rect(1226, 660, 56, 42, CREAM)
    a.rect(560, 905, 420, 18, mix(TEAL, RIVER, .4))
    for q in (590, 940):
        a.rect(q, 920, 14, 70, INK)
    figure(a, 640, 985, 420, "sit", False, top=OCHRE, bottom=INK, hat="cone", over={"hip": (0, .22), "feet": [(.22, 0), (.17, 0)]})
    figure(a, 800, 985, 420, "read", False, top=mix(TEAL, CREAM, .35), bottom=INDIGO, hat="none", tunic=False, over={"hip": (0, .22), "hands": [(.24, .44), (.26, .46)], "feet": [(.22, 0), (.17, 0)]})
    a.poly([(880, 800), (940, 780), (945, 830), (888, 838)], CREAM)
    jar(a, 1400, 960, 120, RIVER, .5, .8)
    for k in range(11):
        an = math.radians(-160 + k * 14)
        a.brush([(1400, 850), (1400 + math.cos(an) * 60, 850 + math.sin(an) * 110), (1400 + math.cos(an) * 140, 850 + math.sin(an) * 150)], 8, 4, (DEEP, LEAF)[k % 2], mid=26)
    figure(a, 90, 930, 500, "walk", False, top=CLAY, bottom=INK, hat="cone", over={"hands": [(.15, .56), (.13, .54)]})
    a.rect(146, 640, 60, 46, CREAM)


@scene("landscape", "ho-boi")
def swimming(a):
    W, H = a.w, a.h
    sky(a, 330, mix(TEAL, MIST, .2), CREAM)
    cloud(a, 1080, 110, 460, CREAM, .9, 3)
    for i in range(12):
        foliage(a, i * 140, 260, 110, 80, (far(DEEP, .25), far(LEAF, .25), far(MOSS, .25)), i, 11, 8)
    for x in (90, 620, 1240):
        palm(a, x, 330, 280, .06, far(UMBER, .2), far(DEEP, .15), seed=x)
    a.rect(0, 300, W, 60, mix(PAPER, CLAY, .2))
    a.rect(260, 190, 420, 120, CREAM)
    for i in range(6):
        a.rect(285 + i * 66, 220, 42, 90, mix(TEAL, RIVER, .3))
    a.poly([(240, 196), (700, 196), (680, 170), (260, 170)], RED)
    a.rect(0, 350, W, 40, CREAM)
    pool = poly_path([(120, 390), (1380, 390), (1800, 1010), (-300, 1010)])
    a.rect(0, 385, W, H, mix(PAPER, CLAY, .12))
    a.path(pool, a.vgrad(390, H, mix(TEAL, MIST, .4), TEAL, mix(RIVER, TEAL, .4)))
    with a.clip(pool):
        ripples(a, 395, 1000, 4, CREAM, .55, 150)
        r = random.Random(1)
        for i in range(40):
            t = r.random() ** 1.4
            x, y, w = r.uniform(0, W), 400 + 600 * t, 40 + 150 * t
            a.stroke([(x - w, y), (x - w * .4, y - w * .1), (x + w * .2, y + w * .06), (x + w, y - w * .06)], 2 + 4 * t, CREAM, .3)
        for k in range(5):
            xa, xb = 370 + k * 250 - 120 + 10, -300 + 2100 * (k + 1) / 6
            xa = 120 + 1260 * (k + 1) / 6
            for i in range(30):
                t = i / 30
                u = t ** 1.6
                x, y = xa + (xb - xa) * u, 390 + 620 * u
                a.oval(x, y, 4 + 13 * u, 3 + 8 * u, (RED, CREAM)[i % 2])
    caps = (RED, OCHRE, CREAM, INDIGO)

    def swimmer(x, y, s, cap, kind):
        if kind == 0:       # kicking with a board, seen from behind the board
            a.blob([(x - 70 * s, y + 8 * s), (x, y - 14 * s), (x + 70 * s, y + 8 * s), (x, y + 26 * s)], CREAM, .6)
            a.rect(x - 44 * s, y - 16 * s, 88 * s, 44 * s, mix(OCHRE, STRAW, .3), 1, r=16 * s)
            for k in (-1, 1):
                capsule(a, (x + k * 30 * s, y - 44 * s), (x + k * 34 * s, y + 2 * s), 11 * s, 10 * s, SKIN)
            a.blob([(x - 46 * s, y - 26 * s), (x, y - 56 * s), (x + 46 * s, y - 26 * s), (x, y - 16 * s)], SKIN, tension=.7)
            a.disc(x, y - 66 * s, 31 * s, SKIN)
            p = smooth_path([(x - 33 * s, y - 66 * s), (x - 26 * s, y - 92 * s), (x, y - 102 * s), (x + 26 * s, y - 92 * s), (x + 33 * s, y - 66 * s), (x, y - 74 * s)], True, .7)
            a.path(p, cap)
            for k in (-1, 1):
                a.oval(x + k * 12 * s, y - 64 * s, 9 * s, 6 * s, INK)
            a.rect(x - 30 * s, y - 66 * s, 60 * s, 3 * s, INK)
            for k in range(7):
                a.disc(x + (k - 3) * 22 * s, y - 110 * s - (k * 37 % 40) * s + 60 * s - 40 * s, 5 * s, CREAM, .0)
        else:               # crawl from the side
            a.blob([(x - 150 * s, y + 10 * s), (x - 40 * s, y - 10 * s), (x + 90 * s, y + 6 * s), (x - 20 * s, y + 26 * s)], CREAM, .7)
            a.blob([(x - 120 * s, y + 2 * s), (x - 30 * s, y - 20 * s), (x + 40 * s, y - 12 * s), (x + 40 * s, y + 10 * s), (x - 60 * s, y + 14 * s)], TAN, tension=.6)
            capsule(a, (x + 20 * s, y - 12 * s), (x + 34 * s, y - 74 * s), 15 * s, 12 * s, SKIN)
            capsule(a, (x + 34 * s, y - 74 * s), (x + 104 * s, y - 40 * s), 12 * s, 9 * s, SKIN)
            a.disc(x + 62 * s, y - 8 * s, 28 * s, SKIN)
            a.blob([(x + 34 * s, y - 2 * s), (x + 36 * s, y - 28 * s), (x + 62 * s, y - 38 * s), (x + 88 * s, y - 24 * s), (x + 88 * s, y - 10 * s), (x + 60 * s, y - 14 * s)], cap, tension=.7)
            a.blob([(x - 10 * s, y + 14 * s), (x + 60 * s, y + 8 * s), (x + 110 * s, y + 16 * s), (x + 50 * s, y + 28 * s)], mix(TEAL, CREAM, .3), tension=.6)
            for k in range(9):
                a.disc(x - 150 * s + (k * 29 % 60) * s, y - (k * 17 % 60) * s, (4 + k % 4 * 2) * s, CREAM)
    for i, (x, y, s, k) in enumerate(((300, 450, .4, 0), (520, 460, .42, 0), (760, 455, .4, 0), (980, 465, .44, 0), (1190, 455, .4, 0), (240, 560, .62, 1), (900, 580, .66, 1),
                                      (560, 640, .8, 0), (1180, 660, .85, 0), (250, 800, 1.15, 0), (730, 850, 1.25, 1), (1200, 900, 1.4, 0))):
        swimmer(x, y, s, caps[i % 4], k)
    # coach and waiting pupils on the edge
    k = dict(kid=True, sleeve="none", legs="shorts", hat="scarf", tunic=False)
    for i in range(6):
        figure(a, 300 + i * 66, 392, 108, "stand", i % 2 == 0, top=SKIN if i % 2 else caps[(i + 1) % 4], bottom=INDIGO, hatcol=caps[i % 4], **k)
    figure(a, 1150, 396, 178, "raise", True, top=RED, bottom=INK, hat="cap", hatcol=CREAM, sleeve="short", legs="shorts", tunic=False)
    umbrella(a, 900, 250, 100, OCHRE, 0, False)
    a.line(900, 240, 900, 385, 6, UMBER)


@scene("square", "nghe-nhan")
def potter(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, H, mix(UMBER, INK, .3), mix(BROWN, INK, .1)))
    a.glow(560, 420, 720, OCHRE, .45)
    for j in range(2):
        a.rect(0, 170 + j * 210, W, 16, mix(UMBER, CLAY, .25))
        for i in range(10):
            jar(a, 60 + i * 122, 170 + j * 210, 110 - (i * 23 + j * 31) % 40, mix((CLAY, BRICK, OCHRE)[(i + j) % 3], UMBER, .5), .42, .45)
    # apron and forearms come from the top corners
    a.blob([(-80, 620), (60, 470), (260, 420), (420, 440), (600, 400), (780, 440), (950, 420), (1150, 470), (1290, 640), (1290, 1260), (-80, 1260)], mix(INDIGO, INK, .25), tension=.5)
    a.blob([(330, 440), (600, 380), (880, 440), (960, 800), (900, 1260), (300, 1260), (250, 800)], mix(PAPER, CLAY, .35), tension=.4)
    a.blob([(650, 390), (880, 440), (960, 800), (900, 1260), (640, 1260), (700, 800)], UMBER, .3, tension=.4)
    # wheel
    a.oval(600, 1080, 520, 130, UMBER)
    a.oval(600, 1050, 520, 130, mix(CLAY, UMBER, .35))
    for k in (.86, .68, .5):
        pts = [(600 + 520 * k * math.cos(t), 1050 + 130 * k * math.sin(t)) for t in [i * math.pi / 16 for i in range(32)]]
        a.stroke(pts, 5, mix(CLAY, PAPER, .25), .5, closed=True)
    # the bowl being thrown
    pot = mix(CLAY, ROSE, .25)
    pts = [(470, 1050), (400, 960), (352, 840), (352, 740), (410, 660), (452, 610), (440, 570), (760, 570), (748, 610), (790, 660), (848, 740), (848, 840), (800, 960), (730, 1050), (600, 1070)]
    p = smooth_path(pts, True, .6)
    a.path(p, pot)
    with a.clip(p):
        a.blob([(660, 560), (640, 700), (700, 850), (640, 1080), (900, 1080), (900, 560)], UMBER, .32, tension=.6)
        a.blob([(760, 560), (780, 750), (770, 900), (720, 1080), (900, 1080), (900, 560)], UMBER, .3, tension=.6)
        a.blob([(400, 740), (420, 700), (440, 780), (440, 900), (410, 860)], CREAM, .4, tension=.8)
        for i in range(9):
            y = 640 + i * 48
            a.stroke([(330, y), (600, y + 34), (870, y)], 3.5, BROWN, .4)
    a.oval(600, 570, 162, 40, mix(BROWN, INK, .25))
    a.oval(600, 578, 140, 30, mix(UMBER, INK, .4))
    a.stroke([(440, 566), (500, 592), (600, 606), (700, 592), (760, 566)], 9, mix(pot, CREAM, .3))

    def arm(flip):
        with a.at(600, 0, -1 if flip else 1, 1):
            sk = mix(SKIN, TAN, .55 if flip else .2)
            sh = mix(TAN, UMBER, .3)
            # sleeve and forearm
            sl = mix(INDIGO, DUSK, .22 if not flip else .08)
            a.poly([(-560, 600), (-470, 520), (-215, 690), (-300, 825)], sk)
            a.poly([(-560, 600), (-530, 570), (-290, 775), (-300, 825)], sh, .55)
            a.poly([(-760, 380), (-560, 330), (-405, 520), (-395, 560), (-515, 705), (-555, 690), (-760, 620)], sl)
            a.poly([(-405, 520), (-395, 560), (-515, 705), (-555, 690)], light(sl, .18))
            a.poly([(-760, 560), (-560, 640), (-535, 665), (-555, 690), (-760, 620)], INK, .3)
            # back of the hand
            a.blob([(-330, 700), (-262, 668), (-190, 690), (-150, 750), (-160, 820), (-230, 850), (-300, 830), (-340, 780)], sk, tension=.8)
            # four fingers wrapping the belly, thumb to the rim
            for i, (y0, y1, x1) in enumerate(((722, 716, -76), (758, 764, -52), (794, 812, -60), (826, 858, -84))):
                a.brush([(-200, y0), (-140, (y0 + y1) / 2 - 10), (x1, y1)], 46, 31, mix(sk, UMBER, .05 + i * .05))
                a.disc(x1, y1, 15.5, mix(sk, UMBER, .05 + i * .05))
                a.brush([(-196, y0 + 20), (-136, (y0 + y1) / 2 + 12), (x1 + 4, y1 + 14)], 5, 3, sh, .8)
                a.oval(x1 + 4, y1 - 5, 8, 6, mix(sk, CREAM, .4), .8)
            a.brush([(-272, 712), (-216, 640), (-150, 588)], 56, 30, mix(sk, CREAM, .06))
            a.disc(-150, 588, 15, mix(sk, CREAM, .06))
            a.oval(-146, 582, 9, 6, mix(sk, CREAM, .45), .8)
            a.brush([(-300, 760), (-250, 735), (-206, 722)], 5, 2, sh, .7)
            for q in range(3):
                a.blob([(-250 + q * 34, 790 - q * 20), (-230 + q * 34, 776 - q * 20), (-214 + q * 34, 792 - q * 20), (-232 + q * 34, 806 - q * 20)], pot, .8)
    arm(True)
    arm(False)
    for i, (x, y) in enumerate(((160, 1080), (230, 1110), (980, 1095), (1040, 1060), (870, 1130))):
        a.oval(x, y, 26 - i * 2, 10, pot, .8)


@scene("square", "to-pho")
def noodle_soup(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, mix(BROWN, CLAY, .35))
    r = random.Random(4)
    for i in range(6):
        y = i * 205
        a.rect(0, y, W, 203, mix(BROWN, CLAY, .25 + .1 * (i % 3)))
        for k in range(8):
            yy = y + r.uniform(10, 195)
            a.brush([(r.uniform(-100, 500), yy), (600, yy + r.uniform(-10, 10)), (r.uniform(700, 1300), yy + r.uniform(-6, 6))], 1, 3, UMBER, .3, mid=4)
    a.poly([(0, 0), (560, 0), (0, 700)], CREAM, .08)
    # mat
    cx, cy = 590, 640
    a.oval(cx + 34, cy + 50, 470, 466, INK, .35)
    a.disc(cx, cy, 462, mix(INDIGO, DUSK, .15))
    a.disc(cx - 4, cy - 6, 456, CREAM)
    for i in range(40):
        t = i * 2 * math.pi / 40
        with a.at(cx + 424 * math.cos(t), cy + 424 * math.sin(t), 1, 1, math.degrees(t)):
            a.blob([(-16, 0), (0, -15), (16, 0), (0, 15)], mix(INDIGO, DUSK, .3), tension=.3)
            a.disc(0, 0, 4, CREAM)
    a.ring(cx, cy, 448, 5, mix(INDIGO, DUSK, .3))
    a.ring(cx, cy, 398, 4, mix(INDIGO, DUSK, .3))
    a.disc(cx, cy, 386, mix(PAPER, CLAY, .25))
    broth = smooth_path([(cx + 374 * math.cos(t), cy + 6 + 374 * math.sin(t)) for t in [i * math.pi / 12 for i in range(24)]], True, .75)
    a.path(broth, mix(OCHRE, CLAY, .35))
    with a.clip(broth):
        a.blob([(cx - 400, cy - 300), (cx, cy - 420), (cx + 380, cy - 300), (cx + 260, cy - 320), (cx - 200, cy - 260), (cx - 360, cy - 60)], UMBER, .3)
        # noodles
        for i in range(58):
            y = cy + 70 + r.uniform(-150, 210)
            x = cx + r.uniform(-190, 150)
            ph = r.uniform(0, 6)
            pts = [(x - 200 + k * 80, y + 34 * math.sin(k * .9 + ph) + k * 4) for k in range(6)]
            a.stroke(pts, 13, mix(UMBER, OCHRE, .35), .55)
            a.stroke(pts, 9, mix(CREAM, STRAW, r.uniform(0, .35)))
        # slices of beef, three tones
        for i, (x, y, rot, s) in enumerate(((-170, -150, -20, 1.1), (-40, -205, 10, 1.15), (100, -165, 35, 1.1), (-230, -30, -50, 1.0), (-90, -90, -8, 1.05), (40, -80, 22, 1.0))):
            with a.at(cx + x, cy + y, s, s, rot):
                q = [(-100, 8), (-70, -46), (10, -58), (88, -36), (104, 10), (60, 44), (-30, 52)]
                a.blob([(u + 5, v + 10) for u, v in q], UMBER, .5)
                a.blob(q, mix(BRICK, ROSE, .22))
                a.blob([(u * .84 - 4, v * .78 - 3) for u, v in q], mix(BRICK, ROSE, .45))
                a.stroke([(-70, 4), (-20, -18), (40, -10), (80, 2)], 5, mix(ROSE, CREAM, .5), .8)
                a.stroke([(-50, 24), (0, 8), (50, 20)], 4, mix(ROSE, CREAM, .5), .7)
        # onion rings, scallion, herbs, chilli
        for i in range(9):
            x, y = cx + r.uniform(60, 300), cy + r.uniform(-120, 230)
            a.ring(x, y, r.uniform(18, 34), 5, CREAM, .95)
        for i in range(46):
            t, q = r.uniform(0, 6.28), math.sqrt(r.random()) * 330
            x, y = cx + math.cos(t) * q, cy + math.sin(t) * q
            a.ring(x, y, r.uniform(7, 12), 5, (LEAF, MOSS, RICE)[i % 3])
        for i in range(8):
            with a.at(cx + 130 + r.uniform(-90, 120), cy + 60 + r.uniform(-120, 110), 1, 1, r.uniform(0, 360)):
                a.blob([(-46, 0), (-10, -24), (46, 0), (-10, 24)], (LEAF, DEEP)[i % 2], tension=.7)
                a.line(-40, 0, 38, 0, 3, RICE, .8)
        for i in range(7):
            x, y = cx + 40 + r.uniform(-200, 220), cy + r.uniform(-40, 220)
            a.oval(x, y, 19, 14, RED)
            a.oval(x, y, 10, 7, mix(AMBER, CREAM, .4))
        for i in range(34):
            t = r.uniform(0, 6.28)
            q = r.uniform(270, 360)
            a.ring(cx + math.cos(t) * q, cy + 6 + math.sin(t) * q, r.uniform(6, 15), 2.5, STRAW, .9)
    # chopsticks across the rim
    for k in (0, 1):
        a.brush([(1180 + k * 10, 190 + k * 56), (640 + k * 26, 850 - k * 10 + 30)], 25, 13, mix(UMBER, INK, .5) if k else mix(RED, UMBER, .35))
    # lime dish
    a.oval(1046, 1010, 138, 132, INK, .3)
    a.disc(1034, 996, 134, mix(TEAL, CREAM, .35))
    a.disc(1034, 996, 112, CREAM)
    for x, y, rot in ((990, 960, 20), (1070, 980, 80), (1010, 1046, 140)):
        with a.at(x, y, 1, 1, rot):
            pth = poly_path([(-52, 0)], False)
            pth.cubicTo(-50, 62, 50, 62, 52, 0)
            pth.close()
            a.path(pth, LEAF)
            pth = poly_path([(-42, 2)], False)
            pth.cubicTo(-40, 48, 40, 48, 42, 2)
            pth.close()
            a.path(pth, RICE)
            for u in (-20, 0, 20):
                a.line(0, 4, u, 34, 3, CREAM, .8)
    a.brush([(1090, 1060), (1120, 1010), (1126, 960)], 20, 5, RED)
    # herbs top left
    for i in range(13):
        an = math.radians(10 + i * 7)
        x, y = 20 + math.cos(an) * (90 + i * 12), 20 + math.sin(an) * (90 + (i * 37) % 130)
        a.brush([(0, 0), (x * .6, y * .5), (x, y)], 5, 3, LEAF)
        with a.at(x, y, 1.2, 1.2, math.degrees(an) + (i % 3 - 1) * 25):
            a.blob([(-46, 0), (-6, -26), (50, 0), (-6, 26)], (DEEP, LEAF, MOSS)[i % 3], tension=.7)
            a.line(-40, 0, 40, 0, 3, RICE, .6)
    # spoon at lower left
    a.brush([(60, 1170), (150, 1080), (210, 1010)], 24, 30, CREAM)


@scene("wide", "hoi-nghi")
def meeting(a):
    W, H = a.w, a.h
    a.rect(0, 0, W, H, a.vgrad(0, 560, mix(OCHRE, STRAW, .5), mix(STRAW, CREAM, .45)))
    a.poly([(0, 0), (W, 0), (1360, 90), (240, 90)], mix(PAPER, CREAM, .5))
    for i in range(5):
        a.poly([(340 + i * 200, 20), (460 + i * 200, 20), (450 + i * 196, 52), (352 + i * 196, 52)], CREAM)
    a.poly([(0, 0), (240, 90), (240, 520), (0, 660)], mix(OCHRE, BROWN, .3))
    a.poly([(W, 0), (1360, 90), (1360, 520), (W, 660)], mix(OCHRE, BROWN, .4))
    for k in range(2):
        for s in (0, 1):
            x0, x1 = (40 + k * 105, 115 + k * 90)
            pts = [(x0, 110 + k * 28), (x1, 135 + k * 22), (x1, 470 - k * 14), (x0, 500 - k * 16)]
            if s:
                pts = [(W - x, y) for x, y in pts]
            p = poly_path(pts)
            a.path(p, mix(TEAL, FOG, .5))
            with a.clip(p):
                xm = sum(x for x, _ in pts) / 4
                foliage(a, xm, 420, 70, 80, (DEEP, LEAF, MOSS), k + s * 2, 10, 6)
    # curtain and screen
    for i in range(30):
        x = 420 + i * 26
        a.rect(x, 96, 26, 330, mix(RED, INK, .12 + .16 * (i % 2)))
    a.rect(560, 130, 480, 250, CREAM)
    a.rect(560, 130, 480, 250, mix(MIST, CREAM, .5))
    p = poly_path([(560, 130), (1040, 130), (1040, 380), (560, 380)])
    with a.clip(p):
        a.brush([(540, 330), (700, 290), (800, 320), (900, 240), (1060, 230)], 20, 56, mix(TEAL, RIVER, .3))
        a.poly([(960, 120), (1000, 200), (980, 300), (1010, 390), (1060, 390), (1060, 120)], TEAL)
        for i in range(36):
            a.rect(720 + (i % 9) * 22, 170 + (i // 9) * 24 + (i % 9) * 2, 14, 14, (CLAY, OCHRE, MOSS)[i % 3])
        a.line(620, 120, 780, 390, 5, RED)
    a.rect(240, 420, 1120, 110, mix(BROWN, UMBER, .2))
    a.rect(240, 420, 1120, 14, CLAY)
    a.poly([(240, 520), (1360, 520), (W, 660), (W, H), (0, H), (0, 660)], a.vgrad(520, H, mix(BRICK, CLAY, .3), mix(BRICK, INK, .4)))
    # speakers
    for i, (t, hat) in enumerate(((INK, "none"), (CREAM, "bun"), (INDIGO, "none"), (mix(TEAL, CREAM, .3), "long"), (INK, "none"))):
        x = 640 + i * 100
        figure(a, x, 560, 230, "hold", view="front", top=t, bottom=INK, hat=hat, tunic=False)
        if i in (0, 2, 4):
            a.poly([(x - 10, 376), (x + 10, 376), (x, 410)], CREAM)
    a.rect(580, 440, 520, 84, RIVER)
    a.rect(570, 430, 540, 16, light(RIVER, .3))
    a.rect(580, 446, 520, 14, INK, .25)
    for i in range(5):
        a.rect(612 + i * 100, 416, 34, 14, CREAM)
        a.line(664 + i * 100, 432, 658 + i * 100, 405, 3, INK)
        a.disc(658 + i * 100, 402, 4, INK)
    for i in range(16):
        leafdabs(a, 590 + i * 33, 528, 20, 10, (LEAF, DEEP)[i % 2], 6, 12, i)
        a.disc(594 + i * 33, 522, 6, (RED, AMBER, CREAM)[i % 3])
    # lectern
    a.poly([(360, 330), (470, 330), (455, 520), (375, 520)], BROWN)
    a.poly([(350, 316), (480, 316), (474, 340), (356, 340)], CLAY)
    a.disc(415, 420, 24, AMBER)
    figure(a, 410, 512, 270, "hold", view="front", top=CREAM, bottom=INK, hat="bun")
    a.poly([(360, 340), (470, 340), (455, 520), (375, 520)], BROWN)
    a.poly([(350, 326), (480, 326), (474, 348), (356, 348)], CLAY)
    a.disc(415, 425, 24, AMBER)
    flag(a, 1230, 520, 330, 100, RED)
    # the audience in rows
    r = random.Random(6)
    for k, (y, h, n) in enumerate(((590, 62, 20), (655, 84, 16), (740, 116, 12), (860, 165, 9))):
        for s in (0, 1):
            w = 640 + k * 55
            x0 = (750 - k * 18 - w) if s == 0 else (850 + k * 18)
            m = n // 2
            for i in range(m):
                x = x0 + w * (i + .5) / m
                a.rect(x - h * .62, y + h * .0, h * 1.24, h * .9, mix(UMBER, INK, .4), 1, r=h * .16)
            crowd(a, x0, x0 + w, y + h * .5, h, m, random.Random(k * 2 + s), (INDIGO, mix(RIVER, INK, .2), mix(CLAY, BROWN, .4), mix(INDIGO, INK, .35))[k],
                  (CREAM, mix(TEAL, CREAM, .3), OCHRE, mix(RIVER, INK, .3))[k], 0, .06)
            for i in range(m):
                x = x0 + w * (i + .5) / m
                a.rect(x - h * .58, y + h * .28, h * 1.16, h * .8, mix(BRICK, UMBER, .55), 1, r=h * .14)
                a.rect(x - h * .58, y + h * .28, h * 1.16, h * .12, mix(BRICK, CLAY, .3), .8, r=h * .06)
    figure(a, 800, 880, 330, "raise", True, top=CREAM, bottom=INK, hat="none", tunic=False, over={"hands": [(.2, .72), (-.03, .46)]})
    a.line(736, 640, 728, 616, 10, INK)
    a.disc(727, 612, 9, INK)
