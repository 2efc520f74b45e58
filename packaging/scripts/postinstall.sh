#!/bin/sh
# After an install or an upgrade. dpkg calls it with "configure" and, at an upgrade, the version before; rpm with 1 at the first install
# and 2 at an upgrade. Sources: Debian Policy 6.5; https://docs.fedoraproject.org/en-US/packaging-guidelines/Scriptlets/
set -e

case "$1" in
  configure) [ -n "$2" ] && upgrade=yes || upgrade=no ;;
  1) upgrade=no ;;
  2) upgrade=yes ;;
  *) exit 0 ;; # an upgrade that dpkg takes back
esac

# The user that the service runs as. It can sign in nowhere.
if ! getent group bangui >/dev/null; then
  groupadd --system bangui
fi
if ! getent passwd bangui >/dev/null; then
  useradd --system --gid bangui --home-dir /var/lib/bangui --no-create-home --shell /usr/sbin/nologin --comment "BanGUI" bangui
fi

if [ ! -d /var/lib/bangui ]; then
  install -d -m 0700 -o bangui -g bangui /var/lib/bangui
fi
chgrp bangui /etc/bangui /etc/bangui/bangui.conf
chmod 0750 /etc/bangui
chmod 0640 /etc/bangui/bangui.conf

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  if [ "$upgrade" = yes ]; then
    # It came with a later version than the one that was enabled.
    if systemctl is-enabled --quiet bangui.service; then
      systemctl --no-reload enable bangui-enforce.service || true
    fi
    systemctl try-restart bangui.service || true # its log says why; the upgrade itself is done
  fi
fi

if [ "$upgrade" = no ]; then
  cat <<'END'

BanGUI is installed and not started. It will listen on 127.0.0.1:8080; /etc/bangui/bangui.conf changes that.

  systemctl enable --now bangui
  cat /var/lib/bangui/setup-token     the token for your first visit

END
fi
