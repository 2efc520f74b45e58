#!/bin/sh
# Before a removal. dpkg calls it with "remove", or "upgrade" before the new version comes; rpm with 0 or 1.
set -e

case "$1" in
  remove | 0) ;;
  *) exit 0 ;; # it goes on running during an upgrade and is started anew after it
esac
if [ -d /run/systemd/system ]; then
  systemctl --no-reload disable --now bangui.service || true # a removal does not fail because the service was not there
  systemctl --no-reload disable --now bangui-enforce.service || true
fi
# Nobody would look after what the kernel blocks any more. The lists stay, for the case that BanGUI is installed again.
BANGUI_DATA_DIR=${BANGUI_DATA_DIR:-/var/lib/bangui} /usr/bin/bangui enforce remove --keep >/dev/null 2>&1 ||
  echo "BanGUI could not empty its table in the kernel. If \`nft list table inet bangui\` shows it: nft delete table inet bangui" >&2
