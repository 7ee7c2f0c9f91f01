@echo off
rem Runs Maven: the installed one if it is 3.8.6 or newer, else the one named in
rem .mvn\wrapper\maven-wrapper.properties, downloaded once and checked.
setlocal EnableExtensions
set "HERE=%~dp0"
set "SETTINGS=%HERE%.mvn\wrapper\maven-wrapper.properties"
set "MAVEN="

for /f "tokens=3" %%v in ('mvn --version 2^>nul ^| findstr /c:"Apache Maven"') do call :accept %%v
if defined MAVEN goto run

for /f "usebackq tokens=1,* delims==" %%a in ("%SETTINGS%") do (
  if "%%a"=="distributionUrl" set "URL=%%b"
  if "%%a"=="distributionSha512Sum" set "SHA=%%b"
)
for %%f in ("%URL:/=\%") do set "NAME=%%~nxf"
set "NAME=%NAME:-bin.tar.gz=%"
set "FOLDER=%USERPROFILE%\.m2\wrapper\%NAME%"
if exist "%FOLDER%\bin\mvn.cmd" goto downloaded

set "WORK=%FOLDER%.%RANDOM%%RANDOM%"
mkdir "%WORK%" || exit /b 1
echo mvnw: downloading %URL% 1>&2
curl --fail --silent --show-error --location --output "%WORK%\maven.tar.gz" "%URL%"
if errorlevel 1 (
  echo mvnw: the download failed. Check the network, or install Maven 3.8.6 or newer. 1>&2
  rmdir /s /q "%WORK%"
  exit /b 1
)
set "FOUND="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%WORK%\maven.tar.gz" SHA512') do if not defined FOUND set "FOUND=%%h"
set "FOUND=%FOUND: =%"
if /i not "%FOUND%"=="%SHA%" (
  echo mvnw: the SHA-512 of the download is not the one in "%SETTINGS%". Nothing was installed. 1>&2
  rmdir /s /q "%WORK%"
  exit /b 1
)
tar -xzf "%WORK%\maven.tar.gz" -C "%WORK%" || exit /b 1
if not exist "%FOLDER%" move "%WORK%\%NAME%" "%FOLDER%" >nul
rmdir /s /q "%WORK%"

:downloaded
set "MAVEN=%FOLDER%\bin\mvn.cmd"

:run
call "%MAVEN%" %*
exit /b %ERRORLEVEL%

:accept
for /f "tokens=1-3 delims=.-" %%a in ("%1") do set /a NUMBER=%%a*1000000+%%b*1000+%%c
if %NUMBER% GEQ 3008006 set "MAVEN=mvn"
exit /b 0
