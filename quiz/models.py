"""Questions, their choices, and the answers of a visitor."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from stories.answers import ANSWER_LIMIT, IDEA, KEYS
from stories.models import Story, StoryTemplate

ANSWER = "{answer}"  # its place in what the writer is told
# Addresses of the quiz, and what an answer cannot be called.
RESERVED = ("again", "check", "from", "surprise", IDEA)


def check_suggestions(text: str) -> None:
    """Raise ValidationError for a line that is too long for an answer."""
    if any(len(line.strip()) > ANSWER_LIMIT for line in text.splitlines()):
        raise ValidationError(f"An answer has at most {ANSWER_LIMIT} characters; one of these lines has more.")


def check_key(key: str) -> None:
    """Raise ValidationError for a key that something else is called."""
    if key in RESERVED:
        raise ValidationError(f"{key} is taken by the site itself. Choose another word.")


class Question(models.Model):
    """A question: one of the eight that every story needs, or one that staff have added. A choice may have a `next` of
    its own; `ends` says that the quiz may end here."""

    TEMPLATE, CHOICE, TEXT = "template", "choice", "text"
    KINDS = [(TEMPLATE, "one of the story templates"), (CHOICE, "one of the choices below"), (TEXT, "free text")]

    key = models.SlugField(
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z][a-z0-9_]*\Z", "Use small letters, digits and _, as in best_friend."),
            check_key,
        ],
        help_text="A short name, as best_friend; it cannot be changed later.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="The lowest is asked first.")
    text = models.CharField(max_length=200)
    help = models.CharField(max_length=300, blank=True)
    example = models.CharField(max_length=200, blank=True, help_text="Shown in the empty field.")
    suggestions = models.TextField(
        blank=True,
        default="",
        db_default="",
        validators=[check_suggestions],
        help_text="Answers in free text to offer, one a line. Three are shown at a time.",
    )
    kind = models.CharField(max_length=10, choices=KINDS, default=TEXT)
    next = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    ends = models.BooleanField(default=False, help_text="The quiz ends here when there is no next question.")
    told = models.CharField(
        "the writer is told",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="For a question that you add: a sentence with {answer}, as “His best friend is {answer}.”",
    )
    templates = models.ManyToManyField(
        StoryTemplate,
        blank=True,
        related_name="questions",
        verbose_name="story templates",
        help_text="For a question that you add: those that use it. None: all. In others it is not asked.",
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def is_added(self) -> bool:
        """Whether staff have added it: a story can do without it."""
        return self.key not in KEYS

    def clean(self) -> None:
        """Refuse an added question of which the writer would learn nothing."""
        if self.is_added and ANSWER not in self.told:
            raise ValidationError({"told": f"Tell the writer what the answer means, in a sentence with {ANSWER}."})
        if self.is_added and self.kind == self.TEMPLATE:
            raise ValidationError({"kind": "Only story_type picks a story template."})

    def told_of(self, answer: str) -> str:
        """What the writer is told of this answer."""
        return self.told.replace(ANSWER, answer.rstrip(" .")) if ANSWER in self.told else ""


class Choice(models.Model):
    """One answer to a question of kind "choice"."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    value = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    next = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the question's own next."
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "value"], name="one_choice_a_value")]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"


class Submission(models.Model):
    """One visitor's answers so far; `story` once they became one. They were `begun_from` a story whose answers somebody
    wanted to change, or from nothing."""

    owner = models.CharField(max_length=64, db_index=True)
    answers = models.JSONField(default=dict)
    story = models.OneToOneField(Story, models.CASCADE, null=True, blank=True, related_name="submission")
    begun_from = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["updated_at"], name="unfinished", condition=models.Q(story=None))]

    def __str__(self) -> str:
        return f"Submission {self.pk}"
