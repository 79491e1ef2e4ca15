"""What lets others in as a visitor, in Django admin: staff see that it is there, and revoke it."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest

from core.readonly_admin import ReadOnlyAdmin, ViewOnlyAdmin
from stories.models import Comment, ReviewLink
from visitors.models import Account, ApiToken, JoinLink


class RevocableAdmin(ReadOnlyAdmin):
    """Read-only, without the secret or its digest. Deleting a row revokes it."""

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        return [name for name in super().get_readonly_fields(request, obj) if name not in ("digest", "data")]


@admin.register(JoinLink)
class JoinLinkAdmin(RevocableAdmin):
    """Links with which visitors go on in another browser."""

    list_display = ["created_at", "owner", "expires_at", "used_at"]
    search_fields = ["=owner"]
    search_help_text = "A visitor, as the story's page names the owner"


@admin.register(ApiToken)
class ApiTokenAdmin(RevocableAdmin):
    """Tokens with which programs act as visitors and staff."""

    list_display = ["created_at", "name", "scope", "owner", "user", "used_at"]
    list_select_related = ["user"]
    list_filter = ["scope", "used_at"]
    search_fields = ["=owner", "name", "=user__username"]
    search_help_text = "A visitor, as the story's page names the owner; a token's name; a user"


@admin.register(ReviewLink)
class ReviewLinkAdmin(RevocableAdmin):
    """Links with which others review a visitor's story."""

    list_display = ["created_at", "story", "may_decide", "expires_at"]
    list_select_related = ["story"]
    list_filter = ["may_decide"]
    search_fields = ["=story__id"]
    search_help_text = "A story's id"


@admin.register(Comment)
class CommentAdmin(RevocableAdmin):
    """What guests and others said about stories."""

    list_display = ["at", "by", "story", "number", "text"]
    list_select_related = ["story"]
    search_fields = ["=story__id", "by", "text"]
    search_help_text = "A story's id, a name, or words of the comment"


@admin.register(Account)
class AccountAdmin(ViewOnlyAdmin):
    """Which visitor is behind which user."""

    list_display = ["user", "owner"]
    list_select_related = ["user"]
    search_fields = ["=owner", "user__username", "user__email"]
    search_help_text = "A visitor, as the story's page names the owner; a user's name or address"


admin.site.unregister(Authenticator)  # allauth's page shows the secrets


@admin.register(Authenticator)
class AuthenticatorAdmin(RevocableAdmin):
    """Second factors and recovery codes of users. Deleting them helps who lost them."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["type"]
    search_fields = ["user__username", "user__email"]
    search_help_text = "A user's name or address"
