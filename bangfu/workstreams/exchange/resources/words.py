"""The table of words that public wording is checked against."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Column, Filter, Resource, Search
from bangfu.workstreams.exchange import forms
from bangfu.workstreams.exchange.actions.public_words import add_public_words, change_public_words
from bangfu.workstreams.exchange.models import PublicWords
from bangfu.workstreams.exchange.resources.samples import sample_public_words

PUBLIC_WORDS = Resource(
    name="exchange.public_words",
    title=_("公开用语"),
    model=PublicWords,
    menu="exchange",
    icon="shield-check",
    scope_field="",
    columns=(
        Column(name="tells", title=_("会透露"), kind="choice"),
        Column(name="effect", title=_("处理"), kind="choice"),
        Column(name="words", title=_("词语")),
        Column(name="allowed", title=_("例外"), in_list=False),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
    ),
    filters=(Filter(name="tells", title=_("会透露")), Filter(name="effect", title=_("处理"))),
    search=(Search(path="words"),),
    form=forms.PublicWordsForm,
    create=add_public_words,
    change=change_public_words,
    empty=_("还没有公开用语。"),
    sample=sample_public_words,
)
