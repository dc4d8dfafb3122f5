"""Every text a person reads goes through the catalogue, is plain, and has its Spanish."""

import ast
import re

import pytest
from babel.messages.catalog import Message

from tests import translations
from tests.architecture.source import PACKAGE, called, calls, modules, place, tree

NEVER_SHOWN = {
    "en": re.compile(
        r"\b(invalid|failed|fatal|errors?|exception|server|records?|please|oops|successfully|payload|schema"
        r"|replica|database|entity|sync(ed|hronize)?|upload(ed)?|rollback|log ?(in|out)|authenticate)\b|!",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(inválid[oa]s?|fatal|error(es)?|excepción|servidor|por favor|exitosamente|falló|base de datos"
        r"|sincroniz\w+|iniciar sesión|cerrar sesión)\b|[!¡]",
        re.IGNORECASE,
    ),
}
"""Words of programs, not of people (ui design 10)."""

SPEAKING = {
    *("setText", "setWindowTitle", "setToolTip", "setPlaceholderText", "setStatusTip", "setWhatsThis"),
    *("setAccessibleName", "setAccessibleDescription", "setTitle", "setLabelText", "setInformativeText"),
    *("setSuffix", "setPrefix", "setHtml", "setPlainText", "setMarkdown", "setHeaderLabels", "setSubTitle"),
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QAction", "QGroupBox", "QMenu"),
    *("addItem", "addItems", "addTab", "addAction", "addMenu", "addRow", "insertItem", "setTabText"),
    *("getOpenFileName", "getSaveFileName", "getExistingDirectory"),
    *("print", "echo", "secho", "prompt", "confirm"),
}
"""What puts a text before a person; the classes of `gui/widgets` are added below."""

SLUG = re.compile(r"[a-z0-9_.:/#%-]*")
"""What an icon, a kind or a tone is named by: no words for people."""

ALLOWED = {
    "Chapter Desk",  # the program's name is the same in every language
    "MOU",  # the paper's own name (ui design 10: write MOU once)
    "MMMM d, yyyy",  # a pattern, with the Spanish one beside it
    *("Segoe UI", "SF Pro Text", "Noto Sans", "Noto Sans Arabic", "Droid Sans Fallback"),  # fonts
}

SENTENCE = re.compile(r"[A-Z][\w’']+,?( [\w’'“”]+,?)+[.?:…]?")
"""A capital and a second word: what a heading or a sentence looks like."""

TRANSLATED = {"_", "ngettext", "pgettext"}
MARKED = TRANSLATED | {"N_"}  # the last is translated later, by whoever shows it


def widget_classes() -> set[str]:
    """Return the names of our own widgets: what they are built with is shown too."""
    return {
        node.name
        for path in modules("gui/widgets")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.bases
    }


def plain_words(node: ast.expr) -> str:
    """Return the letters that stand in this argument itself, outside any call."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.BinOp):
        return plain_words(node.left) + plain_words(node.right)
    if isinstance(node, ast.IfExp):
        return plain_words(node.body) + plain_words(node.orelse)
    if isinstance(node, ast.List | ast.Tuple):
        return "".join(plain_words(item) for item in node.elts)
    return ""


def is_for_people(text: str) -> bool:
    for name in ALLOWED:
        text = text.replace(name, "")
    return bool(re.search(r"[^\W\d_]", text)) and not SLUG.fullmatch(text)


def shown_by(call: ast.Call, speaking: set[str]) -> list[ast.expr]:
    """Return the arguments of a call that reach a person; keys on the keyboard have their own words."""
    if called(call) in speaking:
        return [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg != "key")]
    return [keyword.value for keyword in call.keywords if keyword.arg == "help"]


def test_no_words_are_shown_past_the_catalogue():
    speaking = SPEAKING | widget_classes() - {"KeyCap", "KeyHints"}  # they translate the keys they are given

    past = [
        place(path, word)
        for path in modules("gui", "cli")
        for call in calls(path)
        for word in shown_by(call, speaking)
        if is_for_people(plain_words(word))
    ]

    assert past == []


def test_no_sentence_lies_in_the_front_ends_untranslated():
    """Headings in a table or a dictionary are shown too, though no call says so."""
    past = []
    for path in modules("gui", "cli"):
        translated = {text for call in calls(path) if called(call) in MARKED for text in ast.walk(call)}
        docstrings = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        past += [
            f"{place(path, node)} {node.value}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if SENTENCE.fullmatch(node.value) and node.value not in ALLOWED
            if node not in translated | docstrings
        ]

    assert past == []


def test_what_is_translated_is_written_out():
    """The extractor reads the source: a text put together at run time would never be found."""
    found = [
        place(path, call)
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in TRANSLATED
        for text in call.args[: 2 if call.func.id == "ngettext" else 1]
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value)
    ]

    assert found == []


def test_no_text_is_translated_before_the_language_is_known():
    """A text translated while a module is loaded would keep the language of that moment."""
    found: list[str] = []

    def visit(path, node):
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            found.append(place(path, node))
        for child in ast.iter_child_nodes(node):
            if not inside or isinstance(child, ast.arguments):
                visit(path, child)

    for path in modules():
        visit(path, tree(path))

    assert found == []


ENGLISH = list(translations.entries(translations.extracted()))


def named(message: Message) -> str:
    return translations.forms(message.id)[0][:50]


@pytest.mark.parametrize("message", ENGLISH, ids=named)
def test_the_english_is_plain(message: Message):
    for form in translations.forms(message.id):
        translations.placeholders(form)  # every brace has its partner
        assert not NEVER_SHOWN["en"].search(form), form
        assert not re.search(r"--|—|\.\.\.|%\(|\{\}|  ", form), form


def test_every_text_has_its_spanish_and_nothing_else_is_kept():
    catalogue = translations.kept()
    spanish = {(text.context, text.id): text for text in translations.entries(catalogue)}
    english = {(text.context, text.id) for text in ENGLISH}

    assert english - spanish.keys() == set(), "run: python -m tests.translations extract"
    assert spanish.keys() - english == set(), "run: python -m tests.translations extract"
    assert [named(text) for text in spanish.values() if not translations.is_complete(text)] == []


def test_the_spanish_has_the_same_places_to_fill_and_plain_words():
    wrong = []
    for text in translations.entries(translations.kept()):
        if not translations.is_complete(text):
            continue  # named by the test above
        for english, spanish in zip(
            translations.forms(text.id), translations.forms(text.string), strict=True
        ):
            if translations.placeholders(english) != translations.placeholders(spanish):
                wrong.append(f"places: {spanish}")
            if NEVER_SHOWN["es"].search(spanish):
                wrong.append(f"words: {spanish}")
            if english[-1:] in ".?:…" and english[-1:] != spanish[-1:]:
                wrong.append(f"ending: {spanish}")

    assert wrong == []


def test_a_text_with_a_plural_is_never_asked_for_without_its_number():
    plural = {form for text in ENGLISH if isinstance(text.id, tuple) for form in text.id}
    found = [
        place(path, call)
        for path in modules()
        for call in calls(path)
        if called(call) == "_" and isinstance(call.args[0], ast.Constant) and call.args[0].value in plural
    ]

    assert found == []


GLOSSARY = (
    (r"\bchapter\b", r"\bgrupos?\b", r"\bgroups?\b"),
    (r"\bmembers?\b", r"\bmiembros?\b", None),
    (r"\bgifts?\b", r"\baportes?\b", None),
    (r"\bchecks?\b(?= |$)", r"^revisar$", r"^Check \w"),
)
"""An English word, Spanish that does not say it here, and English that lets it stand (ui design 11)."""


def test_one_english_noun_has_one_spanish_noun():
    wrong = [
        spanish
        for text in translations.entries(translations.kept())
        if not text.context
        for english, spanish in zip(
            translations.forms(text.id), translations.forms(text.string), strict=False
        )
        for noun, other, unless in GLOSSARY
        if re.search(noun, english, re.IGNORECASE) and re.search(other, spanish, re.IGNORECASE)
        if unless is None or not re.search(unless, english)
    ]

    assert wrong == []


def test_the_spanish_help_has_the_same_nouns_as_the_window():
    for page in sorted((translations.ROOT / "resources" / "help" / "es").glob("*.md")):
        found = re.findall(
            r"\b(?:miembros?|aportes?|Intro)\b", page.read_text(encoding="utf-8"), re.IGNORECASE
        )
        assert found == [], page.name


def test_what_the_program_reads_is_what_was_translated():
    assert translations.MO.read_bytes() == translations.compiled(translations.kept()), (
        "run: python -m tests.translations compile"
    )


def test_the_check_for_words_past_the_catalogue_can_fail():
    assert is_for_people(plain_words(ast.parse("f'{n} people'", mode="eval").body))
    assert is_for_people(plain_words(ast.parse("'Saved' if done else ''", mode="eval").body))
    assert not is_for_people(plain_words(ast.parse("_('Saved')", mode="eval").body))
    assert not is_for_people(plain_words(ast.parse("'user-plus'", mode="eval").body))


def test_the_catalogue_is_read_from_the_whole_package():
    files = {place for text in ENGLISH for place, _ in text.locations}

    assert "chapter_desk/core/explanations/chapters.py" in files
    assert all((PACKAGE.parent / file).exists() for file in files)
