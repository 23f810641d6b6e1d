"""How people sign in, as Django and allauth want it told: what no firm changes.

What the environment changes of it is read in settings.py, as all that is read of it.
"""

AUTHENTICATION_BACKENDS = ["upheld.desk.signed_in.SignedIn"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    # Whoever knows their address tries it first.
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "upheld.desk.accounts.StaffOnly"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 15 * 60  # seconds from the first step to the second
# Tries of a password, a code or a reset are counted here, by all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Beyond 300 entries Django would take a third away, counts of tries among them: whoever
        # tries at many accounts would try at one without an end. They end by their time alone.
        "OPTIONS": {"CULL_FREQUENCY": 10**9},
    }
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Whoever knows an address fills what is counted by it alone: a device that signed in before is
    # held to its own count only (desk/accounts.py).
    "login_failed": "10/m/ip,5/5m/key",  # by the account and the place
    "login_failed_strangers": "30/h/key",  # by the account, from all places together
    "login_failed_known": "5/5m/key",  # by the account and the device
    # Wrong codes of one person with one password, beside the five in five minutes of allauth, which
    # alone would be half a million a year, and three codes of a million count at any time.
    "second_factor": "10/d/key",
    # By the address alone anybody would keep its owner out of it: desk/accounts.py counts.
    "reset_password": "10/m/ip",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

# A second factor is offered to everybody, and asked of those whom the firm names.
MFA_ADAPTER = "upheld.desk.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey that asks for no finger and no number would be one factor, and not two.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator entered the address, and nobody changes it
MFA_TOTP_ISSUER = "Upheld"
MFA_FORMS = {
    "authenticate": "upheld.desk.codes.CodeOnce",
    "reauthenticate": "upheld.desk.codes.CodeOnceAgain",
    "activate_totp": "upheld.desk.codes.FirstCode",
    "login_webauthn": "upheld.desk.passkeys.Login",
    "authenticate_webauthn": "upheld.desk.passkeys.Second",
    "reauthenticate_webauthn": "upheld.desk.passkeys.Again",
    "add_webauthn": "upheld.desk.passkeys.Added",
}
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off; no code works twice

# The firm's own directory opens the desk to nobody who was not invited.
SOCIALACCOUNT_ADAPTER = "upheld.desk.directory.Directory"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
