#!/usr/bin/env bash
# Makes a plain Debian root the appliance. Called by mmdebstrap: customize.sh ROOT, with IMAGE_VERSION,
# IMAGE_DEB and SOURCE_DATE_EPOCH in the environment.
set -euo pipefail

ROOT="$1"
ISO="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

inside() { chroot "$ROOT" "$@"; }

# What is in /data belongs to the same numbers in every version.
readonly BELFRY_ID=601 DNSMASQ_ID=602
account() { inside groupadd -r -g "$2" "$1" && inside useradd -r -u "$2" -g "$2" -M -d "/var/lib/$1" -s /usr/sbin/nologin "$1"; }
account belfry "$BELFRY_ID"
account belfry-dnsmasq "$DNSMASQ_ID"

cp "$IMAGE_DEB" "$ROOT/tmp/belfry.deb"
inside env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install /tmp/belfry.deb
rm "$ROOT/tmp/belfry.deb"

cp -r "$ISO/root/." "$ROOT/"
mkdir -p "$ROOT/usr/lib/belfry-image/installer"
cp "$ISO"/installer/{belfry-install,*.sh} "$ISO"/boot/{disk,slot}.cfg "$ROOT/usr/lib/belfry-image/installer/"
echo "VERSION=$IMAGE_VERSION" >"$ROOT/etc/belfry-image"

# No log-in: the console shows what there is to see, and nobody has a password.
inside systemctl --quiet enable belfry-console@tty1.service belfry-console@ttyS0.service \
  belfry-grow.service belfry-slots.service belfry-trial.service systemd-networkd.service systemd-resolved.service
inside systemctl --quiet mask getty@.service serial-getty@.service autovt@.service
inside passwd --quiet --lock root

# SSH runs only as root's part of Belfry starts it: not Debian's server, nor systemd's own sockets in a virtual machine.
# Who comes in is owner, by a key; "*" is no password, and no lock either.
inside systemctl --quiet mask ssh.service ssh.socket sshd-unix-local.socket sshd-vsock.socket
mkdir -p "$ROOT/etc/systemd/system-generators"
ln -sf /dev/null "$ROOT/etc/systemd/system-generators/systemd-ssh-generator"
inside useradd --create-home --shell /bin/bash --groups systemd-journal --comment "Owner" --password '*' owner
ln -sf /run/systemd/resolve/stub-resolv.conf "$ROOT/etc/resolv.conf"
# Links that Debian's kernel packages keep when they are there.
[[ -e "$ROOT/vmlinuz" ]] || ln -s "boot/$(cd "$ROOT/boot" && echo vmlinuz-*)" "$ROOT/vmlinuz"
[[ -e "$ROOT/initrd.img" ]] || ln -s "boot/$(cd "$ROOT/boot" && echo initrd.img-*)" "$ROOT/initrd.img"

# SSH has its port only while it is on.
sed -i '/^tcp 22$/d' "$ROOT/etc/belfry/open-ports"

# What belongs to one machine is made by its first start, and nothing says where the packages came from.
: >"$ROOT/etc/machine-id"
rm -f "$ROOT"/etc/apt/sources.list "$ROOT"/etc/apt/sources.list.d/* "$ROOT"/etc/ssh/ssh_host_* \
  "$ROOT/var/lib/dbus/machine-id" "$ROOT/var/lib/systemd/random-seed" "$ROOT"/etc/ssl/private/* \
  "$ROOT/etc/hostname" "$ROOT"/var/lib/dpkg/*-old "$ROOT"/var/cache/debconf/*-old "$ROOT"/etc/*-
rm -rf "$ROOT"/var/lib/apt/lists/* "$ROOT"/var/cache/apt/* "$ROOT"/var/cache/ldconfig/* "$ROOT"/tmp/*
find "$ROOT/var/log" -type f -delete
echo belfry >"$ROOT/etc/hostname"
