#!/usr/bin/env bash
# Installs Chromium and its driver, which the page tests use, from Debian's packages. Never fails: where they
# cannot be installed, it says why, and the page tests are skipped.
set -u

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

say() { echo "install_browser: $*" >&2; }
give_up() {
  say "$*; the page tests will be skipped"
  exit 0
}
apt() {
  : >"$log"
  timeout 900 apt-get -q -y -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1 </dev/null
}
why() { grep -E '^(E|W|Err)[: ]' "$log" | tail -n 3 >&2; }

command -v chromium >/dev/null && command -v chromedriver >/dev/null && exit 0
command -v apt-get >/dev/null || give_up "no Chromium here, and no apt-get to install it with"
[ "$(id -u)" = 0 ] || give_up "no Chromium here, and only root may install it: apt-get install chromium chromium-driver"

say "installing Chromium from Debian's packages (about 100 MB)"
export DEBIAN_FRONTEND=noninteractive
apt update || { why; say "the list of packages could not be refreshed, trying with the one that is there"; }
apt install --no-install-recommends chromium chromium-driver fonts-dejavu-core || { why; give_up "Chromium could not be installed"; }
command -v chromium >/dev/null && command -v chromedriver >/dev/null || give_up "the packages hold no chromium and chromedriver"
say "$(chromium --version 2>/dev/null | head -n 1) installed"
