"""What the keys in the other marts mean: touchpoints, causes, themes, personas."""

from .column import Mart, is_so, number, text

TOUCHPOINTS = Mart(
    "touchpoints",
    "The journey: one row a touchpoint.",
    ("touchpoint",),
    (
        text("touchpoint", "Its key in the other marts."),
        text("name", "What it is called."),
        text("stage", "Where on the customer's way it lies."),
        text("nature", "A product is handed over, a service is a handshake."),
        number("place", "Its turn in the journey."),
        is_so("retired", "It is no longer in use."),
    ),
    "SELECT touchpoint, name, stage, nature, place, retired FROM kept_touchpoints",
)

CAUSES = Mart(
    "causes",
    "One row a cause that a case may be closed with.",
    ("cause",),
    (
        text("cause", "Its key in the other marts."),
        text("label", "What it is called."),
        text("stage", "Where on the customer's way it arises."),
        is_so("own_doing", "The firm declares it the customer's own doing."),
        is_so("retired", "It is no longer in use."),
    ),
    "SELECT cause, label, stage, own_doing, retired FROM kept_causes",
)

THEMES = Mart(
    "themes",
    "One row a theme that was found in the words.",
    ("theme",),
    (
        number("theme", "Its number in the other marts."),
        text("name", "What it is about, in a few words."),
        text("head", "What it belongs to."),
        number("complaints", "How many complaints belong to it.", "complaints"),
        number("people", "By how many people.", "people"),
    ),
    "SELECT theme, name, head, complaints, people FROM kept_themes",
)

PERSONAS = Mart(
    "personas",
    "One row a persona: whom the firm built this for.",
    ("persona",),
    (
        text("persona", "Its key in the other marts."),
        text("name", "What it is called."),
        is_so("designed_for", "The experience was designed for them."),
        is_so("retired", "It is no longer in use."),
    ),
    "SELECT persona, name, designed_for, retired FROM kept_personas",
)
