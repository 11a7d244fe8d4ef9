"""A thin layer over Skia: flat shapes, soft gradations, clips, and the paper."""
import io
import math
import random
from contextlib import contextmanager

import numpy as np
import skia
from PIL import Image

from palette import INK


def colour(c, a=1.0):
    return skia.Color(int(round(c[0])), int(round(c[1])), int(round(c[2])),
                      int(round(255 * max(0, min(1, a)))))


def smooth_path(points, closed=True, tension=0.5):
    """A Catmull-Rom curve through the points."""
    p = skia.Path()
    n = len(points)
    p.moveTo(*points[0])
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p1, p2 = points[i], points[i + 1]
            p0 = points[i - 1] if i else p1
            p3 = points[i + 2] if i + 2 < n else p2
        k = tension / 3 * 2
        p.cubicTo(p1[0] + (p2[0] - p0[0]) * k / 2, p1[1] + (p2[1] - p0[1]) * k / 2,
                  p2[0] - (p3[0] - p1[0]) * k / 2, p2[1] - (p3[1] - p1[1]) * k / 2,
                  p2[0], p2[1])
    if closed:
        p.close()
    return p


def poly_path(points, closed=True):
    p = skia.Path()
    p.moveTo(*points[0])
    for q in points[1:]:
        p.lineTo(*q)
    if closed:
        p.close()
    return p


