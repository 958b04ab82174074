@py "%~dp0run.py" %*
