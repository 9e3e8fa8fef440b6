"""Build the pages' scripts and styles when their sources changed."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
DIST = ROOT / "xieli" / "core" / "static" / "dist"
STAMP = "sources.sha256"
COMPRESSED = {".js", ".css", ".svg", ".json"}
OLDEST_NODE = 18


def main() -> int:
    """Build if need be; 1 with a sentence when something is missing."""
    digest = digest_of(sources())
    if stamped(DIST / STAMP, digest):
        return 0
    environment = with_node()
    lock = digest_of([FRONTEND / "package-lock.json"])
    installed = FRONTEND / "node_modules" / ".xieli-lock"
    try:
        if not stamped(installed, lock):
            print("· fetching what the front end is built of", flush=True)
            run(environment, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
            installed.write_text(lock)
        print("· building the front end", flush=True)
        run(environment, "node", "build.mjs")
    except subprocess.CalledProcessError as problem:
        print(f"The front end was not built: {problem.cmd[0]} failed. Is there a network?", file=sys.stderr)
        return 1
    compress(DIST)
    (DIST / STAMP).write_text(digest)
    return 0


def sources() -> list[Path]:
    """Everything the bundle is made from."""
    return [path for path in FRONTEND.rglob("*") if path.is_file() and "node_modules" not in path.parts]


def digest_of(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def stamped(stamp: Path, digest: str) -> bool:
    """Whether the work that `stamp` is left behind by was done for `digest`."""
    return stamp.exists() and stamp.read_text() == digest


def with_node() -> dict[str, str]:
    """An environment in which node and npm are this machine's, if recent, else those among the requirements."""
    own, paths = Path(sys.executable).parent, os.environ.get("PATH", os.defpath)
    path = f"{paths}{os.pathsep}{own}" if recent_node(paths) else f"{own}{os.pathsep}{paths}"
    return os.environ | {"PATH": path, "NPM_CONFIG_UPDATE_NOTIFIER": "false"}


def recent_node(paths: str) -> bool:
    """Whether `paths` hold npm and a node that can run the bundler."""
    node = shutil.which("node", path=paths)
    if not node or not shutil.which("npm", path=paths):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def run(environment: dict[str, str], *command: str) -> None:
    """Run in the front end's folder."""
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    subprocess.run([program, *command[1:]], cwd=FRONTEND, env=environment, check=True)


def compress(directory: Path) -> None:
    """Compressed copies beside the files, for the web server to hand out; the same bytes on every machine."""
    for path in directory.rglob("*"):
        if path.suffix in COMPRESSED:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main())
