"""Every URL of a site on which people sign in: those of accounts, by allauth and ours, then all others."""

from django.urls import include, path

from storyforge.urls import urlpatterns as other_pages
from studio import account

urlpatterns = [
    path("account/", account.account_page, name="account_home"),
    path("account/delete/", account.delete, name="account_delete"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    *other_pages,
]
