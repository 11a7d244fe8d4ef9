"""Simplified, well-proportioned figures. Units: 1 is the figure's height, y goes up, facing +x."""
import math

from canvas import poly_path, smooth_path
from palette import *

POSES = {
    # hip, lean (degrees forward), hands (near, far), feet (near, far)
    "stand": ((0, .5), 2, [(.08, .44), (-.03, .44)], [(.03, 0), (-.05, 0)]),
    "walk": ((0, .49), 5, [(-.13, .5), (.16, .53)], [(.16, .01), (-.18, .04)]),
    "run": ((0, .52), 15, [(.24, .72), (-.1, .6)], [(-.32, .25), (.2, .1)]),
    "run2": ((0, .52), 13, [(-.1, .6), (.24, .74)], [(.24, .12), (-.3, .3)]),
    "bend": ((-.13, .47), 78, [(.26, .05), (.32, .12)], [(.02, 0), (-.1, 0)]),
    "stoop": ((-.08, .48), 42, [(.3, .3), (.33, .38)], [(.06, 0), (-.1, 0)]),
    "sit": ((0, .27), 4, [(.2, .36), (.17, .36)], [(.24, 0), (.17, 0)]),
    "read": ((0, .27), 10, [(.24, .47), (.26, .49)], [(.25, 0), (.18, 0)]),
    "squat": ((-.08, .15), 24, [(.24, .2), (.27, .24)], [(.06, 0), (.0, 0)]),
    "row": ((0, .48), 18, [(.29, .63), (.25, .55)], [(.15, 0), (-.12, 0)]),
    "paddle": ((0, .1), 22, [(.26, .2), (.2, .42)], [(.3, .0), (.26, .0)]),
    "reach": ((0, .5), 6, [(.3, .72), (.28, .66)], [(.05, 0), (-.06, 0)]),
    "give": ((0, .5), 6, [(.26, .58), (.24, .55)], [(.05, 0), (-.06, 0)]),
    "raise": ((0, .5), 0, [(.14, 1.06), (-.05, .46)], [(.05, 0), (-.06, 0)]),
    "cheer": ((0, .5), 0, [(.2, 1.02), (-.16, 1.02)], [(.05, 0), (-.06, 0)]),
    "push": ((-.05, .48), 20, [(.3, .58), (.3, .6)], [(.12, 0), (-.22, .03)]),
    "kick": ((0, .5), -8, [(-.2, .66), (.22, .66)], [(.32, .14), (-.06, 0)]),
    "pole": ((0, .49), 5, [(.15, .82), (-.12, .5)], [(.15, 0), (-.16, .03)]),
    "cycle": ((-.13, .56), 14, [(.22, .63), (.21, .62)], [(.06, .09), (-.04, .28)]),
    "ride": ((-.1, .42), 6, [(.25, .52), (.24, .52)], [(.16, .13), (.16, .13)]),
    "kneel": ((-.05, .27), 20, [(.25, .22), (.28, .28)], [(-.27, .03), (.1, 0)]),
    "fold": ((0, .5), 0, [(.12, .6), (.1, .58)], [(.04, 0), (-.04, 0)]),
}
FRONT = {
    "stand": ([(.125, .43), (-.125, .43)], [(.055, 0), (-.055, 0)]),
    "wave": ([(.19, 1.0), (-.13, .43)], [(.06, 0), (-.06, 0)]),
    "hold": ([(.06, .55), (-.06, .55)], [(.05, 0), (-.05, 0)]),
    "arms": ([(.3, .86), (-.3, .86)], [(.1, 0), (-.1, 0)]),
    "sit": ([(.1, .34), (-.1, .34)], [(.07, .0), (-.07, .0)]),
    "up": ([(.16, 1.06), (-.16, 1.06)], [(.08, 0), (-.08, 0)]),
}


