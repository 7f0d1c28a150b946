"""Start of the command `platform-app`, also as `python -m platform_app`."""

import gc
from pkgutil import resolve_name


def main() -> None:
    """Load the program and run a command; see `platform_app.cli`."""
    # Nearly all that loading makes stays until the end: the collector would look through it again and again and find nothing.
    gc.disable()
    run = resolve_name("platform_app.cli:main")
    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
