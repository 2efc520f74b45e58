#!/bin/sh
# After a removal. dpkg calls it with "remove", "purge", "upgrade" and others; rpm with 0 or 1. Data is deleted by a purge only, for
# which rpm has no word.
set -e

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true # the files are gone already
fi

case "$1" in
  remove | 0)
    if [ -d /var/lib/bangui ]; then
      echo "BanGUI is removed. History, users and settings are still in /var/lib/bangui and /etc/bangui."
      if [ "$1" = 0 ]; then
        echo "To delete them as well: rm -r /var/lib/bangui /etc/bangui; userdel bangui"
      else
        echo "To delete them as well: apt-get purge bangui (or dpkg --purge bangui)"
      fi
    fi
    ;;
  purge)
    if [ -d /var/lib/bangui ]; then
      echo "Deleting /var/lib/bangui with BanGUI's database: history, users and settings."
      rm -rf /var/lib/bangui
    fi
    rm -rf /etc/bangui
    if getent passwd bangui >/dev/null; then
      userdel bangui || true # something may still run as it
    fi
    if getent group bangui >/dev/null; then
      groupdel bangui || true
    fi
    ;;
esac
