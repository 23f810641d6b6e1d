"""What is refused for the state that something is in."""


class WrongState(ValueError):
    """The step exists for this role, but not in the state that the case or the draft is in."""


class CaseErased(WrongState):
    """Nothing comes into a case that was erased: it would never come due nor be erased again."""


class CustomerErased(WrongState):
    """Nothing is written of a customer who was erased: whoever comes again is somebody new."""
