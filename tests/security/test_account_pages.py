"""Who may open which page of accounts. Every URL that ACCOUNTS adds stands in the table."""

import pytest
from django.test import Client

from tests.security.routes import filled_in, routes
from tests.sign_in import sign_up, switch_on

pytestmark = pytest.mark.django_db
# The status for whoever is not signed in, and for an account without anything special about it.
PAGES = {
    "account/": (302, 200),
    "account/delete/": (302, 302),  # asks for the password once more
    "account/login/": (200, 302),
    "account/logout/": (302, 200),
    "account/inactive/": (200, 200),
    "account/signup/": (200, 302),
    "account/reauthenticate/": (302, 200),
    "account/reauthenticate/code/": (302, 200),
    "account/reauthenticate/code/confirm/": (302, 302),
    "account/email/": (302, 200),
    "account/confirm-email/": (302, 302),
    "account/password/change/": (302, 200),
    "account/password/set/": (302, 302),
    "account/password/reset/": (200, 200),
    "account/password/reset/confirm/": (302, 302),
    "account/password/reset/complete/": (302, 302),
    "account/password/reset/done/": (200, 200),
    "account/login/code/confirm/": (302, 302),
    "account/signup/passkey/": (200, 302),
    "account/second-factor/webauthn/": (302, 200),
    "account/second-factor/webauthn/add/": (302, 302),
    "account/second-factor/webauthn/reauthenticate/": (302, 302),
    "account/second-factor/webauthn/keys/<int:pk>/remove/": (302, 302),
    "account/second-factor/webauthn/keys/<int:pk>/edit/": (302, 302),
    "account/second-factor/webauthn/login/": (302, 302),
    "account/second-factor/webauthn/signup/": (302, 302),
    "account/second-factor/": (302, 200),
    "account/second-factor/authenticate/": (302, 302),
    "account/second-factor/reauthenticate/": (302, 302),
    "account/second-factor/totp/activate/": (302, 302),
    "account/second-factor/totp/deactivate/": (302, 404),
    "account/second-factor/recovery-codes/": (302, 404),
    "account/second-factor/recovery-codes/generate/": (302, 302),
    "account/second-factor/recovery-codes/download/": (302, 404),
}


def test_every_page_answers_whom_it_should(settings):
    before = set(routes())
    switch_on(settings)
    assert set(routes()) - before == set(PAGES)
    member = Client()
    sign_up(member)
    found = {page: tuple(one.get(filled_in(page, pk=1)).status_code for one in (Client(), member)) for page in PAGES}
    assert found == PAGES


def test_admin_sends_to_the_page_on_which_everybody_signs_in(settings):
    switch_on(settings)
    answer = Client().get("/admin/stories/story/", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/login/?next=/admin/stories/story/"
    member = Client()
    sign_up(member)
    assert member.get("/admin/", follow=True).status_code == 403
