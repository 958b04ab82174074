@echo off
setlocal DisableDelayedExpansion
{find}
if not defined GEN_PYTHON goto end
rem Which files were dropped stands whole only in the line that started cmd: %%* was cut at the
rem first ampersand. It is carried over endlocal, so that a path may have exclamation marks.
set "GEN_LINE="
setlocal EnableDelayedExpansion
for /f "delims=" %%L in ("!cmdcmdline!") do endlocal & set "GEN_LINE=%%L"
%GEN_PYTHON% -I -X utf8 "%GEN_HOME%program\start.py" --icon {action} %*
:end
pause
rem Not "exit /b": what stands behind an ampersand in a dropped path would be run as a command.
exit
