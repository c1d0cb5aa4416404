"""Code lists as people read and edit them."""

from secrets import token_hex

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.codelists.actions import add_code, change_code
from bangfu.kernel.codelists.forms import CodeForm
from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.resources import Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.kernel.traditional import in_script

SYSTEM = "system"
VIEW = "kernel.codelist.view"


def _lists(_user: User) -> list[tuple[str, str]]:
    words = _list_words()
    return [(name, words[title]) for name, title in CodeList.objects.values_list("name", "title")]


def _list_words() -> dict[str, str]:
    """Titles of code lists in the reader's language, by their own."""
    english = (get_language() or "").startswith("en")
    titles = CodeList.objects.values_list("title", "title_en")
    return {title: (title_en or title) if english else in_script(title) for title, title_en in titles}


def _sample(actor: User, _area_code: str) -> Code:
    code_list, _created = CodeList.objects.get_or_create(
        name="sample", defaults={"title": "示例代码表", "status": "background"}
    )
    return add_code(actor, code_list=code_list, code=token_hex(4), label="示例")


CODES = Resource(
    name="kernel.code",
    title=_("代码"),
    model=Code,
    menu=SYSTEM,
    menu_order=30,
    icon="list-numbers",
    order=("code_list_id", "order", "code"),
    scope_field="",
    view_permission=VIEW,
    columns=(
        Column(name="code_list", title=_("代码表"), path="code_list__title", kind="choice", words=_list_words),
        Column(name="label", title=_("名称")),
        Column(name="label_en", title=_("英文名称")),
        Column(name="code", title=_("代码"), in_list=False),
        Column(name="std", title=_("标准代码")),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="source", title=_("来源"), path="code_list__source", in_list=False),
        Column(name="status", title=_("依据"), path="code_list__status", kind="choice", in_list=False),
        Column(name="note", title=_("说明"), in_list=False),
        Column(name="edited_by", title=_("修改人"), path="edited_by_id", kind="user", in_list=False),
    ),
    filters=(Filter(name="code_list", title=_("代码表"), path="code_list_id", choices=_lists),),
    search=(Search(path="label"), Search(path="code", kind="exact")),
    search_hint=_("名称或代码"),
    form=CodeForm,
    create=add_code,
    change=change_code,
    version="",
    empty=_("还没有代码。"),
    title_of=lambda code: code.label,
    sample=_sample,
)

DECLARED = (CODES,)
