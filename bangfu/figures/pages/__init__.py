"""The pages of figures: what is measured, and each figure open down to its rows."""

from django.urls import path, re_path

from bangfu.figures.pages.board.exporting import export_page as board_export_page
from bangfu.figures.pages.board.page import board_page
from bangfu.figures.pages.board.ranking import ranking_page
from bangfu.figures.pages.duties import duty_entries_page
from bangfu.figures.pages.exporting import export_page
from bangfu.figures.pages.listing import figures_page
from bangfu.figures.pages.opening import figure_page
from bangfu.figures.pages.sharing import share_page
from bangfu.figures.pages.tables import table_file, table_page, tables_page

NAME = r"(?P<name>[\w-]+(?:\.[\w-]+)+)"  # figures have a dot in their names, the nouns of derived pages have none

urlpatterns = [
    path("pairing/duty/<int:pk>/entries/", duty_entries_page, name="duty-entries"),
    path("figures/", figures_page, name="figures"),
    path("figures/board/", board_page, name="target-board"),
    path("figures/board/export/", board_export_page, name="target-board-export"),
    path("figures/board/ranking/", ranking_page, name="target-ranking"),
    path("figures/target/<int:pk>/share/", share_page, name="target-share"),
    re_path(rf"^figures/{NAME}/$", figure_page, name="figure"),
    re_path(rf"^figures/{NAME}/export/$", export_page, name="figure-export"),
    path("tables/", tables_page, name="tables"),
    path("tables/<slug:code>/", table_page, name="table"),
    path("tables/<slug:code>/file.<slug:ending>", table_file, name="table-file"),
]
