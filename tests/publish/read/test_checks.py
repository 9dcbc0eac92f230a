"""What a page cannot show as it was meant is told at its line; what is right is let through."""

import time

import pytest

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.read import checks, spans
from lesson_code.publish.read import page as pages
from lesson_code.publish.read.manuscript import read as read_book
from tests.publish.conftest import places

NAME, PATH = "part/my-lesson.md", "docs/part/my-lesson.md"


def told(text):
    found = places(pages.read(NAME, PATH, text).faults)
    assert {path for path, _, _ in found} <= {PATH}
    return [(line, what) for _, line, what in found]


FRONT = {  # name: text, line, part of the message
    "colon in the text": ("---\ndescription: 학습률: 크면 발산\n---\n", 2, "따옴표로 둘러싸세요"),
    "list never closed": ("---\nhide: [toc\n---\n# 제목 {#a}\n", 3, "설정을 읽을 수 없습니다"),
    "quote never closed": ('---\ntitle: 가\ndescription: "학습률\n---\n', 3, "설정을 읽을 수 없습니다"),
    "end missing": ("---\ndescription: 가\n\n# 제목 {#a}\n", 1, "---로 닫으세요"),
    "start not on the first line": ("\n---\ndescription: 가\n---\n", 2, "첫 줄"),
    "name misspelt": ("---\ndescripton: 가\n---\n", 2, "description인지"),
    "name with a capital": ("---\nDescription: 가\n---\n", 2, "description인지"),
    "title misspelt": ("---\ndescription: 가\ntittle: 나\n---\n", 3, "title인지"),
    "hyphen for an underline": ("---\ndescription: 가\ntime-limit: 3\n---\n", 3, "time_limit인지"),
    "letters swapped": ("---\ndescription: 가\nhied: [toc]\n---\n", 3, "hide인지"),
    "empty text": ("---\ndescription:\n---\n", 2, "글을 적으세요"),
    "blank text": ('---\ndescription: " "\n---\n', 2, "글을 적으세요"),
    "no text": ("---\ndescription: [가, 나]\n---\n", 2, "글을 적으세요"),
    "number for a title": ("---\ntitle: 2024\n---\n", 2, "글을 적으세요"),
    "twice": ("---\ndescription: 가\ndescription: 나\n---\n", 3, "두 번"),
    "twice inside": ("---\nsearch:\n  exclude: true\n  exclude: false\n---\n", 4, "두 번"),
    "claim": ("---\ndescription: 값 3<!--= 3 -->\n---\n", 2, "표기를 빼세요"),
    "formula": ("---\ndescription: 가 $`x`$\n---\n", 2, "표기를 빼세요"),
    "link": ("---\ndescription: 가 [나](b.md)\n---\n", 2, "표기를 빼세요"),
    "bold in HTML": ("---\ntitle: 가\ndescription: 나 <b>다</b>\n---\n", 3, "표기를 빼세요"),
    "number sign in a text": ("---\ndescription: 학습률 #1을 봅니다\n---\n", 2, "# 앞에서"),
    "number sign in its second line": ("---\ntitle: 가\n  나 #다\n---\n", 3, "# 앞에서"),
    "search that is a word": ("---\nsearch: exclude\n---\n", 2, "exclude: true"),
    "search misspelt": ("---\ntitle: 가\nsearch:\n  exlude: true\n---\n", 3, "exclude: true"),
    "search in words": ("---\nsearch:\n  boost: high\n---\n", 2, "boost: 2"),
    "value that hides nothing": ("---\nhide: [tocc]\n---\n", 2, "hide에 적을 수"),
    "nothing": ("---\n---\n# 제목 {#a}\n", 1, "비어 있습니다"),
    "nothing but blanks, and a rule below": ("---\n \n---\n\n글\n\n---\n", 1, "비어 있습니다"),
    "list": ("---\n- 가\n---\n", 2, "이름: 값"),
    "no names": ("---\n소개입니다\n---\n", 2, "이름: 값"),
    "tab": ("---\nhide:\n\t- toc\n---\n", 3, "설정을 읽을 수 없습니다"),
    "letter that is none": ("---\ndescription: 가\x01\n---\n", 1, "설정을 읽을 수 없습니다"),
    "date that is none": (
        "---\ndescription: 가\nsince: 2024-02-29\ndate: 2024-02-30\n---\n",
        4,
        "설정을 읽을 수 없습니다",
    ),
    "time that is none, inside": ("---\na:\n  b: 2024-01-01 25:00:00\n---\n", 3, "설정을 읽을 수 없습니다"),
    "number merged in": ("---\n<<: {description: 3}\n---\n", 2, "글을 적으세요"),
    "template that is no name": ("---\ndescription: 가\ntemplate: 3\n---\n", 3, "글을 적으세요"),
    "icon that is no name": ("---\nicon: [가]\n---\n", 2, "글을 적으세요"),
    "first line that is eaten": ("Tip: 이 줄\n\n# 제목 {#a}\n", 1, "사라집니다"),
    "address that is eaten": ("https://example.org 을 보세요\n", 1, "사라집니다"),
}
RIGHT_FRONT = (
    '---\ndescription: "학습률: 크면"\n---\n',
    "---\ndescription: 설명에 \"따옴표\"와 '작은따옴표'\n---\n",
    "---  \ndescription: 가\n---\t\n# 제목 {#a}\n",
    "---\ndescription: 가\n...\n# 제목 {#a}\n",
    "---\ndescription: >\n  두 줄로\n  적습니다\nhide: [toc, navigation]\nsearch:\n  exclude: true\n---\n",
    "---\nauthor: 김 아무개\ntags: [가]\ndate: 2024-02-29\nicon: material/book\n---\n",
    "---\n# 주석\ndescription: 1 < 2인 x\n---\n",
    "---\ndescription: '학습률 #1을 봅니다'\nsearch: {boost: 2}\n# 주석\n---\n",
    "---\ndescription: C#으로\ntitle: 하나#둘\n---\n",
    "팁: 우리말 이름은 설정이 아닙니다\n",
    "\nTip: 빈 줄 다음은 글입니다\n",
    "\n  ---\n\n글\n",
)
CLAIMS = {
    "blank after the dashes": "값 3<!-- = 1 + 2 -->",
    "one dash": "값 3<!-= 1 + 2 -->",
    "one dash at the end": "값 3<!--= 1 + 2 ->",
    "never closed": "값 3<!--= 1 + 2",
    "over two lines": "값 3<!--= 1 +\n2 -->",
    "blank after the bracket": "값 3<! --= 1 + 2 -->",
    "no exclamation mark": "값 3<--= 1 + 2 -->",
    "long dash": "값 3<!—= 1 + 2 —>",
    "wide signs": "값 3<!--＝ 1 + 2 -->",
    "wide exclamation mark": "값 3<！--= 1 + 2 -->",
    "escaped": "값 3&lt;!--= 1 + 2 -->",
    "empty": "값 3<!--= -->",
    "nothing": "값 3<!--=-->",
    "in backticks": "값 `3<!--= 1 + 2 -->`",
    "in a formula": "값 $`3<!--= 1 + 2 -->`$",
    "nearly, in backticks": "값 `3<!-- = 1 + 2 -->`",
    "in a fence": "```text\n3<!--= 1 + 2 -->\n```",
}
MATHEMATICS = (
    "수 $2/\\lambda$",
    "수 $10^{-3}$",
    "수 $0<\\eta<1$",
    "수 $\\eta$",
    "수 $x$와",
    "수 $X$와",
    "수 $a b$와",
    "수 $A, B$와",
    "수 $n$개",
    "수 $x = 5$",
    "수 $1/2$",
    "수 $5$",
    "수 $a+b$, 그리고",
    "수 $\\text{학습률}$",
    "수 $-x$",
    "수 $|x|$",
    "수 $x_가$",
    "수 $a +\nb$",
    "수 $$x$$ 속",
    "$$\nx^2\n$$",
    "$$x^2$$",
    "수 \\(\\eta\\)",
    "수 \\(x\\)",
    "수 \\(a+b\\)",
    "\\[x^2\\]",
    "수 \\[x\\]",
    "\\[\nx\n\\]",
    "\\begin{equation}\nx\n\\end{equation}",
    "수 \\frac{1}{2}",
    "수 \\sqrt{2}",
    "> 인용 $x$",
    "| 가 |\n|---|\n| $x$ |",
    "- 목록 $x$",
    "수 $`x 입니다",
    "수 x`$ 입니다",
)
HEADINGS = (
    "#제목",
    "##제목 {#a}",
    "###제목",
    "## 제목",
    "## 제목 {#한글}",
    "## 제목 {#Upper}",
    "##",
    "####### 제목 {#a}",
    "제목\n=====",
    "제목\n-----",
    "제목\n-",
    "글\n글\n===",
    "> ## 제목",
    "> 제목\n> ---",
    "- # 제목",
    "1. ## 제목",
    "<h2>제목</h2>",
    '<h2 id="a">제목</h2>',
    '!!! note "상자"\n    ## 제목',
    "## 하나 {#a}\n\n## 둘 {#a}",
    '## 하나 {#a}\n\n<span id="a"></span>글',
    "## 하나 {#a}\n\n글\n{: #a }",
    "## 제목{#a}",
    "## {#a}",
    "## 제목 {#a} {#b}",
    "## 제목{: #a }",
    "```math\nx \\tag{1}\n```\n\n```math\ny \\tag{1}\n```",
    "![가](../figures/a/x.svg)\n\n![나](../figures/b/x.svg)",
    "## 제목 {#fig-x}\n\n![가](../figures/a/x.svg)",
)
LISTS = {
    "글\n- 하나\n- 둘": 2,
    "다음과 같습니다:\n- 하나": 2,
    "다음과 같습니다：\n- 하나": 2,
    "글\n1. 하나\n2. 둘\n3. 셋": 2,
    "글\n* 하나\n  이어서\n* 둘": 2,
    "글\n1. 하나\n2. 둘": 2,
    "글\n1. 하나\n1. 둘": 2,
    "> 글\n> - 하나\n> - 둘": 2,
    '!!! note "제목"\n    글\n    - 하나\n    - 둘': 3,
    "- 하나\n - 둘": 2,
    "- 하나\n  - 둘": 2,
    "- 하나\n   - 둘": 2,
    "1. 하나\n   - 둘": 2,
    "- 하나\n\n  - 둘": 3,
    "- 하나\n\n  둘째 문단": 3,
    "1. 하나\n\n   둘째 문단": 3,
    "- 하나\n    - 둘\n      - 셋": 3,
    "> - 하나\n>   - 둘": 2,
    "글\n> 글\n> - 하나\n> - 둘": 3,
    "- 하나\n  ```python\n  1\n  ```": 2,
    "글\n\n    네 칸": 3,
    "글\n\n\t탭": 3,
    "글\n| 가 | 나 |\n|---|---|\n| 1 | 2 |": 3,
    "| 가 | 나 |\n|---|---|\n| 1 | 2 |\n이어진 글": 4,
    "| 가 | 나 |\n| 1 | 2 |": 1,
    "| 가 | 나 |\n|---|---|\n| 1 | 2 | 3 |": 3,
    "가 | 나\n--- | ---\n1 | 2 | 3": 3,
    "가 | 나\n--- | ---\n| 1 | 2 |": 3,
    "가 | 나 |\n---|---|\n1 | 2 | 3": 3,
    "| 가 | 나\n|---|---\n| 1 | 2 | 3 |": 3,
    "가 | 나\n|---|---|\n1 | 2": 1,
    "3. 하나\n4. 둘": 1,
    "0. 하나": 1,
    "2025. 3. 1. 글입니다": 1,
    "1. 하나\n\n글\n\n2. 둘": 5,
    "1. 하나\n    3. 셋": 2,
    "- 하나\n\n1. 둘": 3,
    "1. 하나\n- 둘": 2,
    "- 하나\n\n    문단\n- 둘": 4,
    "- 하나\n\n    문단\n- 둘\n- 셋": 4,
    "- 하나\n\n    문단\n\n    문단\n- 둘": 6,
    "1. 하나\n\n    문단\n2. 둘": 4,
    "- 하나\n\n    ```python\n    1\n    ```\n- 둘": 6,
    "- 하나\n\n    - 가\n- 둘": 4,
    "- 하나\n    - 가\n\n    문단\n- 둘": 5,
    "- 하나\n    - 가\n\n        문단\n    - 나": 5,
    "- 하나\n\n    > 인용\n- 둘": 4,
    '- 하나\n\n    !!! note "가"\n        글\n- 둘': 5,
    "- 하나\n\n    ![설명](a.png)\n- 둘": 4,
    "> - 하나\n>\n>     문단\n> - 둘": 4,
    "용어\n:   뜻\n\n    문단\n- 둘": 5,
    "```python\n1\n```\n- 하나": 4,
    "1. 하나\n\n```python\n1\n```\n2. 둘": 6,
    '- 하나\n    !!! note "가"\n        글': 2,
    '1. 하나\n2. 둘\n    ??? note "가"\n        글\n3. 셋': 3,
    '- 하나\n    === "가"\n        글': 2,
    "- 하나\n    > 인용\n    > 인용": 2,
    "- 하나\n    - 가\n        > 인용": 3,
    '- 하나\n    ```python\n    1\n    ```\n    !!! note "가"\n        글': 5,
    '!!! note "가"\n    - 하나\n        !!! note "나"\n            글': 3,
    '> - 하나\n>     !!! note "가"\n>         글': 2,
    '글\n    !!! note "가"\n        글': 2,
    "글\n    > 인용": 2,
    "글\n\n    > 인용": 3,
    "글\n\n    - 하나": 3,
    '글\n\n    !!! note "가"\n        글': 3,
    "글\n\n    <div>글</div>": 3,
    "- 하나\n        - 둘": 2,
    "- 하나\n\n        > 인용": 3,
    '!!! note "가"\n        - 하나': 2,
}
UNPAIRED = (
    "**굵게 글",
    "굵게** 글",
    "**굵게 **글",
    "** 굵게**",
    "*하나",
    "글 *기울임 글",
    "f(*args, **kwargs)",
    "**굵게\n\n글**",
    "`code 글",
    "글 ``code` 글",
    "글</div> 글",
    "<div markdown>\n\n글",
    "<span>글",
    "<b>글</i>",
    "a<b>c",
    "이것__은__ __이것__은",
    "__init__",
    "_이것_은",
    "H~2~O",
    "x^2^",
    "++ctrl+alt+del++",
    "글\n\n{: .big }",
    "글 {: .big",
    "한 줄\\\n다음 줄",
    "[글]()",
    "[글](#)",
    "[글](other page.md)",
    '[글](a.md "제목)',
    "![설명](a b.png)",
    "[![설명](a.png)](other page.md)",
    "*[HTML]: 뜻",
    "글 \u200b글",
    "글\u202e글",
    "글\ufeff글",
    "[^1]: 각주",
    "글[^1]\n\n[^1]: 가\n[^1]: 나",
    "## 제목 {#a}\n\n#### 둘 {#b}",
    "# 하나 {#a}\n\n# 둘 {#b}",
)
BOXES = {
    "?? note": 1,
    "???? note": 1,
    "!! note": 1,
    "!!!! note": 1,
    "! !! note": 1,
    '!! "제목"': 1,
    '?? "제목"': 1,
    '!!  "제목"': 1,
    '!! wraning "제목"': 1,
    "!! “제목”": 1,
    "！！！ note": 1,
    "？？？ note": 1,
    "!!! wraning": 1,
    "??? notes": 1,
    "!!! Note": 1,
    "!!! 주의": 1,
    "??? 더 깊이": 1,
    '!!! note 제목"': 1,
    "!!! note '제목'": 1,
    "!!! note “제목”": 1,
    "!!! note: 제목": 1,
    '!!! "제목"': 1,
    "=== 이름": 1,
    '== "이름"': 1,
    '==== "이름"': 1,
}
BOX_WITHOUT_BODY = ("!!! note\n글", "!!! note\n  글", '??? note "가"\n\n글', '=== "가"\n글', '=== "가"\n\n글')
RAW = (
    "==형광펜==",
    "글 ==두 용어==입니다",
    "~~취소선~~",
    "글 ~취소선~입니다",
    "^^밑줄^^",
    "{++더함++}",
    "{--뺌--}",
    "{~~가~>나~~}",
    "[[위키]]",
    "[[Wiki Page]]",
    ":smile:",
    "글 :material-home: 글",
    "::: note\n글\n:::",
    ":::{note}\n글\n:::",
    "::: numpy.array",
    '--8<-- "a.md"',
    "{{ page.title }}",
    "{{변수}}",
    "{% include 'a' %}",
    "<!-- 닫지 않은 주석",
    "각주[^1]",
    "[글][a]",
    "[글][]",
    "[글] (a.md)",
    "[글] (https://example.org)",
    "[글]（a.md）",
    "![설명][a]",
    "![설명][a]\n\n[a]: b.png",
    "```mermaid\ngraph\n```",
    "```{note}\n글\n```",
    "```{python}\n1\n```",
    "- [] 할 일",
    "- [v] 할 일",
    "-[ ] 할 일",
    "<<<<<<< HEAD",
    ">>>>>>> branch",
    "```text\n<<<<<<< HEAD\n```",
    "글 \x01 글",
    "<div>\n**굵게**\n</div>",
    "<details><summary>가</summary>\n\n[글](a.md)\n</details>",
    "글 <!-- 주석\n\n이어서 --> 글",
    "1) 하나\n2) 둘",
    "• 하나\n• 둘",
)
BLOCKED = (
    '<img src="a.png">',
    '<img src="a.png" alt="설명">',
    '<img src="../figures/a/b.svg" alt="설명">',
    "![](a.png)",
    "![ ](a.svg)",
    "![설명](https://example.org/a.png)",
    "![설명](//example.org/a.png)",
    "![설명](<https://example.org/a.png>)",
    "![설명](../figures/a/b.svg 'x')",
    '<iframe src="https://example.org"></iframe>',
    '<video src="https://example.org/a.mp4"></video>',
    "<video src='a.mp4' controls></video>",
    "<audio src='a.mp3'></audio>",
    "<script>alert(1)</script>",
    '<script src="https://example.org/a.js"></script>',
    '<link rel="stylesheet" href="https://example.org/a.css">',
    '<a href="#a" onclick="alert(1)">글</a>',
    "<div\nonmouseover=x>글</div>",
    "[글](javascript:alert(1))",
    "[글](java&#115;cript:alert(1))",
    '<a href="javascript:alert(1)">글</a>',
    '<a href="javascript:alert(1)" href="#a">글</a>',
    '<a href=" java&#115;cript:alert(1)">글</a>',
    '<a href="java\nscript:alert(1)">글</a>',
    '<a href="other.md">글</a>',
    '[글](#a){: onclick="x" }\n\n## 제목 {#a}',
    '<p style="background: url(https://example.org/a.png)">글</p>',
)
FENCES = {
    "```pycon\n>>> 1\n1\n": "닫히지",
    "```python\n1\n~~~": "닫히지",
    "```pycon\n>>> 1\n1\n````": "닫히지",
    "````pycon\n>>> 1\n1\n```": "닫히지",
    "```pycon\n>>> 1\n1\n```math\nx\n```": "닫히지 않은 채",
    "```python\n>>> 1\n1\n```": "실행되지 않는",
    "```\n>>> 1\n1\n```": "실행되지 않는",
    "~~~\n>>> 1\n1\n~~~": "실행되지 않는",
    "~~~text\n>>> 1\n1\n~~~": "실행되지 않는",
    ">>> 1 + 1\n2": "실행되지 않는",
    "    >>> 1 + 1": "실행되지 않는",
    "> >>> 1 + 1": "실행되지 않는",
    "> ```pycon\n> >>> 1\n> 1\n> ```": "인용문",
    "글\n![가](../figures/a/x.svg)": "빈 줄",
    "![가](../figures/a/x.svg)\n글": "빈 줄",
    "글 ![가](../figures/a/x.svg)": "혼자",
    "![가](../figures/a/x.svg) 글": "혼자",
    "![](../figures/a/x.svg)": "아래의 글",
    "```pycon\n>>> print('가\\n\\n나')\n가\n\n나\n\n```": "비교되지도",
    "```pycon\n설명\n>>> 1\n1\n\n```": "비교되지도",
    "```pycon\n1 + 1\n```": "비교되지도",
}


