"""How pip reaches a registry on this computer, and whether it does.  Standard library only.

Of a person's settings of pip only those count that say how to reach a registry.  All others are
left out: a folder, a constraint or a kind of package would install something else than is pinned.
pip itself is not asked: started from the wheel that comes with Python, it takes seconds.
"""

from __future__ import annotations

import configparser
import contextlib
import importlib
import os
import socket
import sys
import sysconfig
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

_REACHING = (
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host"),
    *("proxy", "cert", "client-cert", "timeout", "default-timeout", "retries"),
)
_PATIENCE = 1.5  # seconds until a registry that does not answer is told
_NO = ("0", "false", "no", "off", "")
OFFLINE = (
    "没有网络的电脑，请用 gen-版本号-windows.zip，解压以后不用联网，也不用安装；"
    "它在能上网的电脑上由 python3 run.py bundle 做出。"
)


class Unreachable(Exception):
    """No registry can be reached; the text tells the person what to do."""


def bundled_pip() -> Path | None:
    """The pip that came with this Python: a wheel, which Python can run and import from."""
    import ensurepip

    own = Path(ensurepip.__file__).parent / "_bundled"
    folders = [own, Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or own)]  # Debian's is there
    return next((wheel for folder in folders for wheel in folder.glob("pip-*.whl")), None)


def default_address(pip: Path) -> str:
    """The address that pip takes by itself; it knows it, so that we need not."""
    sys.path.insert(0, str(pip))
    try:
        return str(importlib.import_module("pip._internal.models.index").PyPI.simple_url)
    except (ImportError, AttributeError):  # it is pip's own affair where that stands
        return ""
    finally:
        sys.path.remove(str(pip))


def _settings_files() -> list[Path]:
    """The files with settings of pip, of the system and of the person; the later ones count."""
    named = os.environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:  # the way to say: none at all
        return []
    if os.name == "nt":
        roots = [os.environ.get("PROGRAMDATA"), str(Path.home()), os.environ.get("APPDATA")]
        found = [Path(root, "pip", "pip.ini") for root in roots if root]
    else:
        shared = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        own = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        found = [Path(root, "pip", "pip.conf") for root in shared.split(os.pathsep)]
        found += [Path("/etc/pip.conf"), Path.home() / ".pip/pip.conf", Path(own, "pip/pip.conf")]
    return [*found, *[Path(named)] * bool(named)]


def pip_settings() -> dict[str, str]:
    """What the files and the environment say about reaching a registry, by pip's options."""
    parser = configparser.RawConfigParser(strict=False)
    for file in _settings_files():
        with contextlib.suppress(OSError, ValueError, configparser.Error):
            parser.read(file, encoding="utf-8")
    sections = [dict(parser[name]) for name in ("global", "install") if name in parser]
    sections.append(
        {
            name[len("PIP_") :].lower(): value
            for name, value in os.environ.items()
            if name.upper().startswith("PIP_") and value
        }
    )
    found: dict[str, str] = {}
    for section in sections:
        named = {name.replace("_", "-"): value for name, value in section.items()}
        found |= {name: value for name, value in named.items() if name in _REACHING}
    return found


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment in which pip knows these settings and no others."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith(("PIP_", "PYTHON"))}
    named = {f"PIP_{name.replace('-', '_').upper()}": value for name, value in settings.items()}
    ours = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    return kept | named | ours


def _listens(address: str) -> bool:
    try:
        asked = urlsplit(address)
        port = asked.port or (80 if asked.scheme == "http" else 443)
        socket.create_connection((asked.hostname or "", port), timeout=2 * _PATIENCE).close()
    except (OSError, ValueError):
        return False
    return True


def _first_hop(source: str, settings: Mapping[str, str]) -> str:
    """Where the way to a registry begins: at itself, or at the proxy that leads there."""
    asked = urlsplit(source)
    proxy = settings.get("proxy")
    if not proxy and not urllib.request.proxy_bypass(asked.hostname or ""):
        known = urllib.request.getproxies()
        proxy = known.get(asked.scheme) or known.get("all")
    if not proxy:
        return source
    return proxy if "//" in proxy else f"http://{proxy}"


def answering(addresses: Iterable[str]) -> bool | None:
    """Whether somebody listens at one of them; None while somebody may still answer."""
    said: list[bool] = []
    # Looking a name up cannot be given a limit of time, so it is left behind in a thread.
    asking = [
        threading.Thread(target=lambda place=place: said.append(_listens(place)), daemon=True)
        for place in addresses
    ]
    for thread in asking:
        thread.start()
    end = time.monotonic() + _PATIENCE
    while len(said) < len(asking) and True not in said and time.monotonic() < end:
        time.sleep(0.01)
    return True if True in said else False if len(said) == len(asking) else None


def look_for(settings: dict[str, str], default: str, say: Callable[[str], None]) -> None:
    """Say at once that there is no network; raises where there is no other source either.

    ``default`` is the address that pip takes where the settings have none.
    """
    if settings.get("no-index", "").lower() not in _NO:
        return
    sources = f"{settings.get('index-url', default)} {settings.get('extra-index-url', '')}".split()
    remote = [source for source in sources if source.startswith("http")]
    answer = answering(_first_hop(source, settings) for source in remote) if remote else True
    if answer is None:
        say(f"Python 组件库还没有回应，继续等待……\n{OFFLINE}")
    elif not answer and sources == remote and not settings.get("find-links"):
        raise Unreachable(f"连不上 Python 组件库：这台电脑没有网络，或者网络不通。\n{OFFLINE}")
    elif not answer:
        settings["retries"] = "0"
        say(f"连不上 Python 组件库，只从本机设定的其他来源安装……\n{OFFLINE}")
