"""The form above a list of pictures in Django admin: the action, and the reasons and the note of a rejection."""

from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from images import rejection_reasons as rejection

REASONS = [(key, reason.label) for key, reason in rejection.REASONS.items()]


class ReasonBoxes(forms.CheckboxSelectMultiple):
    """The reasons as boxes to tick, folded away until somebody rejects."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes in a <details>."""
        boxes = super().render(name, value, attrs, renderer)
        folded = '<details class="sf-why"><summary>Reasons to reject</summary><fieldset><legend>Reasons</legend>{}'
        return format_html(folded + "</fieldset></details>", boxes)


class NoteForm(ActionForm):
    """The line above the list: the action, and the reasons and the note of a rejection."""

    # Without a label, for admin would wrap it around every box.
    reason = forms.MultipleChoiceField(required=False, choices=REASONS, label="", widget=ReasonBoxes)
    note = forms.CharField(
        required=False,  # and its length is checked by the service: a form that is invalid says "No action selected."
        label="Note for the redraw",
        widget=forms.TextInput(attrs={"size": 30, "maxlength": 500, "placeholder": "make it night, add snow"}),
    )