ONE_MISTAKE = {  # name: text, the one line that is told, part of the message
    "language near math": ("```maht\nx\n```", 1, "혹시 math인가요"),
    "language near python": ("```pyhton\n1\n```", 1, "혹시 python인가요"),
    "language near bash": ("~~~bahs\nls\n~~~", 1, "혹시 bash인가요"),
    "language near pycon, with prompts": ("```pycno\n>>> 1\n1\n>>> 2\n2\n\n```", 1, "혹시 pycon인가요"),
    "language nearer to one that nobody means": ("```pycode\n1\n```", 1, "혹시 pycon인가요"),
    "language of a class": ("```{.pyhton .no-copy}\n1\n```", 1, "혹시 python인가요"),
    "diagram": ("```mermaid\ngraph\n```", 1, "그리거나 꾸미지 못하는"),
    "language near no other": ("```zzzzzzz\n1\n```", 1, "zzzzzzz"),
    "language of another's": ("```plaintext\n1\n```", 1, "text라고 적으세요"),
    "form of the book with more": ('```pycon title="a"\n>>> 1\n1\n\n```', 1, "```pycon만"),
    "form of the book in capitals": ("```Math\nx\n```", 1, "```math만"),
    "loss near its name": ("```los\nx\n```", 1, "혹시 loss인가요"),
    "loss with more": ('```loss title="a"\nx**2\n```', 1, "```loss만"),
    "loss that cannot be read": ("```loss\nx**2 + y\n```", 2, "한 줄로 적습니다. 쓸 수 없는 것이 있습니다: y."),
    "loss of two lines": ("```loss\nx\nx**2\n```", 2, "한 줄로 적습니다"),
    "loss that is empty": ("```loss\n```", 2, "한 줄로 적습니다. 손실 함수를"),
    "two losses": ("```loss\nx\n```\n\n```loss\nx**2\n```", 5, "한 페이지에 하나만"),
    "box at the end of its page": ('!!! note "제목"', 1, "안이 비어 있습니다"),
    "box without marks": ("!!! note 제목\n    글", 1, '!!! note "제목", ??? note "제목", === "이름"처럼'),
    "fence in a fence that is left open": ("```text\nx\n\n```math\nx\n```", 1, "먼저 닫으세요: ```math"),
    "figure of a proof alone": ("![<!--= 1 -->](../figures/a/x.svg)", 1, "아래의 글이 없습니다"),
    "no Python in short": ("```py\nprint(\n```", 2, "문법을 고치세요"),
    "line of a table below a text": ("글\n|---|---|\n| 1 | 2 |", 2, "표 앞에는 빈 줄을"),
    "no Python": ("```python\nx = 1\nprint(\n```", 3, "문법을 고치세요"),
    "prompts behind entities": ("<pre><code>&gt;&gt;&gt; 1 + 1\n3</code></pre>", 1, "실행되지 않는"),
    "many prompts in a fence": ("```python\n>>> 1\n1\n>>> 2\n2\n```", 2, "실행되지 않는"),
    "many prompts in prose": (">>> 1\n1\n>>> 2\n2", 1, "실행되지 않는"),
    "formula left open": ("```math\nx\n\n## 제목\n\n글", 1, "닫히지"),
    "first number that is 2": ("```math\nx \\tag{2}\n```", 2, "\\tag{1}로"),
    "number twice": ("```math\nx \\tag{1}\n```\n\n```math\ny\n\\tag{1}\n```", 7, "\\tag{2}로"),
    "number left out": ("```math\nx \\tag{1}\n```\n\n```math\n\ny \\tag{3}\n```", 7, "\\tag{2}로"),
    "numbers from 2": ("```math\nx \\tag{2}\n```\n\n```math\ny \\tag{3}\n```", 2, "\\tag{1}로"),
    "level left out": ("## 제목 {#a}\n\n#### 둘 {#b}", 3, "입니다. ###로 적으세요"),
    "second title below a part": ("# 하나 {#a}\n\n## 둘 {#b}\n\n# 셋 {#c}", 5, "입니다. ##로 적으세요"),
    "number that is none": ("```math\nx \\tag{가}\n```", 2, "\\tag{1}로"),
    "number twice in a formula": ("```math\nx \\tag{2} \\tag{2}\n```", 2, "\\tag{1}로"),
    "number twice in rows": (
        "```math\n\\begin{align}\nx \\tag{1} \\\\\ny \\tag{1}\n\\end{align}\n```",
        4,
        "\\tag{2}로",
    ),
    "address of a formula": ("글\n{: #eq-1 }\n\n```math\nx \\tag{1}\n```", 2, "두 번"),
    "formula that is empty": ("```math\n\n```", 1, "수식이 비어"),
    "formula for the ear": ("![$`x`$의 그림](a.png)", 1, "소리 내어"),
    "footnote in the text": ("글^[각주]입니다", 1, "문장 속에 적는 각주"),
    "alert of GitHub": ("> [!NOTE]\n> 글", 1, "!!! note"),
    "short code of a page": ("{{< figure src=a >}}", 1, "채워지지"),
    "command of LaTeX": ("\\textbf{글}", 1, "LaTeX의 명령"),
    "attributes of a text": ("[글]{.red}", 1, "속성을 붙일 수"),
    "table of a grid": ("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+", 1, "이 모양의 표"),
    "quotes for a fence": ("'''python\nx = 1", 1, "백틱 셋"),
    "directive": (".. note:: 글", 1, "다른 문서 도구"),
    "attributes after a blank": ('![설명](a.png) { width="100" }', 1, "속성이 그대로"),
    "attributes in an item": ("- 글 {: .big }\n- 말", 1, "속성이 그대로"),
    "attributes behind a text": ("글입니다. { .big }", 1, "속성이 그대로"),
    "command of TeX": ("\\eta가 크면", 1, "$`…`$"),
    "last letter of TeX": ("\\omega가 크면", 1, "$`…`$"),
    "brackets of a link the other way round": ("(글)[other.md]", 1, "괄호가 바뀌어"),
    "link without a text": ("[](https://example.org)", 1, "글이 없는"),
    "folder of a machine": ("![설명](C:\\a.png)", 1, "열 수 없는 주소"),
    "scheme that is none": ("[글](htp://example.org)", 1, "열 수 없는 주소"),
    "generic type": ("List<int>를 씁니다", 1, "쓸 수 없는 태그"),
    "stars between numbers": ("2*3*4입니다", 1, "별표가 사라지고"),
    "powers": ("x**2 + y**2입니다", 1, "별표가 사라지고"),
    "quotation in a title": ('!!! note "가 \\"나\\""\n    글', 1, "따옴표는"),
    "table of uneven lines": ("| 가 | 나 | 다 |\n|---|---|\n| 1 | 2 | 3 |", 1, "표가 되지 못합니다"),
    "row of more cells": ("| 가 | 나 |\n|---|---|\n| 1 | 2 | 3 |", 3, "첫 줄보다 칸이 많아"),
    "list behind a fence": ("```text\n글\n```\n\n글\n- 하나\n- 둘", 6, "목록이 되지"),
    "list behind a comment": ("<!--\n메모\n-->\n\n글\n- 하나\n- 둘", 6, "목록이 되지"),
    "element left open": ("<div markdown>\n\n글", 1, "</div>로 닫거나"),
    "row that lost its table": ("| 3 | 4 |", 1, "표가 되지 못합니다"),
    "fence that is indented": ("    ```python\n    x = 1\n    ```", 1, "네 칸 들여 쓴"),
    "numbers without a blank": ("1.글\n2.말", 1, "목록이 되지"),
    "dashes without a blank": ("-글\n-말", 1, "목록이 되지"),
    "numbers in brackets": ("(1) 글\n(2) 말", 1, "목록이 되지"),
    "numbers in circles": ("① 글\n② 말", 1, "목록이 되지"),
    "Hangul for numbers": ("가. 글\n나. 말", 1, "목록이 되지"),
    "letter that was lost": ("글\ufffd말", 1, "글자가 아닌 것"),
    "line separator": ("글\u2028말", 1, "보이지 않는 글자"),
    "option of doctest": ("```pycon\n>>> print([1, 2])  # doctest: +ELLIPSIS\n[...]\n\n```", 2, "# doctest:"),
    "formula without its end at a line's end": ("글 $`x`", 1, "한쪽에만"),
    "formula without its end": ("$`x`입니다", 1, "한쪽에만"),
    "formula without its start": ("글 `x`$", 1, "한쪽에만"),
    "formula without its end before another": ("값 $`x`, $`y`$", 1, "한쪽에만"),
    "formula without its end in an item": ("- 하나\n- $`x`", 2, "한쪽에만"),
    "formula without its end in a table": ("| 가 |\n|---|\n| $`x` |", 3, "한쪽에만"),
    "formula without its end in bold": ("**$`x`**", 1, "한쪽에만"),
    "formula without its end in a title": ('!!! note "$`x`"\n    글', 1, "한쪽에만"),
    "formula without its end in a quotation": ("> 글\n> $`x`", 2, "한쪽에만"),
    "price that is code": ("가격은 $`5`", 1, "돈이라면"),
    "escaped price that is code": ("가격은 \\$`5`", 1, "돈이라면"),
    "code before a formula": ("`a`$`b`$", 1, "한쪽에만"),
    "code behind a formula": ("$`a`$`b`", 1, "한쪽에만"),
    "formulas that share a dollar": ("$`a`$`b`$", 1, "한쪽에만"),
    "item behind another blank": ("-\u00a0하나", 1, "보통 빈칸이 아닌"),
    "number behind another blank": ("1.\u00a0하나", 1, "보통 빈칸이 아닌"),
    "item indented by other blanks": ("- 하나\n\u00a0\u00a0\u00a0\u00a0- 둘", 2, "보통 빈칸이 아닌"),
    "box behind another blank": ('!!!\u00a0note "가"\n    글', 1, "보통 빈칸이 아닌"),
    "text of a box indented by other blanks": ('!!! note "가"\n\u00a0\u00a0\u00a0\u00a0글', 2, "보통 빈칸이 아닌"),
    "heading behind another blank": ("#\u00a0제목", 1, "보통 빈칸이 아닌"),
    "definition behind other blanks": ("용어\n:\u00a0\u00a0\u00a0뜻", 2, "보통 빈칸이 아닌"),
    "item behind a wide blank": ("> -\u3000하나", 1, "보통 빈칸이 아닌"),
    "address behind another blank": ("## 제목\u00a0{#a}", 1, "한 칸을 띄우고"),
    "task before another blank": ("- [ ]\u00a0할 일", 1, "할 일은"),
    "escaped per cent": ("50\\% 할인", 1, "\\\\로 적으세요"),
    "escaped tilde": ("3\\~5", 1, "\\\\로 적으세요"),
    "escaped quotation": ('\\"인용\\"', 1, "\\\\로 적으세요"),
    "escaped sign in a table": ("| 가 |\n|---|\n| R\\&D |", 3, "\\\\로 적으세요"),
    "escaped sign in a title": ('!!! note "1\\,000"\n    글', 1, "\\\\로 적으세요"),
    "escaped power in a link": ("[2\\^3](https://example.org)", 1, "\\\\로 적으세요"),
    "escaped mark": ("\\==가\\==", 1, "\\\\로 적으세요"),
    "bold in HTML that is indented": ("  <div>\n  **굵게**\n  </div>", 1, "HTML 안의"),
    "figure without its folder": ("![가](../figures/x.svg)", 1, "../figures/단원_폴더/그림.svg"),
    "figure of another suffix": ("![가](../figures/a/x.png)", 1, "../figures/단원_폴더/그림.svg"),
    "commands of TeX with braces": ("집합 \\mathbb{R}과 \\hat{y}", 1, "$`…`$"),
    "address of this machine": ("[글](http://localhost:8000/a/)", 1, "이 컴퓨터에서만"),
    "address in numbers of this machine": ("[글](http://127.0.0.1/)", 1, "이 컴퓨터에서만"),
    "scheme with one slash": ("[글](http:/example.org)", 1, "열 수 없는 주소"),
    "scheme without slashes": ("[글](https:example.org)", 1, "열 수 없는 주소"),
    "address in quotes": ("[글]('a.md')", 1, "열 수 없는 주소"),
    "address in printed quotes": ("[글](“a.md”)", 1, "열 수 없는 주소"),
    "folder in HTML": ('<a href="none/">글</a>', 1, "[글](페이지.md)"),
    "file in HTML": ("<a href=a.pdf>글</a>", 1, "[글](페이지.md)"),
    "element of every kind left open": ('글 <a href="https://example.org">글', 1, "</a>로 닫거나"),
    "element that hides what follows": ("글 <textarea rows='3'>글", 1, "</textarea>로 닫거나"),
    "preformatted text left open": ("<pre>\n\n## 제목 {#x}", 1, "</pre>로 닫거나"),
    "element that closes itself": ("글 <b/>글", 1, "</b>로 닫거나"),
    "list of HTML left open": ("<ul>\n<li>글", 1, "</ul>로 닫거나"),
    "item without its list": ("글<li>글", 1, "</li>로 닫거나"),
    "end that belongs to none": ("<ul><li>가</b></ul>", 1, "짝이 맞지"),
    "folder to be named": ("cd <your folder>", 1, "쓸 수 없는 태그"),
    "file to be named, of which the first word is an element": ("<b>cat <input file></b>", 1, "쓸 수 없는 태그"),
    "words that are no attributes": ("<div markdown>\n\nx <i and j> y\n\n</div>", 3, "쓸 수 없는 태그"),
    "object in angle brackets": ("결과는 <function f at 0x10>입니다", 1, "쓸 수 없는 태그"),
    "inequalities that make a tag": ("x<y이고 z>w", 1, "쓸 수 없는 태그"),
    "type of C++": ("글 <std::string> 글", 1, "쓸 수 없는 태그"),
    "template of HTML": ('<template id="x">숨은 글</template>', 1, "쓸 수 없는 태그"),
    "dialogue of HTML": ("<dialog class='x'>숨은 글</dialog>", 1, "쓸 수 없는 태그"),
    "style sheet": ('<style type="text/css">p {color: red}</style>', 1, "쓸 수 없는 태그"),
    "instruction of PHP": ("<?php echo 1 ?>", 1, "태그로 읽혀"),
    "letters of XML": ("글 <![CDATA[글]]> 글", 1, "태그로 읽혀"),
    "page in angle brackets": ("<none.md>", 1, "쓸 수 없는 태그"),
    "attributes right behind a text": ("글입니다.{: .red }", 1, "속성이 그대로"),
    "address on a line of its own": ("{#a}", 1, "속성은 바로 앞"),
    "alert with a blank": ("> [! NOTE]\n> 글", 1, "!!! note"),
    "alert in Korean": ("> [!참고]\n> 글", 1, "!!! note"),
    "role of another tool": ("값은 {math}`x`입니다", 1, "다른 문서 도구"),
    "short code of a thumb": (":+1: 좋아요", 1, "이모지"),
    "short code behind Hangul": ("좋아요:thumbsup:", 1, "이모지"),
    "insertion": ("++더한 글++", 1, "++글++"),
    "insertion in English": ("++added text++", 1, "++글++"),
    "hidden note": ("글 %%숨김%%", 1, "<!-- 메모 -->"),
    "template of a server": ("값은 <%= x %>입니다", 1, "채워지지"),
    "task without a blank": ("- [x]하나", 1, "할 일은"),
    "definition without blanks": ("용어\n:뜻입니다", 2, "세 칸"),
    "definition with a dash": ("용어\n:- 뜻입니다", 2, "세 칸"),
    "footnote that explains itself": ("글[^1: 뜻]", 1, "뜻이 없는 각주"),
    "name of a letter left open": ("글 &nbsp 글", 1, ";로 끝나지"),
    "sign left open": ("x &lt 3", 1, ";로 끝나지"),
    "underlines of an address": ("https://a.example/b.html#object.__init__", 1, "< >로 둘러싸세요"),
    "stars of an address": ("https://a.example/b*c*d", 1, "< >로 둘러싸세요"),
    "stars of a pattern": ("*.py와 **/*.py", 1, "별표가 사라지고"),
    "stars with blanks": ("글 ** 학습률 ** 글", 1, "별표가 짝을"),
    "two stars for a list": ("* 하나\n** 둘", 2, "별표가 짝을"),
    "picture that became a link": ("! [설명](a.png)", 1, "!와 [ 사이"),
    "wide sign of a heading": ("＃ 제목", 1, "반각"),
    "wide sign of a quotation": ("＞ 인용", 1, "반각"),
    "wide stars": ("＊＊굵게＊＊", 1, "반각"),
    "wide brackets": ("［글］（a.md）", 1, "반각"),
    "wide bars": ("｜ 가 ｜ 나 ｜", 1, "반각"),
    "proof with a colon": ("값은 3<!--:= 3 -->", 1, "<!--= 계산식 -->"),
    "proof without its sign": ("값은 0.5<!-- edge(4.0) -->", 1, "<!--= 계산식 -->"),
    "proof without its sign behind bold": ("값은 **0.5**<!-- edge(4.0) -->", 1, "<!--= 계산식 -->"),
    "comment in a comment": ("글 <!-- 하나 <!-- 둘 --> 셋 --> 글", 1, "주석 안에 주석"),
    "formula apart from its signs": ("수 $ `x` $ 글", 1, "달러 기호"),
    "formula in an attribute": ('<span title="$`x`$">글</span>', 1, "속성에는 수식"),
    "formula in the title of a link": ('[글](https://a.example "$`x`$")', 1, "속성에는 수식"),
    "picture called a picture": ("![image](a.png)", 1, "설명이 없습니다"),
    "picture called by its file": ("![a.png](b/a.png)", 1, "설명이 없습니다"),
    "picture of dots": ("![...](a.png)", 1, "설명이 없습니다"),
    "picture described in bold": ("![**설명**](a.png)", 1, "소리 내어"),
    "video for a picture": ("![설명](a.mp4)", 1, "보여 주지 못하는"),
    "document for a picture": ("![설명](a.pdf)", 1, "보여 주지 못하는"),
    "code in HTML": ("<details>\n<summary>가</summary>\n`x`입니다\n</details>", 1, "HTML 안의"),
    "numbers in HTML": ("<details>\n<summary>가</summary>\n\n1. 하나\n2. 둘\n</details>", 1, "HTML 안의"),
    "paragraphs in HTML": ("<div>\n\n글 하나.\n\n글 둘.\n</div>", 1, "HTML 안의"),
    "bold in a table of HTML": ("<table><tr><td>**굵게**</td></tr></table>", 1, "HTML 안의"),
    "code in a list of HTML": ("<ul>\n<li>`x`</li>\n</ul>", 1, "HTML 안의"),
    "heading behind a table": ("| 가 |\n|---|\n| 1 |\n## 제목 {#x}", 4, "표 다음에는"),
    "fence behind a table": ("| 가 |\n|---|\n| 1 |\n```text\nx\n```", 4, "표 다음에는"),
    "quotation behind a table": ("| 가 |\n|---|\n| 1 |\n> 인용", 4, "표 다음에는"),
    "filled circles": ("● 하나\n● 둘", 1, "목록이 되지"),
    "Korean circles": ("ㅇ 하나\nㅇ 둘", 1, "목록이 되지"),
    "long dashes": ("– 하나\n– 둘", 1, "목록이 되지"),
    "capitals for numbers": ("A. 하나\nB. 둘", 1, "목록이 되지"),
    "Roman numbers": ("i. 하나\nii. 둘", 1, "목록이 되지"),
    "consonants for numbers": ("ㄱ. 하나\nㄴ. 둘", 1, "목록이 되지"),
    "Hangul in brackets": ("(가) 하나\n(나) 둘", 1, "목록이 되지"),
    "rule of equal signs": ("글\n\n=====\n\n글", 3, "밑줄을 그은"),
    "heading behind a rule": ("---\n제목\n---", 3, "밑줄을 그은"),
    "joiner": ("글\u200d말", 1, "보이지 않는 글자"),
    "selector of a picture": ("글\ufe0f말", 1, "보이지 않는 글자"),
    "blank of Braille": ("글\u2800말", 1, "보이지 않는 글자"),
    "half a filler": ("글\uffa0말", 1, "보이지 않는 글자"),
    "tag": ("글\U000e0041말", 1, "보이지 않는 글자"),
    "control of Latin 1": ("글\x80말", 1, "글자가 아닌 것"),
    "letter of nobody": ("글\U000f0000말", 1, "글자가 아닌 것"),
}


