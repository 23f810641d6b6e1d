"""Letters of complaint: what each person wrote, in their own words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from upheld.core.words import AllegationKind, Channel
from upheld.demo.simulate.byhand import BOB_ID, ROSEMARY_ID, SALLY_ID
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.firm import ITEMS
from upheld.demo.simulate.grammar import Pen
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.ledger import Ledger
from upheld.demo.simulate.slots import office_slots, slots, spoken
from upheld.demo.simulate.voice import Voice, voice_of
from upheld.demo.simulate.words import read
