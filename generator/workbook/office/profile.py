"""The profile of a LibreOffice of ours: what it may do, and the macro that it runs.

It fetches nothing from elsewhere and runs nothing that a document brings.  The macro belongs to
the profile, not to a document, so that it runs all the same.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from generator.workbook.office.program import build_of

START = "macro:///Standard.Converter.Serve"
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),  # never
    # A profile that is not set up yet would get the default macros laid over ours.
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_REGISTRY = (
    f'{_HEAD}<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="{place}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for place, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)
_TYPE = '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
_LIBRARIES = (
    f"{_HEAD}{_TYPE.format('library:libraries', 'libraries')}<library:libraries {_LIBRARY}>"
    '<library:library library:name="Standard" library:link="false"/></library:libraries>'
)
_MODULES = (
    f"{_HEAD}{_TYPE.format('library:library', 'library')}"
    f'<library:library {_LIBRARY} library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false">'
    '<library:element library:name="Converter"/></library:library>'
)
_MODULE = (
    f"{_HEAD}{_TYPE.format('script:module', 'module')}"
    '<script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Converter" script:language="StarBasic">{}</script:module>'
)


def write_profile(profile: Path, program: Path, port: int, password: str) -> None:
    """Write it; its macro connects to this port of this machine and tells the password."""
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    macro = Path(__file__).with_name("converter.bas").read_text("ascii")
    macro = macro.replace("@PORT@", str(port)).replace("@PASSWORD@", password)
    extensions = profile / "user" / "extensions"
    extensions.mkdir()
    files = {
        # It sets the extensions up that it comes with, a tenth of its start, unless it reads here
        # that it has done so.  A document needs none of them.
        extensions / "buildid": build_of(program),
        profile / "user" / "registrymodifications.xcu": _REGISTRY,
        library.parent / "script.xlc": _LIBRARIES,
        library / "script.xlb": _MODULES,
        library / "Converter.xba": _MODULE.format(escape(macro, quote=False)),
    }
    for path, content in files.items():
        path.write_text(content, "utf-8")