@pytest.mark.parametrize("case", ONE_MISTAKE)
def test_one_mistake_is_one_line(case):
    text, line, what = ONE_MISTAKE[case]
    assert [(at - 2, what in message) for at, message in told(f"글입니다.\n\n{text}\n")] == [(line, True)]


def test_formula_that_is_left_open_is_told_once_and_not_as_a_formula_too():
    for after in ("", "\n글\n\n```pycon\n>>> 1\n1\n\n```\n"):
        assert pages.read(NAME, PATH, f"```math\n\\frac{{\n{after}").all(pages.Formula) == []


@pytest.mark.parametrize("case", FRONT)
def test_front_matter_that_says_something_else_is_told_with_its_line(case):
    text, line, what = FRONT[case]
    assert [(at, what in message) for at, message in told(text)] == [(line, True)]


@pytest.mark.parametrize("text", RIGHT_FRONT)
def test_front_matter_that_is_right_is_read(text):
    assert told(text) == []


def wrong(texts):
    """The kinds, each in a page of its own between two paragraphs."""
    return pytest.mark.parametrize("text", texts)


def lines_told(text, start="글입니다.\n\n", end="\n\n글입니다.\n"):
    return sorted(line - start.count("\n") for line, _ in told(start + text + end))


@pytest.mark.parametrize("case", CLAIMS)
def test_claim_that_is_nearly_one_is_told(case):
    first = 1 + CLAIMS[case].startswith("```")
    assert lines_told(CLAIMS[case])[:1] == [first]


