"""The form with which a reader reports a public page."""

from django import forms

from publishing.models import NOTE_LIMIT, Report


class ReportForm(forms.Form):
    """A reason of the list, and a note."""

    reason = forms.ChoiceField(
        choices=Report.REASONS,
        widget=forms.RadioSelect,
        label="What is wrong with it?",
        error_messages={"required": "Say what is wrong with the page.", "invalid_choice": "Choose one of the reasons."},
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": NOTE_LIMIT}),
        label="Anything that helps us to find it",
        error_messages={"max_length": f"The note is too long; {NOTE_LIMIT} characters are allowed."},
    )
