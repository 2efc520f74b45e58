#!/bin/sh
# Before a removal. dpkg calls it with "remove", or "upgrade" before the new version comes; rpm with 0 or 1.
set -e

case "$1" in
  remove | 0) ;;
  *) exit 0 ;; # it goes on running during an upgrade and is started anew after it
esac
if [ -d /run/systemd/system ]; then
  systemctl --no-reload disable --now bangui.service || true # a removal does not fail because the service was not there
fi
