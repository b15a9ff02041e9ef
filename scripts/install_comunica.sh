#!/usr/bin/env bash
# Installs Comunica, a client that a test has ask the endpoint, into build/comunica by npm (80 MB). Never fails: where it
# cannot be installed, it says why, and that test is skipped.
set -u
cd "$(dirname "$0")/.."

version=4.5.0 # the last for Node 18 and 20
folder=build/comunica
say() { echo "install_comunica: $*" >&2; }

[ -x "$folder/node_modules/.bin/comunica-sparql" ] && exit 0
command -v npm >/dev/null || { say "no npm here; the test with Comunica will be skipped"; exit 0; }
mkdir -p "$folder"
timeout 300 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error "@comunica/query-sparql@$version" >&2 </dev/null ||
  say "npm could not install it; the test with Comunica will be skipped"
exit 0
