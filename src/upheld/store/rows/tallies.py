"""What is asked of very many cases at each decision, kept as sums (store/tallied/sums.py)."""

from django.db import models


class _Counted(models.Model):
    """How many or how much, of what, on which day."""

    of = models.CharField(max_length=10)
    key = models.TextField()
    day = models.DateField()
    n = models.BigIntegerField()

    class Meta:
        abstract = True
        app_label = "store"
        ordering = ("pk",)


class TallyPart(_Counted):
    """What one case counts for. `of` and `key` say what it is of, `n` how many or how much of it.

    Nothing but sums is made of it, so the database need not hold it against the case: whoever
    changes the case would wait for whoever adds up."""

    case = models.ForeignKey(
        "store.Case", models.CASCADE, related_name="tally_parts", db_constraint=False,
        db_index=False,
    )  # fmt: skip

    class Meta(_Counted.Meta):
        indexes = (models.Index(fields=["case"], name="tally_parts_of_case"),)


class Tally(_Counted):
    """The sum of all parts of one day. `key`: the situation of cases that were upheld, or whose
    money it is and in which currency."""

    class Meta(_Counted.Meta):
        constraints = (
            models.UniqueConstraint(fields=["of", "key", "day"], name="one_tally_a_day"),
        )


class TalliedTo(models.Model):
    """Up to which event of the record the sums are brought."""

    number = models.BigIntegerField()

    class Meta:
        app_label = "store"
