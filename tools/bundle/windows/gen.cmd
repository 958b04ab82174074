@echo off
setlocal DisableDelayedExpansion
{find}
%GEN_PYTHON% -I -X utf8 "%GEN_HOME%program\start.py" %*
exit /b %errorlevel%
