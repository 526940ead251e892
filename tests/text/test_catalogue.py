"""Every text has its Korean."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _translate(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = root / "packaging" / "translate.py"
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


def test_the_korean_catalogue_is_complete_and_compiled() -> None:
    result = _translate(ROOT, "check")
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_fragment_is_merged_and_every_fault_is_listed(tmp_path: Path) -> None:
    (tmp_path / "packaging").mkdir()
    shutil.copy(ROOT / "packaging" / "translate.py", tmp_path / "packaging")
    package = tmp_path / "nnsim"
    package.mkdir()
    code = ['tr("Open " "file…")', 'message("{got} of {all}", got=1, all=2)', 'tr("Close")', "tr(name)"]
    (package / "words.py").write_text("\n".join(code), encoding="utf-8")
    fragment = tmp_path / "fragment.po"
    fragment.write_text(
        'msgid "Open file…"\nmsgstr "열기"\n\nmsgid "{got} of {all}"\nmsgstr "{got}"\n\nmsgid "Old"\nmsgstr "낡음"\n',
        encoding="utf-8",
    )
    assert _translate(tmp_path, "add", str(fragment)).returncode == 0
    fragment.write_text('msgid "Open file…"\nmsgstr "파일 열기…"\n', encoding="utf-8")
    assert _translate(tmp_path, "add", str(fragment)).returncode == 0
    catalogue = (tmp_path / "assets/translations/ko/LC_MESSAGES/nnsim.po").read_text(encoding="utf-8")
    assert "파일 열기…" in catalogue
    assert '"열기"' not in catalogue
    result = _translate(tmp_path, "check")
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        'nnsim/words.py:4: the id is no literal; write message("…") where the text is, and render that',
        "nnsim/words.py:3: no Korean for 'Close'",
        "nnsim.po: 'Old' is used nowhere",
        "nnsim.po: '{got} of {all}' has ['all', 'got'], its Korean has ['got']",
    ]
