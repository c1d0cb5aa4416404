"""Writing to the office without a log-in, and reading its answer with number and code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Refused
from bangfu.kernel.flows.queries import steps_of
from bangfu.kernel.pages.edits import attempt
from bangfu.portal.actions.letters import rate_answer, send_letter
from bangfu.portal.actions.visitors import ASK, count_deed
from bangfu.portal.flows import LETTER
from bangfu.portal.models import Letter
from bangfu.portal.pages.guarding import PublicForm, address_of, opened, refuse_scripts
from bangfu.portal.pages.site import page, public
from bangfu.portal.queries.asking import place_of
from bangfu.portal.queries.letters import answered, letter_of
from bangfu.portal.queries.places import choices, place_names
from bangfu.portal.sites import LETTERS, hotline, places_for


class LetterForm(PublicForm):
    """What a visitor writes."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Letter.Kind.choices)
    area_code = forms.ChoiceField(label=gettext_lazy("说的是哪里的事"))
    title = forms.CharField(label=gettext_lazy("标题"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("具体情况"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000})
    )
    contact = forms.CharField(
        label=gettext_lazy("联系电话（可不填）"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("只有承办人能看到，加密保存，查看有记录。"),
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = choices(LETTERS, place)  # type: ignore[attr-defined]


class AskForm(PublicForm):
    """Number and code of a letter."""

    number = forms.CharField(
        label=gettext_lazy("编号"), max_length=20, widget=forms.TextInput(attrs={"autocapitalize": "characters"})
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"), max_length=12, widget=forms.TextInput(attrs={"autocapitalize": "characters"})
    )


@public()
def letters_page(request: HttpRequest) -> HttpResponse:
    """Show how to write and to ask, and the answers that everybody may read."""
    place = place_of(request.GET)
    rows = answered(places_for(LETTERS, place))
    context = {
        "answers": rows,
        "names": place_names({row.area_code for row in rows}),
        "kinds": dict(Letter.Kind.choices),
        "form": AskForm(),
        "place": place,
    }
    return page(
        request,
        "portal/letters.html",
        context,
        title=_("投诉建议"),
        section=LETTERS,
        description=_("不用注册，凭编号和查询码看答复；办理有期限。"),
        canonical={"place": place},
    )


@public(methods=("GET", "HEAD", "POST"))
def write_page(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep what was written and tell number and code, this once."""
    about = request.POST.get("about", request.GET.get("about", ""))
    about = about if about.startswith("/public/") else ""
    place = place_of(request.GET)
    shown = choices(LETTERS, place)
    places_for(LETTERS, place)
    initial = {"area_code": place or (shown[0][0] if shown else ""), "kind": request.GET.get("kind", "")}
    posted = request.POST if request.method == "POST" else None
    form = LetterForm(posted, place=place or (posted or {}).get("area_code", ""), initial=initial)

    def work() -> tuple[Letter, str]:
        refuse_scripts(request)
        return send_letter(address=address_of(request), about=about, **form.cleaned_data)

    if posted is not None and form.is_valid() and attempt(form, work):
        letter, code = form.answer  # type: ignore[attr-defined]
        context = {"letter": letter, "code": code, "line": hotline(letter.area_code)}
        answer = page(request, "portal/letter_sent.html", context, title=_("已收到"), section=LETTERS, index=False)
        answer["Cache-Control"] = "no-store"
        return answer
    context = {"form": form, "opened": opened(), "about": about, "submit": _("提交"), "intro": _("写给承办人的话")}
    crumbs = [(reverse("portal-letters"), _("投诉建议"))]
    status = 422 if posted is not None else 200
    return page(
        request, "portal/form.html", context, title=_("我要反映"), section=LETTERS, crumbs=crumbs, status=status
    )


@public(methods=("GET", "HEAD", "POST"))
def answer_page(request: HttpRequest) -> HttpResponse:
    """Show a letter and its answer to whoever gives number and code; take whether they are satisfied."""
    form = AskForm(request.POST if request.method == "POST" else None)

    def work() -> Letter:
        count_deed(ASK, address_of(request))
        letter = letter_of(**form.cleaned_data)
        if letter is None:
            raise Refused(_("编号或查询码不对，请核对后再查。"))
        return letter

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        letter: Letter = form.answer  # type: ignore[attr-defined]
        if request.POST.get("satisfied") in ("yes", "no") and letter.satisfied is None:
            letter = rate_answer(letter, satisfied=request.POST["satisfied"] == "yes")
        answer = page(
            request, "portal/letter.html", _told(letter, form), title=_("办理情况"), section=LETTERS, index=False
        )
    else:
        crumbs = [(reverse("portal-letters"), _("投诉建议"))]
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "opened": "", "about": "", "submit": _("查询"), "intro": _("凭编号和查询码查询")}
        answer = page(
            request, "portal/form.html", context, title=_("查答复"), section=LETTERS, crumbs=crumbs, status=status
        )
    answer["Cache-Control"] = "no-store"
    return answer


def _told(letter: Letter, form: AskForm) -> dict[str, Any]:
    titles = {state.name: state.title for state in LETTER.states}
    steps = [(titles[step.state], step.entered_at, step.due_on) for step in steps_of(letter, LETTER.name)]
    return {
        "letter": letter,
        "steps": steps,
        "line": hotline(letter.area_code),
        "number": form.cleaned_data["number"],
        "code": form.cleaned_data["code"],
        "rateable": letter.state == Letter.State.ANSWERED and letter.satisfied is None,
    }