@wrong(MATHEMATICS)
def test_formula_in_another_form_is_told(text):
    line = 3 if text.startswith("| 가") else 1
    assert line in lines_told(text) and all("수식" in what for _, what in told(text))


@wrong(HEADINGS)
def test_heading_that_escapes_its_address_or_has_anothers_is_told(text):
    assert len(lines_told(text)) == 1


@pytest.mark.parametrize(("text", "line"), LISTS.items())
def test_list_and_indentation_that_markdown_reads_otherwise_are_told(text, line):
    assert lines_told(text)[:1] == [line]


@pytest.mark.parametrize(("text", "line"), BOXES.items())
def test_box_or_tab_that_would_be_text_is_told(text, line):
    assert lines_told(text + "\n    글") == [line]


@wrong(BOX_WITHOUT_BODY)
def test_box_whose_text_stands_outside_is_told(text):
    assert lines_told(text) == [1]


@wrong(RAW)
def test_markdown_of_other_books_is_told(text):
    assert len(lines_told(text)) == 1


@wrong(UNPAIRED)
def test_mark_without_its_other_half_is_told_once(text):
    assert len(lines_told(text)) == (2 if text.startswith("**굵게\n\n") else 1)


@wrong(BLOCKED)
def test_what_the_policy_blocks_or_nobody_could_hear_is_told(text):
    assert lines_told(text) == [1]


