"""The colours of every picture, each with its partner for the dark page. Imports nothing: the site reads it, too."""

INK, MUTED, FAINT = "#24292f", "#6b7280", "#d8dce3"  # text, axes, grid
SURFACE = "#4b5563"  # the loss itself
CALM = "#0067b1"  # blue: converges
WILD = "#c2410c"  # vermilion: diverges
GREEN, PURPLE, GOLD = "#00795c", "#8e3a8c", "#9a6a00"  # further curves
PALE_CALM, PALE_WILD = "#cfe3f5", "#f9dccb"  # areas

DARK = {  # light -> dark partner of every colour
    INK: "#e6e8ee",
    MUTED: "#9aa3b2",
    FAINT: "#3b4252",
    SURFACE: "#b8c0cc",
    CALM: "#6db7f2",
    WILD: "#ff9e64",
    GREEN: "#4fd1a5",
    PURPLE: "#d8a0e0",
    GOLD: "#e8c35a",
    PALE_CALM: "#1d3a54",
    PALE_WILD: "#54301c",
}