def ik(p, q, l1, l2, bend):
    """Joint between p and q; bend +1 puts it to the left of p→q."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    d = math.hypot(dx, dy) or 1e-6
    if d > l1 + l2 - 1e-4:
        k = (l1 + l2 - 1e-4) / d
        dx, dy, d = dx * k, dy * k, d * k
        q = (p[0] + dx, p[1] + dy)
    c = max(-1, min(1, (l1 * l1 + d * d - l2 * l2) / (2 * l1 * d)))
    ang = math.atan2(dy, dx) + bend * math.acos(c)
    return (p[0] + l1 * math.cos(ang), p[1] + l1 * math.sin(ang)), q


def capsule(a, p, q, r0, r1, col):
    d = math.hypot(q[0] - p[0], q[1] - p[1]) or 1e-6
    nx, ny = -(q[1] - p[1]) / d, (q[0] - p[0]) / d
    a.poly([(p[0] + nx * r0, p[1] + ny * r0), (q[0] + nx * r1, q[1] + ny * r1),
            (q[0] - nx * r1, q[1] - ny * r1), (p[0] - nx * r0, p[1] - ny * r0)], col)
    a.disc(*p, r0, col)
    a.disc(*q, r1, col)


def lerp(p, q, t):
    return (p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t)


def cone_hat(a, x, y, r, col=STRAW, rot=0, shade=True):
    """A conical hat with its brim's middle at x, y (y up)."""
    with a.at(x, y, 1, 1, rot):
        pts = [(-r, -.02 * r), (-r * .5, r * .38), (0, r * .8), (r * .5, r * .38), (r, -.02 * r)]
        p = poly_path(pts, False)
        p.quadTo(0, -r * .3, -r, -.02 * r)
        p.close()
        a.path(p, col)
        if shade:
            with a.clip(p):
                a.poly([(r * .0, r), (-r * .35, -r * .3), (-r * 1.2, -r * .3), (-r * 1.2, r)], dark(col, .3), .75)