@pytest.mark.parametrize("text", FENCES)
def test_fence_and_picture_out_of_place_are_told(text):
    assert any(FENCES[text] in what for _, what in told(f"글입니다.\n\n{text}\n"))


RIGHT = {
    "money": "$5와 $10, 5달러($5), $5에서 $10, US$30, US$ 30, A$AP, $1.5M, 5$, 가격($)과 수량($)",
    "money in a table": "| 값 | 값 |\n|---|---|\n| $5 | $10 |",
    "money over lines": "값은 $5\n그리고 $10입니다",
    "escaped money": "값은 \\$4입니다. \\$5와 \\$6도 있습니다",
    "code in headings and links": "[`x`](https://a.example)\n\n## `List<int>` {#code}",
    "attributes": '![설명](a.png){ width="100" } [글](https://a.example){: .big } 글\n{: .big }\n\n집합 {1, 2}',
    "dashes and numbers that are no list": "-3도\n-4도\n\n1.5배\n2.5배\n\n(1) 하나뿐",
    "products": "2 * 3 * 4, a\\*b\\*c, `2*3*4`, **2**와 **3**",
    "elements": "<kbd>Ctrl</kbd>, x < y, a<b이고, `List<int>`, <span lang=en>a</span>",
    "names of the shell": "$HOME과 $PATH, $HOME/bin:$PATH, `$HOME`과 `$x$`",
    "dollars in code": "`$x$`와 `` `$x` `` 그리고 ``$y$``",
    "formula": "수식 $`x_1 < y$`$와 $`\\$5`$ 그리고 $`a +\nb`$",
    "formulas and code next to each other": "$`x`$$`y`$, 5$`b`$, 가격은 $ `5`, `$5` `5$`, `` $`x` ``, 5$<!-- $ -->",
    "quoted formula": "> 수식 $`a +\n> b`$입니다",
    "names with underlines": "a_b_c와 `__init__`, `a__b`, file_name.py, _기울임_ 글",
    "list from the second blank": "  - 하나\n    - 둘\n  - 셋",
    "bold": "**가** 글 **나**, 2 ** 3 ** 4, 2**3, **가**와**나**, ***다***",
    "one number in brackets": "1) 하나\n\n2) 둘",
    "stars": "2 * 3 * 4, *기울임*, **굵게**, ***둘 다***, 별표 \\*",
    "table with pipes": "| 가 | 나 |\n|:--|--:|\n| `a \\| b` | $`x`$ |",
    "table in an element": "<div markdown>\n| a | b |\n|---|---|\n| 1 | 2 |\n</div>",
    "table without rows": "| 가 | 나 |\n|---|---|",
    "table without outer pipes": "가 | 나\n--- | ---\n1 | 2",
    "table with some outer pipes": "| 가 | 나\n|---|---\n1 | 2 |\n| 3 | 4",
    "table with a pipe that is a letter": "| 가 | 나 |\n|---|---|\n| a \\| b | c |",
    "comment": "글 <!-- 메모: $x$ ==a== [없음](b) --> 글",
    "comment before text": "<!-- 메모 --> 글\n\n글\n<!-- 메모 -->\n글",
    "comment over paragraphs": "<!--\n## 제목\n\n- 하나\n  - 둘 $x$\n-->",
    "comment as a rule": "<!-- ======== 여기부터 ======== -->",
    "escaped letters": "\\# 제목 아님, \\[글\\], \\(글\\), \\`x\\`, 1\\. 글 \\+ \\- \\! \\{a\\} \\> \\| \\\\%",
    "footnote": "각주[^1]와 [^이름]\n\n[^1]: 뜻 하나\n[^이름]: 뜻 둘\n    이어서",
    "marks that pair": "**값 3<!--= 3 -->**은 **`code`는** **[글](https://a.b/c_d)**, **두 줄에\n걸친** 글",
    "marks in marks": "**굵은 *기울임* 글**, ***다***",
    "marks that are none": "별점 ****, 010-****-1234, 값*, 2\\*3*4, `a` **`b`** ``c`d``, 10~20~30, a^b, C++과 C++",
    "Hangul in its parts": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "emoji": "좋아요 👍 ✅ ☑ 🎉",
    "times": "10:30과 10:30:20, 시:분:초, a:b:c, 비율 3:1",
    "quotes": "> 인용\n> 이어서\n>\n> - 하나\n> - 둘\n\n\"따옴표\" '작은따옴표' 「낫표」",
    "quote after text": "글\n> 인용",
    "link with brackets": "[위키](https://ko.wikipedia.org/wiki/경사_(수학)) [글](https://example.org/a?b==c==&d=:e:)",
    "link with a title": '[글](https://example.org "제목") <https://example.org/$a$>',
    "bare address": "https://example.org/~~a~~/:b:/$c$ 를 보세요",
    "reference link": "[글][a]와 [a][]\n\n[a]: https://example.org",
    "definitions": "용어\n:   뜻입니다\n    이어집니다\n\n다른 용어\n:   뜻\n\n    둘째 문단",
    "other blanks": "글\u00a0글, 10\u202f000\n\u3000\n- 하나\u00a0\n\n`\u00a0x`",
    "backslashes in code and addresses": "`\\%` $`5\\%`$ [글](https://example.org/a\\_b) https://example.org/\\~a",
    "path of Windows": "C:\\path\\to\\file과 `C:\\`, C:\\theta",
    "inequalities": "x<y이고 a < b > c, 3 < 4 > 2, x <= y, a != b, a == b == c, a<-b",
    "dates": "글은\n2025. 3. 1. 에 썼고\n3. 2. 에 고쳤습니다",
    "verse": "나 보기가 역겨워\n가실 때에는\n- 김소월",
    "number at a line's start": "모두 셋 가운데\n1. 이라는 번호가 붙습니다",
    "range": "3~5, 3-5, 3–5, 10%~20%, ~하는, ~~ 하고, ~라는 말 A~B와 가~나",
    "dialogue": "- 안녕\n- 그래",
    "list": "- 하나\n- 둘\n    - 셋\n        - 넷\n- 다섯\n\n    문단\n\n    ```python\n    1\n    ```",
    "list of one line over two": "- 하나가\n  길어서\n  이어집니다\n- 둘",
    "numbered list": "1. 하나\n2. 둘\n\n    문단\n\n3. 셋",
    "list after a heading": "## 제목 {#a}\n- 하나\n- 둘",
    "list in a box": '!!! note "제목"\n    - 하나\n    - 둘\n\n        문단',
    "items of an inner list": "- 하나\n\n    - 가\n        - 갸\n    - 나\n\n- 둘\n    - 가\n- 셋",
    "item below the lines of another": "- 하나\n    이어서\n- 둘\n    ```python\n    1\n    ```\n- 셋",
    "list below a box": '!!! note "제목"\n    글\n- 하나\n- 둘',
    "items in a box": '!!! note "제목"\n    - 하나\n\n        문단\n    - 둘\n\n'
    "        ```text\n        1\n        ```\n    - 셋",
    "items in a box in an item": '- 밖\n\n    !!! note "제목"\n        - 하나\n\n            문단\n        - 둘',
    "blocks below a text": '글\n!!! note "가"\n    글\n    > 인용\n\n- 하나\n\n'
    '    글\n    > 인용\n    !!! note "나"\n        글',
    "box in a definition": '용어\n:   뜻\n    !!! note "제목"\n        글',
    "text below a fence": "```text\n1\n```\n글\n\n글\n```text\n1\n```",
    "list with tabs": "-\t하나\n\t- 둘",
    "list after a colon and a blank line": "다음과 같습니다:\n\n- 하나",
    "loose list": "- 하나\n\n- 둘\n\n글",
    "rule": "글\n\n---\n\n글\n\n* * *\n\n- - -",
    "boxes": '!!! warning "제목"\n    글\n\n??? note "더"\n\n    글\n\n???+ tip\n    글\n\n!!! quote ""\n    글',
    "box in a box": '!!! question "물음"\n    글\n\n    - 하나\n\n    ??? success "답"\n        답\n\n'
    "        ```pycon\n        >>> 1\n        1\n\n        ```",
    "questions and shouts": "정말??? 와!!! 왜?\n\n??\n\n!! 놀람",
    "tabs": '=== "하나"\n    글\n\n    ```python\n    1\n    ```\n\n=== "둘"\n\n    글',
    "tasks": "- [ ] 할 일\n- [x] 한 일\n- [X] 한 일",
    "numbered tasks": "1. [ ] 할 일\n2. [x] 한 일",
    "numbers in brackets": "논문 [1][2]와 a[0][1], [가] 문단, - [1] 아님",
    "brackets": "구간 [0, 1]과 [[1, 2], [3, 4]], [[링크]](https://example.org)",
    "heading attributes": "## 제목 {#a .wide}\n\n## 둘 {: #b }\n\n## 셋 ## {#c}",
    "hash in a sentence": "C# 언어, #해시는 가운데에, 이슈 #12",
    "figure with brackets": "![구간 [0, 1]의 `x[0]` 값 0.5<!--= a[0] -->](../figures/a/x.svg)",
    "own picture": "![설명](a.png)",
    "figure in a link": "[![설명](../figures/a/x.svg)](b.md)",
    "keys of a box": "글\n{: .wide }\n\n<div class='a' markdown>\n\n글\n\n</div>",
    "element": '<span id="a">글</span> <kbd>Ctrl</kbd> <details><summary>가</summary>나</details>',
    "elements whose end is left out": "<ul>\n<li>가\n<li>나\n</ul>\n\n<table><tr><td>가<td>나<tr><td>다</table>\n\n"
    "글<p>글",
    "elements in capitals that have no end": "글 <BR> 글<br/>글 <WBR>",
    "elements with attributes": '<details open><summary>가</summary>나</details> <time datetime="2024-1-1">어제</time> '
    '<a href=https://a.example/>글</a> <span title="x > y"\nlang=en>나</span>',
    "attributes without a value": "<div data-search-exclude markdown>\n\n글\n\n</div>\n\n<ol reversed><li>가</ol>",
    "drawing in HTML": '<svg viewBox="0 0 1 1"><title>가</title><g><path d="M0 0"/><circle r="1"></circle></g></svg>',
    "signs that make no tag": "x < y and z > w, List<?>, <1 2>, <결과 값>, a <b c",
    "inequalities apart": "- x<y\n- z>w\n\n| a<b | c>d |\n|---|---|\n| x<y | z>w |\n\nx <y\n\n그리고 z> w",
    "addresses in angle brackets": "<https://a.example> <mailto:a@b.org> <ftp://a.example>",
    "link in HTML": '<a href="https://example.org">글</a>',
    "list right below a comment": "<!-- 메모 -->\n- 하나\n- 둘",
    "element in capitals": "<DIV markdown>\n\n글\n\n</div>",
    "definition in a box": '!!! note "제목"\n    용어\n    :   뜻\n\n        둘째 문단',
    "footnote of two paragraphs": "글[^1]\n\n[^1]: 뜻\n\n    둘째 문단",
    "fence of HTML": "```html\n3<!--= 3 -->\n```",
    "example that is indented": "```pycon\n  >>> 1\n  1\n\n```",
    "fences": "~~~python\n1\n~~~\n\n````md\n```pycon\n>>> 1\n```\n````\n\n```\n그냥 == 글 ~~a~~ $x$\n```",
    "fence with a name and options": '```python title="a.py" hl_lines="1"\n1\n```\n\n```{.python .no-copy}\n1\n```',
    "loss": "```loss\nx**4 - 3*x**2 + x\n```",
    "output like a merge": "```pycon\n>>> print('=' * 7)\n=======\n\n```",
    "core reference": "::: lesson_code.descent",
    "claim shown as code": "`` 3.04<!--= 계산식 --> ``라고 적습니다",
    "exclamation before a footnote": "정말![^1]\n\n[^1]: 뜻",
    "arrows": "a → b, a -> b, <-, ==>, <==>, a --> b",
    "template in code": "`{{ x }}`와 {중괄호}",
    "mail": "<a@b.org> a@b.org",
    "double colon": "std::vector와 글:: 글, a::b",
    "fence of Markdown": "```md\n```math\n```",
    "fence in a longer fence": "````text\n```python\n```\n````\n\n~~~text\n```python\n```\n~~~",
    "emoji of several letters": "☀️ 👨‍👩‍👧 1️⃣ ❤️ 🇰🇷",
    "notes in the text": "0.5 <!-- 메모 --> 3<!-- 메모 --> 글 <!-- a - b -->",
    "elements that hold elements": "<div>\n<p>글</p>\n\n<p>글</p>\n</div>\n\n<p>\n글 $`x`$\n</p>",
    "names of letters": "&nbsp; &lt;div&gt; R&D, AT&T, S&P 500, Q&A",
    "links of a task": "- [x](https://a.example)",
    "own pictures": "![설명](a.svg#only-dark) ![설명](a.png?raw=1) ![설명](data:image/png;base64,A)",
    "addresses in brackets": "<https://a.example/__init__> [글](https://a.example/*b*) <a href=https://a.example>글</a>",
    "attributes of code": "`코드`{.python}\n\n글 `코드`{.python}\n\n글 `x`{ .y }",
    "files in angle brackets": "![설명](<a.png>) [글](<a.md>) [글][r]\n\n[r]: <c.md>",
    "initials": "A. 튜링은\n1912년에\n\ni. 하나뿐",
    "plus signs": "C++과 C++, i++와 j++, ++i",
    "dashes of a sentence": "글 – 글\n– 누군가",
    "numbers in formats": "{:.2f}와 f{x}, 집합{a}, 100%% 확실",
    "table and what follows": "| 가 |\n|---|\n| 1 |\n\n## 제목 {#x}",
    "footnote with a blank": "글[^첫 각주]\n\n[^첫 각주]: 뜻",
}


