#!/bin/sh
# What the whole test needs beside Python: PostgreSQL, Redis and Chromium. Uses what is there; root installs what is
# missing from Debian's packages; otherwise one line says what is missing and only its tests are skipped (CI=true: fails).
set -u
missing=""
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing$missing ..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null && exit 0
fi
echo "Not on this machine:$missing; the tests that need them are skipped."
[ "${CI:-}" != true ]
