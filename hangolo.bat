@echo off
rem Starts Hangolo. Builds app\target\hangolo.jar first if it is missing or older than the sources.
rem   HANGOLO_OPTS   more options for the Java virtual machine, for example -Xmx8g, or -XX:-UseZGC for its own collector
rem   JAVA_HOME      which Java to use; otherwise the one on the PATH
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "JAR=%HERE%app\target\hangolo.jar"
chcp 65001 >nul

set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
set "VERSION="
set "ANSWER=%TEMP%\hangolo-java-%RANDOM%%RANDOM%.txt"
"%JAVA%" -version 2>"%ANSWER%"
for /f "usebackq tokens=1-3" %%a in ("%ANSWER%") do if "%%b"=="version" if not defined VERSION set "VERSION=%%~c"
del "%ANSWER%" 2>nul
if not defined VERSION (
  echo hangolo: Java is not installed. Install Java 17 or newer, a JDK, or set JAVA_HOME. 1>&2
  exit /b 1
)
for /f "delims=.-+" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
  echo hangolo: Java 17 or newer is needed, but "%JAVA%" is version %VERSION%. Set JAVA_HOME to a newer one. 1>&2
  exit /b 1
)

if not exist "%HERE%pom.xml" goto start
set "STALE=yes"
if exist "%JAR%" for /f %%s in ('powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:JAR).LastWriteTime; $n=@(Get-ChildItem -Path (Join-Path $env:HERE '*/src/main'),(Join-Path $env:HERE 'models/demo*') -Recurse; Get-ChildItem -Path (Join-Path $env:HERE 'pom.xml'),(Join-Path $env:HERE '*/pom.xml')) | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1; if ($n) {'yes'} else {'no'}"') do set "STALE=%%s"
if "%STALE%"=="no" goto start
echo Building Hangolo once: about 2 minutes, longer the first time, while Maven downloads its parts. 1>&2
pushd "%HERE%"
call "%HERE%mvnw.cmd" -q -B -DskipTests package 1>&2
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" (
  echo hangolo: the build failed, see above. 1>&2
  exit /b 1
)

:start
if not exist "%JAR%" (
  echo hangolo: "%JAR%" is missing, and there are no sources to build it from. 1>&2
  exit /b 1
)
rem ZGC collects while the program goes on: a collection never stops a training step for long. The heap is there from the
rem beginning, so that memory stays as it is however long a run takes.
rem ND4J reads memory by an old way of Java, of which Java 24 and newer warn.
set "QUIET="
if %MAJOR% GEQ 24 set "QUIET=--sun-misc-unsafe-memory-access=allow"
"%JAVA%" %QUIET% -XX:+UseZGC -Xms256m -XX:SoftMaxHeapSize=256m -XX:+AlwaysPreTouch -Dfile.encoding=UTF-8 -Djava.awt.headless=true %HANGOLO_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
