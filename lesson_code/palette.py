"""The colours of every picture, each with its partner for the dark page. Imports nothing: the site reads it, too.

A regime has one colour in the whole book, and what is no regime has none of these five. They are told apart with
red-green blindness, too, and are dark (on the dark page: light) enough for labels.
"""

INK, MUTED, FAINT = "#24292f", "#5f6875", "#d8dce3"  # text, axes, grid
SURFACE = "#4b5563"  # the loss itself

MONOTONE, ONE_STEP, OSCILLATING, CYCLE, DIVERGING = "#0067b1", "#004d33", "#a8327c", "#4a1a6e", "#c2410c"
REGIMES = {
    "monotone": MONOTONE,
    "one-step": ONE_STEP,
    "oscillating": OSCILLATING,
    "cycle": CYCLE,
    "diverging": DIVERGING,
}
PALE_MONOTONE, PALE_OSCILLATING, PALE_DIVERGING = "#eaf3fb", "#fbeef6", "#fdf0e9"  # areas
CALM = MONOTONE  # a way that comes to rest, where no regime is told

TEAL, OCHRE = "#0b7285", "#8a5f00"  # what is compared and is no regime
UNSETTLED = "#8a63c9"  # an area of the map, which has the same colour on the dark page

DARK = {  # light -> dark partner of every colour
    INK: "#e6e8ee",
    MUTED: "#9aa3b2",
    FAINT: "#3b4252",
    SURFACE: "#b8c0cc",
    MONOTONE: "#6fbff4",
    ONE_STEP: "#c2f7d8",
    OSCILLATING: "#f59bb0",
    CYCLE: "#a48ee8",
    DIVERGING: "#e8843a",
    PALE_MONOTONE: "#1d3042",
    PALE_OSCILLATING: "#3a2735",
    PALE_DIVERGING: "#3d2a20",
    TEAL: "#5cc8d7",
    OCHRE: "#e8c35a",
    UNSETTLED: "#8a63c9",
}
