"""Rights come from posts, duties and who is head: whoever changes the organisation leaves a line in the audit log."""

from django.contrib.messages import get_messages
from django.urls import reverse

from xieli.accounts.models import AuditEntry
from xieli.organisation import queries


def lines():
    return list(
        AuditEntry.objects.filter(action="organisation_changed")
        .order_by("id")
        .values_list("account__username", "subject", "detail")
    )


def test_who_moves_somebody_to_another_post_is_recorded_and_told_that_it_is_done(cast, client_of):
    post = cast.posts["FI", "会计"]
    url = reverse("organisation:transfer", args=[cast.linwan.uid])
    answer = client_of(cast.wujia).post(url, {"post": post.uid, "on": queries.today()})
    assert answer.status_code == 303
    [(who, what, detail)] = lines()
    assert (who, what) == (cast.wujia.account.username, "林晚 · 调动主岗")
    assert "会计" in detail
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["已办理：林晚 · 调动主岗"]


def test_a_duty_given_to_a_post_is_recorded_by_its_name(cast, client_of):
    post = cast.posts["FI", "会计"]
    data = {"name": post.name, "post_class": post.post_class, "duties": [*post.duties, "inspector"]}
    client_of(cast.system).post(reverse("organisation:edit_post", args=[post.uid]), data)
    [(who, what, detail)] = lines()
    assert who == "system-admin" and what.endswith("修改岗位")
    assert "监督检查" in detail


def test_contacts_are_named_not_written_into_the_log(cast, client_of):
    data = {"name": cast.linwan.name, "phone": "19912345678", "email": "new@example.cn", "superior": ""}
    client_of(cast.wujia).post(reverse("organisation:edit_person", args=[cast.linwan.uid]), data)
    [(_who, _what, detail)] = lines()
    assert "邮箱" in detail and "19912345678" not in detail and "new@example.cn" not in detail


def test_what_is_refused_is_not_recorded(cast, client_of):
    data = {
        "number": cast.linwan.number,
        "name": "高远",
        "post": cast.posts["CS", "坐席"].uid,
        "on": queries.today(),
    }
    assert client_of(cast.wujia).post(reverse("organisation:join"), data).status_code == 422
    assert lines() == []
