"""The public site's pages, and the office's side of them."""

from django.urls import path

from bangfu.portal.pages import home, joining, letters, listings, machines, notices, office, pictures, results

urlpatterns = [
    path("robots.txt", machines.robots, name="portal-robots"),
    path("sitemap.xml", machines.sitemap, name="portal-sitemap"),
    path("public/", home.home_page, name="portal-home"),
    path("public/text/", home.text_size, name="portal-text"),
    path("public/sitemap/", machines.sitemap_fixed, name="portal-sitemap-fixed"),
    path("public/results/", results.results_page, name="portal-results"),
    path("public/notices/", notices.notices_page, name="portal-notices"),
    path("public/notices/<int:pk>/", notices.notice_page, name="portal-notice"),
    path("public/letters/", letters.letters_page, name="portal-letters"),
    path("public/letters/new/", letters.write_page, name="portal-write"),
    path("public/letters/answer/", letters.answer_page, name="portal-answer"),
    path("public/join/", joining.join_page, name="portal-join"),
    path("public/<slug:address>/", listings.list_page, name="portal-list"),
    path("public/<slug:address>/feed.xml", machines.feed, name="portal-feed"),
    path("public/<slug:address>/data.csv", machines.open_data, name="portal-data"),
    path("public/<slug:address>/sitemap.xml", machines.sitemap_part, name="portal-sitemap-part"),
    path("public/<slug:address>/<str:pk>/card.png", pictures.picture, name="portal-picture"),
    path("public/<slug:address>/<str:pk>/", listings.row_page, name="portal-row"),
    path("public/<path:rest>", home.nothing_here, name="portal-nothing"),
    path("portal/settings/", office.settings_page, name="portal-settings"),
    path("portal/publish/", office.publish_page, name="portal-publish"),
    path("portal/notice/<int:pk>/sheet/", office.sheet_page, name="portal-sheet"),
    path("portal/subscriptions/", joining.subscriptions_page, name="portal-subscriptions"),
    path("portal/subscriptions/new/", joining.subscribe_page, name="portal-subscribe"),
    path("portal/subscriptions/<int:pk>/end/", joining.unsubscribe_page, name="portal-unsubscribe"),
]
