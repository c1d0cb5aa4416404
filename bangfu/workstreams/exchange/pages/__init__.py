"""The exchange's hand-made pages."""

from django.urls import path

from bangfu.workstreams.exchange.pages.appeals import appeal_page, appeal_photo, appeals_page, fund_page
from bangfu.workstreams.exchange.pages.asking import ask_page
from bangfu.workstreams.exchange.pages.board import board_page, complain_page, need_page
from bangfu.workstreams.exchange.pages.desk import desk_check, desk_duplicates, desk_page, desk_publish
from bangfu.workstreams.exchange.pages.gifts import certificate_file, check_page, gifts_page
from bangfu.workstreams.exchange.pages.lines import line_match, line_page
from bangfu.workstreams.exchange.pages.matching import (
    match_page,
    matching_accept,
    matching_file,
    matching_new,
    matching_page,
    matching_undo,
    matching_withdraw,
)
from bangfu.workstreams.exchange.pages.met import met_page
from bangfu.workstreams.exchange.pages.money import money_page, pay_page, receipt_check, receipt_file
from bangfu.workstreams.exchange.pages.receipts import code_page, contact_page, slip_page
from bangfu.workstreams.exchange.pages.results import results_page

urlpatterns = [
    path("exchange/board/", board_page, name="exchange-board"),
    path("exchange/board/<int:pk>/", need_page, name="exchange-board-need"),
    path("exchange/board/<int:pk>/complain/", complain_page, name="exchange-complain"),
    path("exchange/ask/", ask_page, name="exchange-ask"),
    path("exchange/desk/", desk_page, name="exchange-desk"),
    path("exchange/desk/check/", desk_check, name="exchange-desk-check"),
    path("exchange/desk/publish/", desk_publish, name="exchange-desk-publish"),
    path("exchange/desk/duplicates/", desk_duplicates, name="exchange-duplicates"),
    path("exchange/met/", met_page, name="exchange-met"),
    path("exchange/results/", results_page, name="exchange-results"),
    path("exchange/gifts/", gifts_page, name="exchange-gifts"),
    path("exchange/claim/<int:pk>/certificate.pdf", certificate_file, name="exchange-certificate"),
    path("exchange/claim/<int:pk>/code/", code_page, name="exchange-code"),
    path("exchange/claim/<int:pk>/slip/", slip_page, name="exchange-slip"),
    path("exchange/claim/<int:pk>/phone/", contact_page, name="exchange-contact"),
    path("exchange/batch/new/", matching_new, name="exchange-matching-new"),
    path("exchange/batch/<int:pk>/", matching_page, name="exchange-matching"),
    path("exchange/batch/<int:pk>/accept/", matching_accept, name="exchange-matching-accept"),
    path("exchange/batch/<int:pk>/withdraw/", matching_withdraw, name="exchange-matching-withdraw"),
    path("exchange/batch/<int:pk>/undo/", matching_undo, name="exchange-matching-undo"),
    path("exchange/batch/<int:pk>/file/", matching_file, name="exchange-matching-file"),
    path("exchange/batch/<int:pk>/<int:match_pk>/", match_page, name="exchange-match"),
    path("exchange/appeals/", appeals_page, name="exchange-appeals"),
    path("exchange/appeals/<int:pk>/", appeal_page, name="exchange-appeal-page"),
    path("exchange/appeals/photo/<int:pk>/", appeal_photo, name="exchange-appeal-photo"),
    path("exchange/money/", money_page, name="exchange-money"),
    path("exchange/money/fund/<int:pk>/", fund_page, name="exchange-fund-page"),
    path("exchange/money/line/<int:pk>/", line_page, name="exchange-line"),
    path("exchange/money/line/<int:pk>/match/", line_match, name="exchange-line-match"),
    path("exchange/donation/<int:pk>/pay/", pay_page, name="exchange-pay"),
    path("exchange/receipt/<int:pk>/receipt.pdf", receipt_file, name="exchange-receipt-file"),
    path("c/r/<str:code>/", receipt_check, name="exchange-receipt-check"),
    path("c/<str:number>/", check_page, name="exchange-check"),
]
