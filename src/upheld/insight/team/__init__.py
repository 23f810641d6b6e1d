"""The team: how long each step takes, what was right the first time, and who has how much to do.

Times are told of the whole firm, of a team and of a topic, and never of a person.
"""

from .made import Team, team

__all__ = ["Team", "team"]
