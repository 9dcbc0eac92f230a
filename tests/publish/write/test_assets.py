"""The files that the site serves beside its pages."""

from lesson_code.publish.write import assets


def test_style_sheet_loses_what_only_its_writers_read():
    written = "/* why\n\n   so */\na,\nb {\n  color: red; /* here */\n}\n@media print {\n  a { color: var(--ink) }\n}\n"
    assert assets.lean(written) == "a,\nb {\ncolor: red; }\n@media print {\na { color: var(--ink) }\n}\n"
