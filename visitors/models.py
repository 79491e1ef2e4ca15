"""What lets others in as a visitor: links to go on in another browser, tokens for programs, and accounts."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class JoinLink(models.Model):
    """A link that makes one more browser the visitor `owner`, once. Taking it back deletes the row. `came_from` is the
    visitor that the browser was before, until other browsers of that visitor have followed."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    owner = models.CharField(max_length=64, db_index=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    came_from = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "link to go on elsewhere"
        verbose_name_plural = "links to go on elsewhere"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Link {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be opened."""
        return self.used_at is None and self.expires_at > timezone.now()


class Account(models.Model):
    """The visitor `owner` behind a user, in whichever browser that user signs in. No browser is that visitor without
    being signed in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, editable=False)
    owner = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = "account of a visitor"
        verbose_name_plural = "accounts of visitors"

    def __str__(self) -> str:
        return f"Account {self.pk}"


class ApiToken(models.Model):
    """With it a program acts as the visitor `owner` over the JSON API, and as the account `user` where one made it.
    `scope` names what it may do, with spaces between. Revoking deletes the row."""

    READ, MAKE, REVIEW = "read", "make", "review"
    SCOPES = (READ, MAKE, REVIEW)

    digest = models.CharField(max_length=64, unique=True, editable=False)
    owner = models.CharField(max_length=64, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, editable=False)
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField("last used", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "token of a program"
        verbose_name_plural = "tokens of programs"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Token {self.pk}"

    @property
    def scopes(self) -> list[str]:
        """What it may do."""
        return self.scope.split()
