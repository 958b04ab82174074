@echo off
setlocal DisableDelayedExpansion
where py >nul 2>nul
if errorlevel 1 goto none
py "%~dp0run.py" %*
set "GEN_CODE=%errorlevel%"
goto end

:none
set "GEN_CODE=2"
rem UTF-8, which "type" shows rightly in this code page only.
chcp 65001 >nul
type "%~dp0tools\no-py.txt"

:end
rem By a double click, or files dropped here: the window stays.
setlocal EnableDelayedExpansion
if not "!cmdcmdline:gen.cmd=!"=="!cmdcmdline!" pause
exit /b %GEN_CODE%
