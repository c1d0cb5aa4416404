"""The pages of figures: what is measured, and each figure open down to its rows."""

from django.urls import path

from bangfu.figures.pages.exporting import export_page
from bangfu.figures.pages.listing import figures_page
from bangfu.figures.pages.opening import figure_page

urlpatterns = [
    path("figures/", figures_page, name="figures"),
    path("figures/<str:name>/", figure_page, name="figure"),
    path("figures/<str:name>/export/", export_page, name="figure-export"),
]
