"""The photo studio of the demo store: every sample picture is drawn here, by our own code, with Pillow alone.

``field`` does arithmetic on whole pictures, ``view`` says which part of the drawing board a picture shows, ``shapes``
turns outlines into masks, ``light`` turns surfaces into light and light into paint, and ``stage`` is the room that
every product stands in. Sewn things are laid out of panels (``cloth``); hard ones are bodies (``solid``) that rays are
traced against (``trace``). The other modules hold one product each.
"""
