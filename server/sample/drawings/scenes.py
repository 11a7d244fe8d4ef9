"""All pictures by name: (shape, function)."""
ALL = {}


def scene(shape, name):
    def add(fn):
        ALL[name] = (shape, fn)
        return fn
    return add







import scenes_river    # noqa: E402,F401
import scenes_land     # noqa: E402,F401
import scenes_town     # noqa: E402,F401
import scenes_people   # noqa: E402,F401
import scenes_night    # noqa: E402,F401