class Art:
    """One picture. Colours are (r, g, b) in 0..255; a is opacity."""

    def __init__(self, w, h, seed=1):
        self.w, self.h = w, h
        self.surface = skia.Surface(w, h)
        self.c = self.surface.getCanvas()
        self.c.clear(skia.ColorWHITE)
        self.rng = random.Random(seed)
        self.seed = seed

    # -- paint ---------------------------------------------------------------
    def paint(self, col, a=1.0, **kw):
        p = skia.Paint(AntiAlias=True, **kw)
        if isinstance(col, skia.Shader):
            p.setShader(col)
            p.setAlphaf(a)
        else:
            p.setColor(colour(col, a))
        return p

    def vgrad(self, y0, y1, *stops):
        """Vertical gradation (bokashi). Each stop is colour or (colour, alpha)."""
        cols = [colour(*s) if isinstance(s[0], (tuple, list)) else colour(s) for s in stops]
        return skia.GradientShader.MakeLinear([(0, y0), (0, y1)], cols)

    def lgrad(self, x0, y0, x1, y1, *stops):
        cols = [colour(*s) if isinstance(s[0], (tuple, list)) else colour(s) for s in stops]
        return skia.GradientShader.MakeLinear([(x0, y0), (x1, y1)], cols)

    # -- shapes --------------------------------------------------------------
    def path(self, p, col, a=1.0):
        self.c.drawPath(p, self.paint(col, a))

    def poly(self, pts, col, a=1.0):
        self.path(poly_path(pts), col, a)

    def blob(self, pts, col, a=1.0, tension=0.75):
        self.path(smooth_path(pts, True, tension), col, a)

    def rect(self, x, y, w, h, col, a=1.0, r=0):
        if r:
            self.c.drawRoundRect(skia.Rect.MakeXYWH(x, y, w, h), r, r, self.paint(col, a))
        else:
            self.c.drawRect(skia.Rect.MakeXYWH(x, y, w, h), self.paint(col, a))

    def oval(self, cx, cy, rx, ry, col, a=1.0):
        self.c.drawOval(skia.Rect.MakeLTRB(cx - rx, cy - ry, cx + rx, cy + ry), self.paint(col, a))

    def disc(self, cx, cy, r, col, a=1.0):
        self.oval(cx, cy, r, r, col, a)

    def ring(self, cx, cy, r, w, col, a=1.0):
        self.c.drawCircle(cx, cy, r, self.paint(col, a, Style=skia.Paint.kStroke_Style, StrokeWidth=w))

    def line(self, x0, y0, x1, y1, w, col, a=1.0, cap="round"):
        self.stroke([(x0, y0), (x1, y1)], w, col, a, cap=cap, smooth=False)

    def stroke(self, pts, w, col, a=1.0, cap="round", smooth=True, closed=False):
        p = self.paint(col, a, Style=skia.Paint.kStroke_Style, StrokeWidth=w,
                       StrokeCap=skia.Paint.kRound_Cap if cap == "round" else skia.Paint.kButt_Cap,
                       StrokeJoin=skia.Paint.kRound_Join)
        self.c.drawPath(smooth_path(pts, closed, 0.75) if smooth else poly_path(pts, closed), p)

    def brush(self, pts, w0, w1, col, a=1.0, mid=None):
        """A tapering stroke along a smooth line, w0 wide at the start, w1 at the end."""
        samples = sample(pts)
        n = len(samples)
        left, right = [], []
        for i, (x, y) in enumerate(samples):
            ax, ay = samples[max(0, i - 1)]
            bx, by = samples[min(n - 1, i + 1)]
            d = math.hypot(bx - ax, by - ay) or 1
            t = i / (n - 1)
            w = w0 + (w1 - w0) * t
            if mid is not None:
                w = w * (1 - math.sin(math.pi * t)) + mid * math.sin(math.pi * t)
            nx, ny = -(by - ay) / d * w / 2, (bx - ax) / d * w / 2
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.poly(left + right[::-1], col, a)

    def glow(self, cx, cy, r, col, a=0.6):
        sh = skia.GradientShader.MakeRadial((cx, cy), r, [colour(col, a), colour(col, a * .35), colour(col, 0)],
                                            [0, .45, 1])
        self.c.drawCircle(cx, cy, r, skia.Paint(AntiAlias=True, Shader=sh))

    # -- state ---------------------------------------------------------------
    @contextmanager
    def at(self, x=0, y=0, sx=1, sy=None, rot=0):
        self.c.save()
        self.c.translate(x, y)
        if rot:
            self.c.rotate(rot)
        self.c.scale(sx, sx if sy is None else sy)
        yield self
        self.c.restore()

    @contextmanager
    def clip(self, p):
        self.c.save()
        self.c.clipPath(p, skia.ClipOp.kIntersect, True)
        yield self
        self.c.restore()

    @contextmanager
    def layer(self, a=1.0, blur=0):
        p = skia.Paint(Alphaf=a)
        if blur:
            p.setImageFilter(skia.ImageFilters.Blur(blur, blur))
        self.c.saveLayer(None, p)
        yield self
        self.c.restore()

    @contextmanager
    def tinted(self, col, t, a=1.0):
        """Everything drawn inside is pulled towards one colour (for distance or backlight)."""
        r, g, b = (v / 255 * t for v in col)
        k = 1 - t
        m = [k, 0, 0, 0, r, 0, k, 0, 0, g, 0, 0, k, 0, b, 0, 0, 0, 1, 0]
        self.c.saveLayer(None, skia.Paint(Alphaf=a, ColorFilter=skia.ColorFilters.Matrix(m)))
        yield self
        self.c.restore()

    def reflect(self, y, fn, a=0.35, squash=0.85, tint=None, t=0.3, x0=None, x1=None, depth=None):
        """Draw fn and, below the line y, its reflection cut by ripples."""
        self.c.save()
        self.c.clipRect(skia.Rect.MakeLTRB(-9999, y, 9999, self.h + 10 if depth is None else y + depth),
                        skia.ClipOp.kIntersect, True)
        if tint is None:
            self.c.saveLayer(None, skia.Paint(Alphaf=a))
        else:
            r, g, b = (v / 255 * t for v in tint)
            k = 1 - t
            m = [k, 0, 0, 0, r, 0, k, 0, 0, g, 0, 0, k, 0, b, 0, 0, 0, 1, 0]
            self.c.saveLayer(None, skia.Paint(Alphaf=a, ColorFilter=skia.ColorFilters.Matrix(m)))
        self.c.translate(0, y)
        self.c.scale(1, -squash)
        self.c.translate(0, -y)
        fn()
        self.c.restore()
        self.c.restore()
        fn()

    # -- paper ---------------------------------------------------------------
    def finish(self, grain=1.0):
        """Hand-cut edges, uneven inking, wood grain and paper fibre."""
        arr = self.surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]
        arr = arr.astype(np.float32)
        h, w = arr.shape[:2]
        rs = np.random.RandomState(self.seed * 7919 % 2 ** 31)
        # Edges wander by about a pixel, as a knife does in pear wood.
        dx, dy = noise(rs, w, h, 12) * .6, noise(rs, w, h, 12) * .6
        yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
        xs, ys = np.clip(xx + dx, 0, w - 1.001), np.clip(yy + dy, 0, h - 1.001)
        x0, y0 = xs.astype(np.int32), ys.astype(np.int32)
        fx, fy = (xs - x0)[..., None], (ys - y0)[..., None]
        arr = ((arr[y0, x0] * (1 - fx) + arr[y0, x0 + 1] * fx) * (1 - fy)
               + (arr[y0 + 1, x0] * (1 - fx) + arr[y0 + 1, x0 + 1] * fx) * fy)
        # Ink lies unevenly; the block's grain shows a little in the darks.
        lum = arr.mean(axis=2) / 255
        mottle = noise(rs, w, h, 60) * .7 + noise(rs, w, h, 7) * .5
        wood = noise(rs, w, h, 5, stretch=60)
        g = 1 + grain * (mottle * .014 + wood * .014 * (1.15 - lum))
        arr = arr * g[..., None] + grain * (noise(rs, w, h, 2.2) * 1.5)[..., None]
        # Corners a touch deeper.
        r2 = ((xx / w - .5) ** 2 + (yy / h - .5) ** 2)[..., None]
        v = np.clip((r2 - .2) * .32, 0, 1)
        arr = arr * (1 - v) + np.array(INK, np.float32) * v
        return Image.fromarray(np.clip(arr, 0, 255).astype(np.uint8))