def figure(a, x, y, h, pose="stand", flip=False, top=RIVER, bottom=INK, skin=SKIN, hair=INK, hat="cone",
           hatcol=STRAW, sleeve="long", legs="trousers", kid=False, view="side", tunic=True, tilt=0,
           over=None, shade=True, shoes=None, prop=None):
    """One person. pose is a name or (hip, lean, hands, feet); over replaces hip/lean/hands/feet; x, y at the feet."""
    if isinstance(pose, str):
        hip, lean, hands, feet = POSES.get(pose, POSES["stand"])
        if view != "side":
            hands, feet = FRONT.get(pose, FRONT["stand"])
            hip, lean = ((0, .3) if pose == "sit" else (0, .5)), 0
    else:
        hip, lean, hands, feet = pose
    over = over or {}
    hip, lean = over.get("hip", hip), over.get("lean", lean)
    hands, feet = over.get("hands", hands), over.get("feet", feet)
    side = view == "side"
    # Children: bigger head, shorter legs.
    ll, al, tl, hr = (.242, .165, .3, .062) if not kid else (.215, .145, .29, .085)
    if kid and over.get("hip") is None and hip[1] > .4:
        hip = (hip[0], hip[1] - .06)
    rad = math.radians(lean)
    ux, uy = math.sin(rad), math.cos(rad)      # up along the spine
    fx, fy = uy, -ux                           # forwards

    def body(u, v):
        return (hip[0] + ux * u * tl + fx * v, hip[1] + uy * u * tl + fy * v)

    leg_len = ll
    W = 1.12 if kid else 1.0
    if side:
        sh = [body(.93, .0), body(.93, .0)]
        hp = [body(.0, .0), body(.0, -.005)]
    else:
        sh = [body(.9, .088 * W), body(.9, -.088 * W)]
        hp = [body(-.02, .042), body(-.02, -.042)]
    sd = mix(top, INK, .3)
    bd = mix(bottom, INK, .3) if bottom != INK else mix(INK, DUSK, .12)
    skd = mix(skin, UMBER, .25)

    def leg(i, col, skcol):
        ll = leg_len
        if not side and hip[1] > .4:
            ll = math.hypot(hp[i][0] - feet[i][0], hp[i][1] - feet[i][1] - .025) / 2 * 1.002
        knee, foot = ik(hp[i], (feet[i][0], feet[i][1] + .025), ll, ll, over.get("knee", [1, 1])[i] if side else (-1, 1)[i])
        if legs == "shorts":
            capsule(a, knee, foot, .032, .022, skcol)
            capsule(a, hp[i], knee, .058, .036, skcol)
            capsule(a, hp[i], lerp(hp[i], knee, .72), .062, .055, col)
        elif legs == "skirt":
            capsule(a, knee, foot, .03, .02, skcol)
            capsule(a, hp[i], knee, .055, .036, skcol)
        else:
            capsule(a, hp[i], knee, .06, .044, col)
            capsule(a, knee, foot, .044, .034, col)
        f = shoes or skcol
        d = .032 if side else .0
        capsule(a, (foot[0] - .004, foot[1] - .008), (foot[0] + d + .012, foot[1] - .014), .017, .011, f)

    def arm(i, col, skcol):
        bend = over.get("elbow", [-1, -1])[i] if side else (1, -1)[i] * over.get("elbow", [1, 1])[i]
        if not side and hands[i][1] > sh[i][1]:
            bend = -bend
        el, hand = ik(sh[i], hands[i], al, al, bend)
        if sleeve == "none":
            capsule(a, sh[i], el, .036, .028, skcol)
            capsule(a, el, hand, .028, .02, skcol)
        elif sleeve == "short":
            capsule(a, sh[i], el, .034, .027, skcol)
            capsule(a, el, hand, .027, .02, skcol)
            capsule(a, sh[i], lerp(sh[i], el, .62), .043, .039, col)
        else:
            capsule(a, sh[i], el, .041, .034, col)
            capsule(a, el, hand, .034, .026, col)
        capsule(a, hand, (hand[0] + (hand[0] - el[0]) * .12, hand[1] + (hand[1] - el[1]) * .12), .02, .017, skcol)
        return hand

    with a.at(x, y, -h if flip else h, -h):
        if side:
            arm(1, sd, skd)
        leg(1, bd, skd)
        leg(0, bottom, skin)
        low = (-.22 if hip[1] > .4 else -.1) if tunic else -.08
        if side:
            tp = [(low, -.072), (low, .068), (.1, .058), (.35, .056), (.7, .068), (.93, .05), (1.04, .018),
                  (1.04, -.022), (.95, -.056), (.65, -.07), (.3, -.058)]
        else:
            tp = [(low, -.085), (low, .085), (.15, .07), (.4, .072), (.75, .094), (.94, .106), (1.02, .06),
                  (1.05, .03), (1.05, -.03), (1.02, -.06), (.94, -.106), (.75, -.094), (.4, -.072), (.15, -.07)]
        tor = smooth_path([body(u, v * W) for u, v in tp], True, .7)
        if legs == "skirt":
            k0, k1 = body(-.0, -.07), body(0, .07)
            a.blob([k0, k1, (hip[0] + .13, hip[1] - .25), (hip[0] - .12, hip[1] - .25)], bottom, tension=.3)
        # Neck and head sit between shirt and hat.
        hc = body(1.0, .0)
        ht = math.radians(lean * .55 + tilt)
        hx, hy = hc[0] + math.sin(ht) * (hr * 1.55), hc[1] + math.cos(ht) * (hr * 1.55)
        capsule(a, hc, (hx, hy), .03 * W, .03 * W, skd)
        a.path(tor, top)
        if shade:
            with a.clip(tor):
                e = -.012 if side else -.02
                a.poly([body(-.6, -.3), body(-.6, e - .02), body(.4, e), body(1.2, e - .03), body(1.2, -.3)], INK, .2)
        with a.at(hx, hy, 1, 1, -math.degrees(ht) if side else -tilt):
            rx, ry = hr * .8, hr * 1.06
            if view == "back":
                a.oval(0, 0, rx, ry, hair)
            else:
                a.oval(0, -.002, rx, ry, skin)
                if side:
                    a.poly([(rx * .8, ry * .22), (rx * 1.2, -ry * .18), (rx * .75, -ry * .3)], skin)
                    hp_ = [(rx * .72, ry * .62), (rx * .3, ry * 1.08), (-rx * .5, ry * 1.06), (-rx * 1.12, ry * .4),
                           (-rx * 1.02, -ry * .45), (-rx * .55, -ry * .7), (-rx * .3, -ry * .1), (-rx * .05, ry * .25)]
                    a.blob(hp_, hair, tension=.7)
                else:
                    hp_ = [(-rx * 1.06, -ry * .1), (-rx * 1.0, ry * .55), (0, ry * 1.14), (rx * 1.0, ry * .55),
                           (rx * 1.06, -ry * .1), (rx * .74, ry * .28), (rx * .2, ry * .52), (-rx * .6, ry * .3)]
                    a.blob(hp_, hair, tension=.6)
                if shade:
                    with a.clip(smooth_path([(rx * math.cos(t), ry * math.sin(t) - .002) for t in
                                             [i * math.pi / 8 for i in range(16)]], True, .75)):
                        if hat == "cone":
                            a.rect(-.2, -ry * .15, .4, .4, UMBER, .45)
            if hat == "long":
                d = -1 if side else 0
                a.blob([(-rx * 1.0, ry * .5), (rx * .1 if side else rx, ry * .5), (-rx * .2 if side else rx * 1.1, -ry * 2.2),
                        (-rx * .9 if side else 0, -ry * 3.4), (-rx * 1.35 if side else -rx * 1.1, -ry * 2.0)]
                       if view != "front" else [(-rx, ry * .4), (-rx * .8, -ry * .2), (-rx * .9, -ry * 1.9), (-rx * 1.3, -ry * 1.5)],
                       hair, tension=.6)
            elif hat == "bun":
                a.disc(-rx * 1.1 if side else 0, ry * (.15 if side else 1.15), hr * .42, hair)
            elif hat == "tail":
                a.blob([(-rx * .8, ry * .3), (-rx * 1.5, ry * .25), (-rx * 1.7, -ry * .9), (-rx * 1.3, -ry * 1.3), (-rx * 1.2, -ry * .4)],
                       hair, tension=.6)
            elif hat == "cap":
                a.blob([(-rx * 1.08, ry * .25), (-rx * .9, ry * .95), (rx * .1, ry * 1.25), (rx * .95, ry * .75),
                        (rx * 1.0, ry * .32)], hatcol, tension=.6)
                if side:
                    capsule(a, (rx * .7, ry * .36), (rx * 1.55, ry * .26), hr * .13, hr * .07, hatcol)
            elif hat == "helmet":
                a.blob([(-rx * 1.25, -ry * .05), (-rx * 1.15, ry * .8), (0, ry * 1.35), (rx * 1.1, ry * .8),
                        (rx * 1.2, ry * .2), (0, ry * .1)], hatcol, tension=.7)
            elif hat == "scarf":
                a.blob([(-rx * 1.1, -ry * .4), (-rx * 1.05, ry * .7), (0, ry * 1.2), (rx * .9, ry * .7), (rx * .8, ry * .4),
                        (-rx * .2, ry * .1), (-rx * .5, -ry * .8)], hatcol, tension=.7)
            if hat == "cone":
                cone_hat(a, 0, ry * .22, .15 if not kid else .17, hatcol, 0, shade)
        if prop:
            prop(a)
        if side:
            arm(0, mix(top, CREAM, .07), skin)
        else:
            for i in (0, 1):
                arm(i, top if i == 0 else mix(top, INK, .12), skin)
    return None


