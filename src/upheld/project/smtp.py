"""Letters by SMTP as Django hands them over, to a server that answers whole in time.

Django's own connection limits each silence alone: a server that says a byte now and then held
whoever sends for ever.
"""

import smtplib

from django.core.mail.backends import smtp

from upheld.store.slowest import Answers

_MOST = 100_000  # bytes of one answer, which has few lines


class _InTime(smtplib.SMTP):
    """Whatever is said is answered whole in time, the connection too, or the server is given up."""

    def getreply(self) -> tuple[int, bytes]:
        if isinstance(self.file, Answers):
            self.file.begin()
        elif self.sock:  # over TLS it is another one
            self.file = Answers(self.sock, self.timeout, _MOST)
        return super().getreply()


class _InTimeSecure(_InTime, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _InTimeSecure if self.use_ssl else _InTime
