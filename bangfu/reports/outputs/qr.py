"""The square that opens a sealed report's page."""

import io

import segno


def qr_svg(address: str) -> str:
    """Return the address as an SVG image."""
    return segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=True)


def qr_png(address: str) -> bytes:
    """Return the address as a PNG image, 10 pixels a module: sharp in print at 3 cm."""
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="png", scale=10, border=2)
    return stream.getvalue()
