"""A token lets a program act as the visitor or user who made it, within its scope, until it is revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import secret
from core.errors import Invalid, NotFound, Refused
from core.status import Conflict
from storyforge import retention
from tests.factories import OWNER
from visitors import joining, tokens
from visitors.models import ApiToken

pytestmark = pytest.mark.django_db
READ, MAKE, REVIEW = ApiToken.SCOPES


def made(*scopes, owner=OWNER, user=None) -> str:
    return tokens.make_token(owner, user, name="a script", scopes=scopes)


def status_of(token: str, scope: str = READ) -> int:
    try:
        tokens.authenticate(token, scope)
    except Refused as refused:
        return refused.status
    return 200


def test_only_a_digest_is_stored():
    token = made()
    row = ApiToken.objects.values().get()
    assert token.startswith("sf_")
    assert len(token) == 46
    assert token not in str(row)
    assert row["digest"] == secret.digest(token)


def test_a_token_may_read_and_what_its_scope_names():
    given = [(), (MAKE,), (REVIEW,), (MAKE, REVIEW)]
    found = [[status_of(made(*scopes), scope) for scope in ApiToken.SCOPES] for scopes in given]
    assert found == [[200, 403, 403], [200, 200, 403], [200, 403, 200], [200, 200, 200]]


def test_a_scope_that_does_not_exist_is_not_given():
    tokens.make_token(OWNER, None, name="x", scopes=["everything", MAKE])
    assert ApiToken.objects.get().scope == "read make"


def test_a_wrong_a_revoked_and_a_longer_token_are_refused():
    token = made()
    tokens.revoke(OWNER, None, str(ApiToken.objects.get().pk))
    other = made()
    assert [status_of(one) for one in (token, secret.new(), "", other[:-1], other + "x")] == [401] * 5


def test_a_token_of_an_account_that_is_closed_is_refused(django_user_model):
    user = django_user_model.objects.create_user("ada")
    token = made(user=user)
    assert status_of(token) == 200
    django_user_model.objects.update(is_active=False)
    assert status_of(token) == 401
    user.delete()
    assert not ApiToken.objects.exists()


def test_nobody_sees_or_revokes_the_token_of_another(django_user_model):
    ada, bob = (django_user_model.objects.create_user(name) for name in ("ada", "bob"))
    made()
    made(user=ada)  # in the same browser, signed in
    mine, adas = ApiToken.objects.order_by("pk")
    assert list(tokens.tokens_of(OWNER, None)) == [mine]
    assert list(tokens.tokens_of("", ada)) == [adas]
    assert list(tokens.tokens_of(OWNER, bob)) == [mine]
    assert list(tokens.tokens_of("somebody else", bob)) == []
    for visitor, user, row in ((OWNER, bob, adas), ("somebody else", None, mine), ("", None, mine)):
        with pytest.raises(NotFound):
            tokens.revoke(visitor, user, str(row.pk))
    assert ApiToken.objects.count() == 2


def test_a_token_has_a_name_and_a_visitor_has_so_many():
    with pytest.raises(Invalid):
        tokens.make_token(OWNER, None, name=" \n", scopes=[])
    for _ in range(tokens.MOST):
        made()
    with pytest.raises(Conflict, match="Revoke one of them"):
        made()


def test_when_it_was_last_used_is_noted_to_the_minute():
    token = made()
    assert ApiToken.objects.get().used_at is None
    status_of(token, MAKE)  # refused: that is no use of it
    assert ApiToken.objects.get().used_at is None
    status_of(token)
    first = ApiToken.objects.get().used_at
    status_of(token)
    assert ApiToken.objects.get().used_at == first
    ApiToken.objects.update(used_at=first - timedelta(minutes=2))
    status_of(token)
    assert ApiToken.objects.get().used_at > first


def test_a_token_that_nobody_used_for_a_year_is_revoked():
    old, new, used = made(), made(), made()
    long_ago = timezone.now() - timedelta(days=366)
    ApiToken.objects.exclude(digest=secret.digest(new)).update(created_at=long_ago)
    status_of(used)
    retention.forget_old()
    assert [status_of(token) for token in (old, new, used)] == [401, 200, 200]
    ApiToken.objects.update(used_at=long_ago)
    retention.forget_old()
    assert not ApiToken.objects.exists()


def test_tokens_come_along_to_the_visitor_that_a_browser_becomes():
    token = made(owner="somebody else")
    joining.open_link(joining.make_link(OWNER), "somebody else")
    assert tokens.authenticate(token, READ).owner == OWNER
