"""What strangers see: open sections only, in a frame that needs no script, and cheap to ask for again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.kernel.errors import Denied
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.remembered import forget_everything
from bangfu.portal import actions
from bangfu.portal.limits import OPEN
from bangfu.portal.sites import open_site, sections
from bangfu.portal.tests.conftest import Look
from bangfu.workstreams.exchange.tests.conftest import COUNTY, STRANGE_COUNTY, Place


def test_nothing_is_public_before_a_county_opens_its_site(place: Place, look: Look) -> None:
    assert look("/public/")["Location"] == "/login/"
    assert look("/public/needs/")["Location"] == "/login/"
    assert "Allow" not in look("/robots.txt").content.decode()


def test_strangers_at_the_door_are_led_to_the_site(site: Place, look: Look) -> None:
    assert look("/")["Location"] == "/public/"
    answer = look("/public/")
    assert answer.status_code == 200
    assert "茅箭区社会帮扶" in answer.said


def test_a_county_closes_a_section(site: Place, look: Look) -> None:
    shown = [one for one in sections() if one != "exchange.need"]
    actions.set_site(site.county, area_code=COUNTY, open_=True, shown=shown)
    assert look("/public/needs/").status_code == 404
    assert "needs" not in look("/public/").content.decode()


def test_a_county_closes_its_site_from_a_later_day(site: Place, look: Look) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    actions.set_site(site.county, area_code=COUNTY, open_=False, shown=(), valid_from=tomorrow)
    assert look("/public/needs/").status_code == 200
    assert policy(OPEN, COUNTY, tomorrow) is False


def test_only_who_may_set_policy_of_the_place_sets_its_site(site: Place) -> None:
    for user, code in ((site.stranger, COUNTY), (site.village, COUNTY), (site.county, STRANGE_COUNTY)):
        with pytest.raises(Denied):
            actions.set_site(user, area_code=code, open_=False, shown=())
    forget_everything()
    assert [county.code for county in open_site().counties] == [COUNTY]


def test_rows_of_a_closed_county_are_not_told(site: Place, look: Look) -> None:
    site.published(title="棉被两床")
    assert "棉被两床" in look("/public/needs/").said
    actions.set_site(site.county, area_code=COUNTY, open_=False, shown=())
    actions.set_site(site.stranger, area_code=STRANGE_COUNTY, open_=True, shown=list(sections()))
    assert "棉被两床" not in look("/public/needs/").said
    assert look(f"/public/needs/?place={COUNTY}").status_code == 404


@pytest.mark.parametrize("address", ["/public/", "/public/needs/", "/public/results/", "/public/letters/"])
def test_pages_work_without_script_and_say_what_they_are(site: Place, look: Look, address: str) -> None:
    page = look(address).content.decode()
    assert '<html lang="zh-Hans"' in page
    assert '<main id="main"' in page
    assert 'class="skip" href="#main"' in page
    assert '<link rel="canonical"' in page
    assert "<script src" not in page
    assert " style=" not in page
    assert page.count("<h1>") == 1


def test_asking_again_costs_next_to_nothing(site: Place, look: Look) -> None:
    first = look("/public/needs/")
    assert first["ETag"]
    assert "max-age=60" in first["Cache-Control"]
    again = look("/public/needs/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    assert not again.content
    assert "sessionid" not in again.cookies


def test_pages_are_small(site: Place, look: Look) -> None:
    for n in range(25):
        site.published(asker=site.school.pk, title=f"课桌{n}号", text="给新生用的课桌椅，结实一些。" * 5)
    answer = look("/public/needs/", HTTP_ACCEPT_ENCODING="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 10_000


def test_a_crowd_on_one_page_asks_the_database_once(
    site: Place, client: Client, django_assert_num_queries: object
) -> None:
    client.get("/public/needs/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/public/needs/").status_code == 200


def test_unknown_pages_and_values_are_told_in_the_site_s_frame(site: Place, look: Look) -> None:
    for address, status in (
        ("/public/nothing/here/", 404),
        ("/public/needs/999999/", 404),
        ("/public/needs/x/", 404),
        ("/public/needs/?kind=gold", 422),
        ("/public/needs/?order=best", 422),
        ("/public/needs/?place=420302101201", 422),
        ("/public/needs/?page=0", 422),
        ("/public/needs/?page=999999999999", 422),
        ("/public/results/?year=abcd", 422),
        (f"/public/?place={STRANGE_COUNTY}", 404),
    ):
        answer = look(address)
        assert answer.status_code == status, address
        assert "回到首页" in answer.said


def test_search_engines_are_told_where_to_go(site: Place, look: Look) -> None:
    need = site.published()
    assert "Sitemap: http://testserver/sitemap.xml" in look("/robots.txt").content.decode()
    assert "/public/needs/sitemap.xml?after=0" in look("/sitemap.xml").content.decode()
    part = look("/public/needs/sitemap.xml?after=0").content.decode()
    assert f"<loc>http://testserver/public/needs/{need.pk}/</loc>" in part
    assert look("/public/sitemap/").status_code == 200


def test_english_has_its_own_address(site: Place, look: Look) -> None:
    page = look("/public/needs/?lang=en").content.decode()
    assert '<html lang="en"' in page
    assert 'hreflang="zh-Hant"' in page


def test_large_letters_are_remembered_in_the_browser(site: Place, look: Look) -> None:
    assert look("/public/text/?size=large&next=/public/needs/")["Location"] == "/public/needs/"
    assert 'class="large"' in look("/public/needs/").content.decode()
    assert look("/public/text/?size=normal&next=https://elsewhere.example/")["Location"] == "/public/"
    assert 'class="large"' not in look("/public/needs/").content.decode()
