#!/usr/bin/env bash
# Installs Chromium and its driver from Debian's packages where that is possible; never fails.
command -v chromium >/dev/null && command -v chromedriver >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "no Chromium here and no apt-get: the page tests will be skipped" >&2
elif [ "$(id -u)" != 0 ]; then
  echo "no Chromium here and no right to install it (apt-get install chromium chromium-driver): the page tests will be skipped" >&2
else
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver; } >/dev/null 2>&1 </dev/null \
    || echo "Chromium could not be installed: the page tests will be skipped" >&2
fi
exit 0
