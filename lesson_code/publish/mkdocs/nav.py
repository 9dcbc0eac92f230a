"""The form of the contents in mkdocs.yml, which MkDocs refuses without a line, or publishes with blanks."""

from collections.abc import Iterator

import yaml

from lesson_code.publish.faults import Place

FORM = "nav의 한 줄은 - 제목: 페이지.md로 적고, 부는 - 제목: 다음 줄부터 네 칸 들여 그 페이지들을 적으세요"


def faults(text: str) -> Iterator[Place]:
    """Yield line and message of each entry of ``nav`` that is no page and no part with a title and with pages."""
    try:
        settings = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:  # MkDocs says where
        return
    for name, value in settings.value if isinstance(settings, yaml.MappingNode) else []:
        if name.value == "nav":
            yield from _entries(name, value)


def _entries(title: yaml.Node, value: yaml.Node) -> Iterator[Place]:
    if not isinstance(value, yaml.SequenceNode) or not value.value:
        yield title.start_mark.line + 1, FORM
        return
    for entry in value.value:
        if isinstance(entry, yaml.ScalarNode) and entry.tag.endswith(":str") and entry.value.strip():
            continue
        pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
        if len(pairs) != 1 or not str(pairs[0][0].value).strip():
            yield entry.start_mark.line + 1, FORM
        elif not isinstance(pairs[0][1], yaml.ScalarNode) or not pairs[0][1].value.strip():
            yield from _entries(*pairs[0])