def aodai(a, x, y, h, col=CREAM, flip=False, trousers=None, hat="cone", wind=.0, hands=None, pose="stand"):
    """A standing or walking woman in a long dress."""
    trousers = trousers or mix(col, MIST, .4)
    s = -1 if flip else 1
    pts = [(-.065, .56), (.06, .56), (.085, .3), (.1, .08), (-.02, .07), (-.1 - wind, .09), (-.1 - wind * .5, .3)]
    figure(a, x, y, h, pose, flip, top=col, bottom=trousers, hat=hat, over={"hands": hands} if hands else None,
           prop=lambda a: (a.blob(pts, col, tension=.45),
                           a.blob([(-.065, .56), (-.02, .55), (-.03, .3), (-.05, .085), (-.1 - wind, .09), (-.1 - wind * .5, .3)],
                                  INK, .16, tension=.45)))


def crowd(a, x0, x1, y, h, n, rng, col=INK, col2=None, hats=.4, jitter=.1, view="back"):
    """Heads and shoulders in rows, seen from behind."""
    for i in range(n):
        x = x0 + (x1 - x0) * (i + .5) / n + rng.uniform(-1, 1) * (x1 - x0) / n * .25
        hh = h * (1 + rng.uniform(-jitter, jitter))
        c = mix(col, col2 or col, rng.random())
        a.blob([(x - hh * .55, y + hh * .1), (x - hh * .5, y - hh * .45), (x - hh * .2, y - hh * .62), (x + hh * .2, y - hh * .62),
                (x + hh * .5, y - hh * .45), (x + hh * .55, y + hh * .1)], c, tension=.6)
        a.rect(x - hh * .1, y - hh * .75, hh * .2, hh * .2, c)
        if rng.random() < hats:
            a.oval(x, y - hh * .85, hh * .2, hh * .26, dark(c, .4))
            with a.at(x, y - hh * .88, 1, -1):
                cone_hat(a, 0, 0, hh * .5, mix(STRAW, c, .25))
        else:
            a.oval(x, y - hh * .88, hh * .2, hh * .26, dark(c, .45))
