"""Staff who sign in: an e-mail address, a name and one role."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from upheld.core.words import Role

from .teams import Team


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, email: str, name: str, role: Role, password: str) -> "Person":
        person = self.model(email=self.normalize_email(email), name=name, role=role)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """One member of staff. What a role may do is written in steps/may.py and nowhere else."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    is_active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="people")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        app_label = "store"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


def held(number: int) -> Person | None:
    """The person, held against whoever changes what they may until the caller's transaction ends;
    what only names them waits for nobody."""
    return Person.objects.select_for_update(no_key=True).filter(pk=number).first()


def still_here(number: int) -> Person | None:
    """The same, where they have not left: whoever lets them go waits, and sees what came of it."""
    person = held(number)
    return person if person and person.is_active else None


def private_team(person: Person | None) -> Team | None:
    """The team that keeps to itself what this person has; none where everybody sees it."""
    team = person.team if person else None
    return team if team and team.private else None


def teams() -> "models.QuerySet[Team]":
    """Each by its name, with its people by theirs."""
    by_name = Person.objects.order_by("name", "pk")
    return Team.objects.prefetch_related(models.Prefetch("people", by_name))
