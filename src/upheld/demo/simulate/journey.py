"""The demo firm's journey, from the first contact to the next order, as data."""

from upheld.core.journey import Touchpoint
from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.demo.simulate.firm import HOME_WORKER, PRACTICE, STAYER

_S, _PRODUCT, _SERVICE = JourneyStage, Nature.PRODUCT, Nature.SERVICE

# What we promise each persona; those whom we did not build for are promised no less.
PROMISES = {
    STAYER: "One good piece, made for your wall, and repaired for as long as you keep it.",
    HOME_WORKER: "A desk that fits you and the room, and parts that can be added in five years.",
    PRACTICE: "The same piece again, one invoice, one person to ring, and a day that holds.",
}
_TOUCHPOINTS = (
    ("advert", "Hearing of us", _S.LEAD, _SERVICE,
     "What we say of ourselves is what we do on an ordinary day.", ()),
    ("promise", "Pictures, prices and lead times", _S.PROMISE, _SERVICE,
     "What is shown is what comes, by the day that is named.", ()),
    ("advice", "Advice before ordering", _S.PROMISE, _SERVICE,
     "We say so where something else would serve better.", ()),
    ("measuring", "The measuring visit", _S.SALE, _SERVICE,
     "We measure ourselves what we make to measure.", (STAYER, PRACTICE)),
    ("order", "Ordering and changing an order", _S.SALE, _SERVICE,
     "Until the timber is cut everything may change.", ()),
    ("delivery", "Delivery", _S.ONBOARDING, _PRODUCT,
     "On the promised day, or a call before it.", ()),
    ("fitting", "The fitting visit", _S.ONBOARDING, _SERVICE,
     "Level, in the right fixing, and swept.", ()),
    ("use", "The piece in daily use", _S.USE, _PRODUCT,
     "It does what it was made for, for decades.", ()),
    ("care", "Care plan and re-oiling", _S.USE, _SERVICE,
     "Wood that is looked after before it needs it.", (STAYER, PRACTICE)),
    ("repair", "The repair visit", _S.SUPPORT, _SERVICE, "Repaired once, with the right part.", ()),
    ("help", "Asking us for help", _S.SUPPORT, _SERVICE,
     "Whoever answers stays with it to the end.", ()),
    ("bill", "The bill, and paying it", _S.PAYMENT, _SERVICE,
     "The agreed price, once, and the same everywhere.", ()),
    ("renewal", "Renewing or ending a plan", _S.RENEWAL, _SERVICE,
     "As easy to leave as to join.", (STAYER, PRACTICE)),
)  # fmt: skip

JOURNEY = tuple(
    Touchpoint(key, name, stage, nature, promise, place, personas)
    for place, (key, name, stage, nature, promise, personas) in enumerate(_TOUCHPOINTS, 1)
)
