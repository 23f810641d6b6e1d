"""Nobody writes over, publishes or ends a draft of a policy that they have not read."""

from upheld.store import drafts
from upheld.store.models import PolicyDraft


class NotRead(ValueError):
    """The draft is no longer what was read, or what was sent does not say what that was
    (`unsaid`)."""

    def __init__(self, draft: PolicyDraft, unsaid: bool) -> None:
        super().__init__(_UNSAID if unsaid else _MOVED)
        self.draft_id, self.unsaid = draft.pk, unsaid


_MOVED = "somebody changed this draft since you read it"
_UNSAID = "what you sent does not say which draft you had read"


def check_read(draft: PolicyDraft, read: str | None) -> None:
    """`read` is the mark of what was read (store/drafts.py), empty for a form that lost it; None
    where nothing is written over, or the edge holds the draft to what was read itself
    (api/versions.py). Raises NotRead."""
    if read is not None and read != drafts.mark_of(draft):
        raise NotRead(draft, unsaid=not read)
