"""The report studio, sealed reports, and the checker."""

from django.urls import path, re_path

from bangfu.reports.pages.checking import annotated_file, check_page, explain_page
from bangfu.reports.pages.papers import card_file, papers_file, papers_page
from bangfu.reports.pages.sealed import seal_key, seal_keys, sealed_file, sealed_page, sealed_redirect, sealed_withdraw
from bangfu.reports.pages.sealed_rows import sealed_figure
from bangfu.reports.pages.studio import report_file, report_page, reports_page, seal_page
from bangfu.reports.pages.word import (
    web_report,
    word_drop,
    word_file,
    word_report_page,
    word_seal,
    word_templates_page,
)
from bangfu.reports.pages.writing import chapter_page, chips_part, choices_part, findings_part

urlpatterns = [
    path("reports/", reports_page, name="reports"),
    path("reports/sealed/<int:pk>/", sealed_redirect, name="sealed-report"),
    path("reports/word/", word_templates_page, name="word-templates"),
    path("reports/word/page.html", web_report, name="web-report"),
    path("reports/word/<int:pk>/", word_report_page, name="word-report"),
    path("reports/word/<int:pk>/file.<slug:ending>", word_file, name="word-file"),
    path("reports/word/<int:pk>/seal/", word_seal, name="word-seal"),
    path("reports/word/<int:pk>/drop/", word_drop, name="word-drop"),
    # The lists of sealed reports and of explanations are derived and stand behind these.
    re_path(r"^reports/(?!sealed/|explanation/)(?P<name>[-\w]+)/$", report_page, name="report"),
    path("reports/<slug:name>/file.<slug:ending>", report_file, name="report-file"),
    path("reports/<slug:name>/seal/", seal_page, name="report-seal"),
    path("reports/<slug:name>/chapters/<str:chapter>/", chapter_page, name="report-chapter"),
    path("reports/<slug:name>/chapters/<str:chapter>/findings/", findings_part, name="report-chapter-findings"),
    path("reports/<slug:name>/chapters/<str:chapter>/chips/", chips_part, name="report-chapter-chips"),
    path("reports/<slug:name>/chapters/<str:chapter>/figures/", choices_part, name="report-chapter-figures"),
    path("r/keys/", seal_keys, name="seal-keys"),
    path("r/keys/<slug:key>.pem", seal_key, name="seal-key"),
    path("r/<slug:digest>/", sealed_page, name="sealed"),
    path("r/<slug:digest>/figures/<int:number>/", sealed_figure, name="sealed-figure"),
    path("r/<slug:digest>/withdraw/", sealed_withdraw, name="sealed-withdraw"),
    path("r/<slug:digest>/file.<slug:ending>", sealed_file, name="sealed-file"),
    path("papers/", papers_page, name="papers"),
    path("papers/<int:job_id>/file.pdf", papers_file, name="papers-file"),
    path("parties/household/<int:pk>/card.pdf", card_file, name="household-card-pdf"),
    path("check/", check_page, name="check"),
    path("check/explain/", explain_page, name="check-explain"),
    path("check/annotated.docx", annotated_file, name="check-annotated"),
]