@pytest.mark.parametrize("case", RIGHT)
def test_right_page_is_not_refused(case):
    assert told(f"글입니다.\n\n{RIGHT[case]}\n\n글입니다.\n") == []


def test_this_book_is_without_fault():
    assert read_book(Book(MACHINERY)).faults == ()


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "||||||| base", ">>>>>>> branch", "<<<<<<<"])
def test_mark_of_a_merge_is_told_as_what_it_is_and_alone(mark):
    assert [(line, "합치다" in what) for line, what in told(f"글\n\n{mark}\n# 제목\n=======\n")] == [(3, True)]


LONG = (
    "<!--=",
    "<!--",
    "[[[[",
    "![",
    "[a](",
    "](",
    "`",
    "` `` ",
    "$",
    "$a ",
    "*",
    "**a",
    ">",
    "> ",
    "# ",
    "{#",
    "<a ",
    "\\(",
    "- ",
    "\\[",
    "(",
    "| ",
    "&lt;",
    "^^a",
    "~~a",
    "==a",
    ":a",
    "!",
    "? ",
    "1. ",
    "<!--= ",
    "\t",
    "\\",
    "[^",
    "[a][",
    "{{ a",
    "x=\n",
    "a |\n",
    "- a\n",
    "\n",
    "$`a`$ ",
    "<",
    "https://",
    "https://a:",
    "**a**<sup>",
    "*a",
    "_a_",
    "__a",
    "<b>",
    "</b>",
    "++a",
    "a~1~",
    "{:",
    "|a",
    "- 1. ",
)


