@echo off
setlocal DisableDelayedExpansion
{find}
set "GEN_CODE=2"
if not defined GEN_PYTHON goto end
%GEN_PYTHON% -I -X utf8 "%GEN_HOME%program\start.py" %*
set "GEN_CODE=%errorlevel%"
:end
rem By a double click, or files dropped here: the window stays.
setlocal EnableDelayedExpansion
if not "!cmdcmdline:gen.cmd=!"=="!cmdcmdline!" pause
exit /b %GEN_CODE%
