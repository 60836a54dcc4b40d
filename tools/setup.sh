#!/bin/sh
# Make .venv with exactly what is locked (hashes checked): `sh tools/setup.sh run|test`. Does nothing when it is there.
set -eu
cd "$(dirname "$0")/.."
wanted=$1
lock=requirements/$wanted.txt
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Moi needs Python 3.11 or newer: set PYTHON" >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
# What is installed for tests contains what is needed to run.
if [ "$wanted" = run ] && [ -f .venv/.test ] && cmp -s requirements/test.txt .venv/.test; then exit 0; fi
if [ -f ".venv/.$wanted" ] && cmp -s "$lock" ".venv/.$wanted"; then exit 0; fi
echo "Installing what $lock names (once) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
cp "$lock" ".venv/.$wanted"
