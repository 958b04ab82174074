"""``gen desk``: each button does what its command does, and nobody else gets in."""

from __future__ import annotations

import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.cli import main
from generator.cli.desk import actions, guard, tray
from generator.cli.desk.serving import listening
from generator.products.outcome import Outcome
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.deskclient import ORIGIN, TOKEN, DeskClient, files
from tests.helpers.exports import LAYOUTS, write_export
from tests.helpers.opening import opened
from tests.helpers.reviewer import ReviewedFile, text_of

BOOK = Path("inputs/2023.xlsx")
FIRST = "outputs/2023/2023决算公开第1稿.docx"
NAMED = ("book", BOOK.name)


@pytest.fixture
def client() -> Iterator[DeskClient]:
    made = DeskClient()
    yield made
    made.desk.close()


@pytest.fixture
def book(client: DeskClient) -> Path:
    BOOK.parent.mkdir()
    shutil.copyfile(REAL, BOOK)
    return BOOK


def words(view: str) -> str:
    """A view as it is read."""
    return html.unescape(re.sub(r"<[^>]+>", "", view))


def flat(text: str) -> str:
    return "".join(text.split())


def gen(*arguments: object) -> str:
    return CliRunner().invoke(main, [str(argument) for argument in arguments]).output


# --- who gets in -------------------------------------------------------------------------------

STRANGERS: dict[str, dict[str, str]] = {
    "rebound name": {"HTTP_HOST": "evil.example:4321"},
    "name of the machine": {"HTTP_HOST": "localhost:4321"},
    "other port": {"HTTP_HOST": "127.0.0.1:80"},
    "no host": {"HTTP_HOST": ""},
    "wrong token": {"token": "0" * len(TOKEN)},
    "beginning of the token": {"token": TOKEN[:-1]},
    "no token": {"token": ""},
    "script of another site": {"HTTP_SEC_FETCH_SITE": "cross-site"},
    "page of another port": {"HTTP_SEC_FETCH_SITE": "same-site"},
}
SENDERS: dict[str, dict[str, str]] = {
    **STRANGERS,
    "form of another site": {"HTTP_ORIGIN": "https://evil.example"},
    "form of another port": {"HTTP_ORIGIN": "http://127.0.0.1:80"},
    "page in a sandbox": {"HTTP_ORIGIN": "null"},
    "no origin": {"HTTP_ORIGIN": ""},
}


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_no_stranger_reads(client: DeskClient, book: Path, headers: dict[str, str]) -> None:
    for address in (f"{route.method} {route.rule}" for route in client.desk.app.routes):
        kind, path = address.split(" ")
        if kind == "GET":
            asked = f"{path[1:]}?name=2023.xlsx&path=inputs/2023.xlsx"
            answer = client.ask(asked, None, **headers)
            assert answer.status == 403, address
            assert "2023" not in answer.text


@pytest.mark.parametrize("headers", SENDERS.values(), ids=SENDERS)
def test_no_stranger_writes(client: DeskClient, book: Path, headers: dict[str, str]) -> None:
    before = files(Path())
    fields = json.dumps([NAMED]).encode()
    for path in ("upload?name=a.xlsx", "do/build", "do/final", "do/open", "close"):
        assert client.ask(path, fields, **headers).status == 403, path
    assert files(Path()) == before and client.ended == 0 and client.shown == []


def test_other_kinds_of_requests_are_refused(client: DeskClient) -> None:
    assert client.ask("years", REQUEST_METHOD="PUT").status == 405
    assert client.ask("years", REQUEST_METHOD="OPTIONS").status == 405
    assert client.ask("do/build", b"[]", HTTP_TRANSFER_ENCODING="chunked").status == 411
    assert client.ask("do/build", b"[]", CONTENT_LENGTH="").status == 411
    assert client.ask("do/build", b"[]", CONTENT_LENGTH="-1").status == 411
    assert client.ask("do/build", b"[]", CONTENT_LENGTH="9" * 400).status == 413
    assert client.ask("do/build", b"[]", CONTENT_LENGTH=str(2 << 20)).status == 413
    answer = client.ask("upload?name=a.xlsx", b"a", CONTENT_LENGTH=str(guard.LARGEST_FILE + 1))
    assert answer.status == 413 and "最多 64 MB" in answer.text


