"""What is held of how people who work here sign in."""

from .held import Held, Kept

TABLES: dict[str, Held] = {
    "Invitation": Held(
        Kept.SHORT,
        why="A link by which somebody invited chooses a password, as a hash",
        shown="administrators",
        personal="digest",
        plain="person made_at expires_at used_at by",
    ),
    "StaffNotice": Held(
        Kept.STAFF,
        why="Tells somebody by mail that their own sign-in was changed",
        shown="nobody",
        personal="to body",
        plain=(
            "person subject state by at queued_at claimed_at sent_at attempts try_after automatic "
            "error"
        ),
    ),
    "AuthorityLimit": Held(
        Kept.STAFF,
        why="What a role or a person may give",
        shown="administrators, themselves",
        plain="person role amount currency at by",
    ),
    "Authenticator": Held(
        Kept.STAFF,
        why="The second step of a sign-in, sealed",
        shown="nobody",
        personal="data",
        plain="user type created_at last_used_at",
    ),
    "UserSession": Held(
        Kept.SHORT,
        why="Where somebody is signed in, so that they can end it",
        shown="themselves",
        personal="session_key ip user_agent data",
        plain="user created_at last_seen_at",
    ),
    "SocialApp": Held(
        Kept.FIRM,
        why="Made by the framework; the firm's own directory is named by settings",
        shown="nobody",
        plain="provider provider_id name client_id secret key settings",
    ),
    "SocialAccount": Held(
        Kept.STAFF,
        why="Who somebody is in the firm's own directory",
        shown="nobody",
        personal="uid extra_data",
        plain="user provider last_login date_joined",
    ),
    "SocialToken": Held(
        Kept.STAFF,
        why="Made by the framework, not kept",
        shown="nobody",
        personal="token token_secret",
        plain="app account expires_at",
    ),
}