def noise(rs, w, h, scale, stretch=1):
    """Smooth noise of unit deviation; stretch makes it run along x."""
    gw, gh = max(3, int(w / (scale * stretch)) + 3), max(3, int(h / scale) + 3)
    g = Image.fromarray(rs.randn(gh, gw).astype(np.float32))
    return np.asarray(g.resize((w, h), Image.BICUBIC), dtype=np.float32)


def sample(pts, step=12):
    """Points along a Catmull-Rom curve."""
    out = []
    n = len(pts)
    if n == 2:
        return [(pts[0][0] + (pts[1][0] - pts[0][0]) * i / step, pts[0][1] + (pts[1][1] - pts[0][1]) * i / step)
                for i in range(step + 1)]
    for i in range(n - 1):
        p1, p2 = pts[i], pts[i + 1]
        p0 = pts[i - 1] if i else p1
        p3 = pts[i + 2] if i + 2 < n else p2
        for k in range(step):
            t = k / step
            out.append(tuple(0.5 * (2 * p1[j] + (p2[j] - p0[j]) * t
                                    + (2 * p0[j] - 5 * p1[j] + 4 * p2[j] - p3[j]) * t * t
                                    + (3 * p1[j] - p0[j] - 3 * p2[j] + p3[j]) * t ** 3) for j in (0, 1)))
    out.append(pts[-1])
    return out


def jpeg(image, limit=131_000):
    """Progressive JPEG, as good as fits in `limit` bytes."""
    lo, hi, best = 25, 92, None
    while lo <= hi:
        q = (lo + hi) // 2
        buf = io.BytesIO()
        image.save(buf, "JPEG", quality=q, progressive=True, optimize=True)
        if buf.tell() <= limit:
            best, lo = buf.getvalue(), q + 1
        else:
            best, hi = best or (buf.getvalue() if q == 25 else None), q - 1
    return best