def test_every_answer_forbids_what_is_from_elsewhere(client: DeskClient, book: Path) -> None:
    for answer in (
        client.ask(""),
        client.ask("desk.js"),
        client.ask("no-such-page"),
        client.ask("", token="wrong"),
        client.ask("file?path=inputs/2023.xlsx"),
        client.begin("nothing"),
    ):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_have_nothing_inline_and_nothing_from_elsewhere(
    client: DeskClient, book: Path
) -> None:
    for address in ("", "years", "book?name=2023.xlsx"):
        page = client.ask(address).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"desk\.js\")", page)
        assert "http" not in page.replace("http-equiv", "")


def test_it_listens_on_this_machine_alone() -> None:
    with listening(0) as server:
        assert server.server_address[0] == "127.0.0.1"
        assert server.server_port > 0


def test_the_command_serves_until_the_page_is_closed(tmp_path: Path) -> None:
    (tmp_path / "科室").mkdir()
    started = subprocess.Popen(
        [sys.executable, "-m", "generator", "desk", tmp_path / "科室", "--no-browser"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with started as process:
        try:
            _closed_from_the_page(process)
        finally:
            process.kill()


def _closed_from_the_page(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    address = urlsplit(process.stdout.readline().rpartition("：")[2].strip())

    def asked(method: str, path: str, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", address.port or 0, timeout=30)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found

    assert "科室" in asked("GET", address.path)[1]
    assert asked("GET", "/")[0] == 403
    assert asked("GET", f"{address.path}../../etc/passwd")[0] == 404
    assert asked("GET", address.path, Host=f"evil.example:{address.port}")[0] == 403
    assert asked("POST", f"{address.path}close", Origin="https://evil.example")[0] == 403
    origin = f"http://{address.netloc}"
    assert asked("POST", f"{address.path}close", Origin=origin) == (200, "{}")
    assert process.wait(20) == 0
    assert "已关闭" in process.stdout.read()


def test_help_does_not_load_the_server() -> None:
    code = "import sys, generator.cli; sys.exit('bottle' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


# --- files -------------------------------------------------------------------------------------

ELSEWHERE = [
    "../geheim.xlsx",
    "inputs/../../geheim.xlsx",
    "inputs/../geheim.xlsx",
    "./inputs/2023.xlsx",
    "inputs//2023.xlsx",
    "inputs\\2023.xlsx",
    "..\\geheim.xlsx",
    "%2e%2e/geheim.xlsx",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "C:geheim.xlsx",
    "\\\\server\\share\\a.xlsx",
    "\\\\?\\C:\\a.xlsx",
    "file:///etc/passwd",
    "con",
    "inputs/con.xlsx",
    "inputs/2023.xlsx\0.docx",
    "inputs/2023.xlsx::$DATA",
    "inputs/link.xlsx",
    "outputs/2023/link.docx",
    "outputs/elsewhere",
    "outputs/elsewhere/geheim.xlsx",
    "outputs/2023/记录",
    "outputs/2023/.hidden",
    "geheim.xlsx",
    "",
]


@pytest.mark.parametrize("key", ELSEWHERE)
def test_no_file_can_be_named_but_those_that_are_listed(
    client: DeskClient, book: Path, key: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "geheim.xlsx"
    outside.write_bytes(b"GEHEIM")
    Path("geheim.xlsx").write_bytes(b"GEHEIM")
    drafts = Path("outputs/2023")
    (drafts / "记录").mkdir(parents=True)
    (drafts / ".hidden").write_bytes(b"GEHEIM")
    for link, target in (
        (Path("inputs/link.xlsx"), outside),
        (drafts / "link.docx", outside),
        (Path("outputs/elsewhere"), outside.parent),
    ):
        link.symlink_to(target)
    quoted = "".join(f"%{byte:02x}" for byte in key.encode())
    for address in (f"file?path={quoted}", f"book?name={quoted}", f"live?name={quoted}"):
        answer = client.ask(address)
        assert answer.status in (404, 409) and "GEHEIM" not in answer.text, address
    assert "没有这个文件" in client.do("open", ("path", key))
    assert client.shown == []
    for action in ("check", "build"):
        assert "里没有工作簿" in client.do(action, ("book", key))


def test_what_is_listed_is_saved_never_shown_as_a_page(client: DeskClient, book: Path) -> None:
    pipeline.build(BOOK, Path("outputs"), products=["data"])
    page = client.ask("book?name=2023.xlsx").text
    keys = [html.unescape(key) for key in re.findall(r'href="file\?path=([^"]+)"', page)]
    assert len(keys) == 4  # Word, 数据, 审阅页, 核对表
    for key in keys:
        answer = client.ask(f"file?path={key}")
        assert answer.status == 200 and len(answer.content) > 1000
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert client.ask(f"file?path={keys[0]}").content == Path(FIRST).read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../a.xlsx",
        "a/b.xlsx",
        "a\\b.xlsx",
        "C:a.xlsx",
        "/a.xlsx",
        "a\0.xlsx",
        "a\n.xlsx",
        "\u202ea.xlsx",
        ".a.xlsx",
        "~$a.xlsx",
        " a.xlsx",
        "a.xlsx.",
        "a.xlsx ",
        "con",
        "CON.xlsx",
        "nul .xlsx",
        "com1.xlsx",
        "lpt¹.xlsx",
        'a".xlsx',
        "a?.xlsx",
        "a.xlsx:b",
        "长" * 200 + ".xlsx",
    ],
)
def test_an_uploaded_file_has_a_plain_name(client: DeskClient, name: str) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in name.encode())
    answer = client.ask(f"upload?name={quoted}", b"content")
    assert answer.status == 409 and "不能作文件名" in answer.text
    assert files(Path()) == set()


def test_uploads_have_a_limit_together(client: DeskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "_MOST_BYTES", 10)
    assert client.ask("upload?name=a.xlsx", b"12345678").status == 200
    answer = client.ask("upload?name=b.xlsx", b"12345678")
    assert answer.status == 409 and "太多了" in answer.text


def test_an_upload_that_broke_off_is_no_file(client: DeskClient) -> None:
    answer = client.ask("upload?name=a.xlsx", b"1234", CONTENT_LENGTH="5")
    assert answer.status == 409 and "没有传完" in answer.text


# --- the buttons -------------------------------------------------------------------------------


def test_an_empty_folder_and_a_first_year(client: DeskClient) -> None:
    assert "inputs 里还没有工作簿" in client.ask("years").text
    key = client.upload(REAL)
    shown = client.do("new", ("year", "2024"), ("source", f"file:{key}"))
    assert "已新建 inputs/2024.xlsx（2024年度，2024 版式，由 2023.xlsx 结转）" in words(shown)
    assert 'href="book?name=2024.xlsx"' in shown
    before = Path("inputs/2024.xlsx").read_bytes()
    again = client.do("new", ("year", "2024"), ("source", ""))
    assert "已经存在，没有改动它" in again and "在「更多」里另写文件名" in again
    assert Path("inputs/2024.xlsx").read_bytes() == before
    assert "年度要写四位数字" in client.do("new", ("year", "２０２４"))
    assert "不能结转到 2026 年度" in client.do("new", ("year", "2026"), ("source", f"file:{key}"))
    assert "不能作文件名" in client.do("new", ("year", "2025"), ("name", "../2025.xlsx"))
    assert files(Path()) == {"inputs/2024.xlsx"}
    assert "2024年度" in client.ask("years").text
    client.do("new", ("year", "2024"), ("name", "2024 乙 & 100%"))
    assert Path("inputs/2024 乙 & 100%.xlsx").is_file()


def test_a_workbook_from_elsewhere_is_put_in(client: DeskClient) -> None:
    key = client.upload(REAL)
    assert "已放进 inputs/2023.xlsx" in client.do("take", ("file", key))
    assert BOOK.read_bytes() == REAL.read_bytes()
    BOOK.write_bytes(b"mine")
    assert "已经存在，没有改动它" in client.do("take", ("file", key))
    assert BOOK.read_bytes() == b"mine"
    assert "原来的留作" in client.do("take", ("file", key), ("replace", "yes"))
    assert Path("inputs/2023-改前1.xlsx.bak").read_bytes() == b"mine"
    Path("note.xlsx").write_bytes(b"no workbook")
    assert "note.xlsx" in client.do("take", ("file", client.upload(Path("note.xlsx"))))
    assert not Path("inputs/note.xlsx").exists()
    Path("公开稿.docx").write_bytes(b"paper")
    assert "拖到「新建一个年度」里" in client.do(
        "take", ("file", client.upload(Path("公开稿.docx")))
    )
    exported = write_export(read_workbook(REAL), LAYOUTS[1], Path("exports"))[0]
    told = words(client.do("take", ("file", client.upload(exported))))
    assert "在第一页新建填报工作簿" in told and "再把这个文件拖到工作簿页面的「填写」里" in told
    assert "gen " not in told


def test_a_workbook_that_is_gone_leaves_a_way_back(client: DeskClient, book: Path) -> None:
    client.live(BOOK.name)
    book.rename("inputs/2023改.xlsx")
    answer = client.ask("book?name=2023.xlsx")
    assert answer.status == 404 and "可能已经改名" in answer.text
    assert 'href="./"' in answer.text
    assert "可能已经改名" in client.ask("live?name=2023.xlsx").text


def test_a_draft_is_no_export_and_one_without_edits_is_told(client: DeskClient, book: Path) -> None:
    client.do("build", NAMED)
    before, key = book.read_bytes(), client.upload(Path(FIRST))
    told = words(client.do("fill", NAMED, ("file", key), ("replace", "yes")))
    assert "是由工作簿生成的草稿" in told and "拖到「审稿」里" in told
    assert book.read_bytes() == before
    shown = client.do("returned", NAMED, ("file", key))
    assert "没有修改，也没有批注" in shown and "<button" not in shown


def test_status_stands_on_the_page(client: DeskClient, book: Path) -> None:
    page = flat(words(client.ask("years").text))
    row = json.loads(gen("status", "--json"))[0]
    assert f"填好{row['filled']}/{row['sheets']}张" in page
    assert f"待填{row['todo']}处" in page and f"提示{row['findings']['hint']}" in page
    BOOK.write_bytes(b"no workbook")
    assert "不能使用" in client.ask("years").text  # looked at again, because it has changed


def test_checking_says_what_the_command_says(client: DeskClient, book: Path) -> None:
    shown = flat(words(client.do("check", NAMED)))
    for line in gen("check", BOOK).splitlines():
        assert flat(line) in shown
    Path("inputs/~$2023.xlsx").touch()
    assert "正在别的程序里打开" in client.do("check", NAMED)


def test_drafts_and_their_differences(client: DeskClient, book: Path) -> None:
    assert f"已写出草稿：{FIRST}" in words(client.do("build", NAMED, ("product", "data")))
    assert Path(FIRST.replace(".docx", "-数据")).is_dir()
    changed = opened(BOOK)
    changed["上年数"]["F4"] = "人员减少，项目支出相应减少"
    changed.save(BOOK)
    client.do("build", NAMED)
    second = FIRST.replace("第1稿", "第2稿")
    shown = client.do("diff", ("old", FIRST), ("new", second))
    assert "<ins>" in shown and "人员减少，" in words(shown)
    page = client.ask("book?name=2023.xlsx").text
    assert page.index("第2稿</h3>") < page.index("第1稿</h3>")
    assert "第2稿与第1稿的不同" in page


@pytest.mark.usefixtures("unlaid")
def test_final_version(client: DeskClient, book: Path) -> None:
    shown = words(client.do("final", NAMED))
    assert "已写出定稿：outputs/2023/2023决算公开定稿.docx" in shown
    assert "定稿</h3>" in client.ask("book?name=2023.xlsx").text
    spoiled = opened(BOOK)
    spoiled["公开03表"]["E7"] = 233.73
    spoiled.save(BOOK)
    shown = words(client.do("final", NAMED))
    assert "还有错误，没有写出定稿。改正以上错误以后保存，再生成定稿。" in shown
    assert "公开03表!E7" in shown and "再运行" not in shown


@pytest.mark.usefixtures("unlaid")
def test_what_is_put_online_is_one_download(client: DeskClient, book: Path) -> None:
    assert "还没有定稿" in client.ask("published?name=2023.xlsx").text
    shown = client.do("publish", NAMED)
    assert "已写出定稿：outputs/2023/2023决算公开定稿.docx" in words(shown)
    assert 'href="published?name=2023.xlsx"' in shown
    answer = client.ask("published?name=2023.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    names = set(zipfile.ZipFile(io.BytesIO(answer.content)).namelist())
    assert {"2023决算公开定稿.docx", "2023决算公开定稿-网页.html"} <= names
    assert "2023决算公开定稿-数据/说明.txt" in names
    assert not [name for name in names if "审阅" in name or "核对表" in name or "记录" in name]
    spoiled = opened(BOOK)
    spoiled["公开03表"]["E7"] = 233.73
    spoiled.save(BOOK)
    shown = words(client.do("publish", NAMED))
    assert "还有错误，没有写出定稿" in shown and "下载公开文件" not in shown


def test_a_result_says_of_which_save_it_is(client: DeskClient, book: Path) -> None:
    shown = client.do("check", NAMED)
    saved = client.ask("live?name=2023.xlsx&seen=").json["saved"]
    assert f'data-saved="{saved}"' in shown
    book.touch()
    assert client.ask("live?name=2023.xlsx&seen=").json["saved"] != saved
    assert "data-saved" not in client.do("open", ("path", BOOK.as_posix()))


def test_many_differences_are_folded(client: DeskClient, book: Path) -> None:
    client.do("build", NAMED)
    changed = opened(BOOK)
    for row in range(1, 20):
        changed["职责"].cell(
            changed["职责"].max_row + 1, 1, f"负责第{row}类档案的整理、保管和利用。"
        )
    changed.save(BOOK)
    client.do("build", NAMED)
    shown = client.do("diff", ("old", FIRST), ("new", FIRST.replace("第1稿", "第2稿")))
    assert "<details" in shown and "<ins>" in shown
    assert re.search(r"第2稿\.docx：\d+ 处不同</summary>", shown)


def test_exports_are_filled_in(client: DeskClient) -> None:
    gen("new", "2023")
    exported = write_export(read_workbook(REAL), LAYOUTS[0], Path("导出"))
    fields = [("file", client.upload(path)) for path in exported]
    shown = words(client.do("fill", NAMED, *fields))
    assert "公开01表：" in shown and "原来的工作簿留作 2023-改前1.xlsx.bak" in shown
    changed = opened(BOOK)
    changed["公开01表"]["C7"] = 1
    changed.save(BOOK)
    assert "不同：公开01表!C7 现在是 1" in words(client.do("fill", NAMED, *fields))
    assert "不同" not in words(client.do("fill", NAMED, ("replace", "yes"), *fields))
    assert "先把导出的表拖进来" in client.do("fill", NAMED)
    assert "请再拖一次" in client.do("fill", NAMED, ("file", "0" * 16))


def test_a_reviewed_copy_comes_back(client: DeskClient, book: Path) -> None:
    client.do("build", NAMED)
    copy = ReviewedFile(Path(FIRST))
    for old, new in (("项目支出减少", "项目经费压减"), ("收、支总计均为", "收、支总计都是")):
        paragraph = copy.paragraph(old)
        start = text_of(paragraph).index(old)
        copy.reword(paragraph, start, start + len(old), new, None)
    key = client.upload(copy.save(Path("送审 稿.docx")))
    shown = client.do("returned", NAMED, ("file", key))
    assert "写入：上年数!F4" in words(shown) and shown.count('name="yes"') == 1
    shutil.copyfile(ROOT / "inputs/examples/新设单位.xlsx", "inputs/另.xlsx")
    elsewhere = client.do("returned", ("book", "另.xlsx"), ("file", key))
    assert "请到那个工作簿的页面收回" in elsewhere
    edit = re.findall(r'name="yes" value="(\w+)"', shown)
    before = BOOK.read_bytes()
    shown = client.do("adopt", NAMED, ("file", key), *(("yes", one) for one in edit))
    assert "写入 inputs/2023.xlsx：1 处" in words(shown)
    assert opened(BOOK)["上年数"]["F4"].value == "项目经费压减"
    assert Path("inputs/2023-改前1.xlsx.bak").read_bytes() == before
    assert "没有写出定稿" in words(client.do("final", NAMED))

    client.live(BOOK.name)
    page = client.ask("book?name=2023.xlsx").text
    state = re.findall(r'name="(state-\w+)"', page)
    assert len(state) == 1
    reason = state[0].replace("state", "reason")
    assert "没有写理由" in client.do("answer", NAMED, (state[0], "不采纳"), (reason, " "))
    assert "还没有选" in client.do("answer", NAMED, (state[0], ""))
    shown = client.do("answer", NAMED, (state[0], "不采纳"), (reason, "版式统一"))
    assert "「审稿意见」表：2 格" in words(shown)
    assert pipeline.check(BOOK, Path("outputs")).reviews == ()


def test_each_save_is_told(client: DeskClient, book: Path) -> None:
    first = client.live(BOOK.name)
    assert "每次保存工作簿" in first["html"] and "上次保存以后" not in first["html"]
    spoiled = opened(BOOK)
    spoiled["公开03表"]["E7"] = 233.73
    spoiled.save("new.xlsx")
    Path("new.xlsx").replace(BOOK)
    second = client.live(BOOK.name, first["seen"])
    assert "上次保存以后新出现" in second["html"] and "公开03表!E7" in second["html"]
    assert files(Path()) == {"inputs/2023.xlsx"}  # looking writes nothing
    assert "审阅页已在浏览器里打开" in client.do("page", NAMED)
    assert [path.name for path in client.shown] == ["2023决算公开预览-审阅.html"]


def test_files_are_opened_with_their_programs(client: DeskClient, book: Path) -> None:
    assert "已打开" in client.do("open", ("path", "inputs/2023.xlsx"))
    assert client.shown == [BOOK]
    Path("outputs/2023").mkdir(parents=True)
    Path("outputs/2023/2023决算公开定稿.pdf").write_bytes(b"%PDF")
    shown = client.do("open", ("path", "outputs/2023/2023决算公开定稿.pdf"))
    assert "没有能打开它的程序" in shown


# --- what goes wrong ---------------------------------------------------------------------------


def test_one_writes_at_a_time(
    client: DeskClient, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    client.ask("years")

    def slow(*_: object) -> Outcome:
        go_on.wait(20)
        return pipeline.check(BOOK)

    monkeypatch.setattr(actions, "build", slow)
    monkeypatch.setattr("generator.cli.desk.jobs._PATIENCE", 0.05)
    job = client.begin("build", NAMED).json["job"]
    for answer in (client.begin("fill", NAMED), client.ask("close", b"[]")):
        assert answer.status == 409 and "等它做完" in answer.text
    assert client.ended == 0
    assert "正在生成" in client.ask(f"job?number={job}").json["title"]
    assert client.ask("years").status == 200  # looking is possible meanwhile
    go_on.set()
    client.result(job)
    assert client.ask("close", b"[]").status == 200 and client.ended == 1


def test_a_page_that_is_loaded_anew_says_what_is_done(
    client: DeskClient, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = threading.Event()

    def slow(*_: object) -> Outcome:
        hold.wait(10)
        return Outcome(BOOK, ())

    client.live(BOOK.name)
    monkeypatch.setattr(actions, "build", slow)
    job = client.begin("build", NAMED).json["job"]
    assert "正在生成" in client.ask("live?name=2023.xlsx&seen=1").json["busy"]
    hold.set()
    client.result(job)
    assert client.ask("live?name=2023.xlsx&seen=1").json["busy"] == ""


def test_a_fault_of_the_program_is_told_as_one(
    client: DeskClient, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise KeyError("code")

    monkeypatch.setattr(actions, "build", fault)
    shown = words(client.do("build", NAMED))
    assert "程序出错：KeyError: 'code'" in shown and "这不是填报的问题" in shown
    monkeypatch.setattr("generator.cli.desk.app.board_rows", fault)
    answer = client.ask("years")
    assert answer.status == 500 and "程序出错：KeyError" in answer.text
    assert "Traceback" not in answer.text
    assert client.ask("").status == 200


def test_nonsense_is_answered_in_words(client: DeskClient) -> None:
    for body in (b"", b"{", b"{}", b'[["a"]]', b'["a"]', b"[" * 5000, b"\xff"):
        answer = client.ask("do/build", body)
        assert answer.status == 409 and "看不懂" in answer.text, body
    assert "没有这个按钮" in client.begin("delete").text
    assert "请刷新页面" in client.ask("job?number=x").text
    assert client.ask("nothing").status == 404


def test_the_command_says_what_is_wrong() -> None:
    assert "没有这个文件夹：nowhere" in gen("desk", "nowhere", "--no-browser")
    with listening(0) as server:
        assert "正被别的程序使用" in gen("desk", "--no-browser", "--port", server.server_port)
    assert ORIGIN.startswith("http://127.0.0.1")
