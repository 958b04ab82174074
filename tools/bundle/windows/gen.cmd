@echo off
setlocal DisableDelayedExpansion
{find}
if not defined GEN_PYTHON exit /b 2
%GEN_PYTHON% -I -X utf8 "%GEN_HOME%program\start.py" %*
exit /b %errorlevel%
