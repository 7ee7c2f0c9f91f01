@echo off
rem Runs phase 2 as phase2.yaml beside this file says. Further options are passed on, for example: --steps 200
call "%~dp0hangolo.bat" train --config "%~dp0phase2.yaml" %*
exit /b %ERRORLEVEL%
