# SPDX-License-Identifier: Apache-2.0
"""What a submitter wrote stays text to other readers: a GFM parser finds our own structure and no
link, image or mention of theirs (R-03), a terminal is left as it was (R-01), a job's runner finds no
command (R-04), an XML parser our own elements."""

import html.parser
import json
import pathlib
import sys
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cmarkgfm
import pyte
import reports
from cmarkgfm.cmark import Options


class Tags(html.parser.HTMLParser):
    """The elements of a page, and its text outside code."""

    def __init__(self):
        super().__init__()
        self.seen = set()
        self.open_code = 0
        self.plain = ""

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open_code += tag == "code"

    def handle_endtag(self, tag):
        self.open_code -= tag == "code"

    def handle_data(self, data):
        self.plain += "" if self.open_code else data


def check_markdown(text):
    page = Tags()
    page.feed(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))
    allowed = {"p", "code", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
    assert page.seen <= allowed, page.seen - allowed
    for mark in ("@", "://", "www.", "#123", "team", "PASS]", "<img"):
        assert mark not in page.plain, mark
    assert text.startswith(("FAIL: ", "INCONCLUSIVE: ", "PASS: "))


def check_terminal(text):
    screen = pyte.Screen(200, 5000)
    stream = pyte.Stream(screen)
    modes = set(screen.mode)
    stream.feed(text.replace("\n", "\r\n"))
    assert screen.mode == modes and not screen.title and not screen.icon_name
    shown = [line.rstrip() for line in screen.display]
    attributes = {
        (cell.fg, cell.bg, cell.bold, cell.reverse)
        for row in screen.buffer.values()
        for cell in row.values()
    }
    assert attributes <= {("default", "default", False, False)}, attributes
    assert shown[0].startswith(("FAIL: ", "INCONCLUSIVE: ", "PASS: "))


def check_commands(text):
    for line in text.splitlines():
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line, line


def main():
    programs = reports.Programs(sys.argv[1])
    shown = {}
    for word in ("text", "md", "json", "sarif", "sarif-github", "junit", "github"):
        folder, said = programs.report(True, "--format", word)
        assert said.returncode == 1, word
        shown[word] = said.stdout.decode()
        if word != "github":
            check_commands(shown[word] + said.stderr.decode())
    check_markdown(shown["md"])
    check_markdown((folder / "summary.md").read_text())
    assert len((folder / "summary.md").read_bytes()) < 1 << 20 and len(shown["md"]) <= 65536
    check_terminal(shown["text"])
    lines = shown["github"].splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    for path in (folder / "results.junit.xml",):
        suites = xml.etree.ElementTree.parse(path).getroot()
        assert {element.tag for element in suites.iter()} <= {
            "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error",
            "skipped", "system-out"}
    for name in ("results.sarif", "results.github.sarif"):
        run = json.loads((folder / name).read_bytes())["runs"][0]
        assert run["properties"]["verdict"] == "FAIL" and run["results"]
    print(f"{len(shown)} formats hold")


main()