LONG_IN_HTML = (
    "<b ",
    "<x a ",
    "<x a=",
    "a=b",
    " a=b",
    "<?x",
    "<a ",
    "<a",
    '<a "',
    "<a '",
    "<a href=",
    "<a href",
    '<a b="c" ',
    "<!",
    "<!--",
    "<!-- -->",
    "a=",
    "='",
    "\"<a'",
)


def growth(read, part, start=""):
    """How many times longer the processor is busy with a line of 50 kB than with a quarter of it."""

    def seconds(length):
        text = f"글 <a x=1> {start}{part * (length // len(part))}\n"
        spans.spans.cache_clear(), spans.blank.cache_clear(), spans._line_ends.cache_clear()
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    return seconds(50_000) / max(seconds(12_500), 0.002)


READERS = {
    "pages": lambda text: told("# 제목 {#a}\n\n" + text),
    "notebooks": lambda text: list(checks.rows(text, "notebooks")),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("part", LONG + LONG_IN_HTML)
def test_time_for_a_long_line_of_one_sign_grows_with_its_length(part, reader):
    # 4 where it grows with the length, 16 where with its square; a busy machine may lead astray once
    assert any(growth(READERS[reader], part) < 9 for _ in range(3))


@pytest.mark.parametrize(("start", "part"), [("[", "a"), ("](", " ")])
def test_time_for_brackets_that_are_never_closed_grows_with_what_they_hold(start, part):
    assert any(growth(READERS["pages"], part, start) < 9 for _ in range(3))
