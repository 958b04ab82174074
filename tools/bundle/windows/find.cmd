rem The Python that came along, else one of this computer for which there are libraries here.
set "GEN_HOME=%~dp0"
set "GEN_PYTHON="
if exist "%GEN_HOME%python\python.exe" set GEN_PYTHON="%GEN_HOME%python\python.exe"
for %%V in ("py -3" "py -3.14" "py -3.13" "py -3.12" "py -3.11" "python") do if not defined GEN_PYTHON call :try %%~V
rem A text in UTF-16, which "type" shows rightly whatever the code page is.
if not defined GEN_PYTHON type "%GEN_HOME%program\no-python.txt"
goto found

:try
%* "%GEN_HOME%program\start.py" --fits >nul 2>nul
if "%errorlevel%"=="0" set GEN_PYTHON=%*
exit /b 0

:found
