# Writing to the disk. Each step can be cut off: until the last one the boot sector holds a mark, and code
# that hands the start to the next medium, so a BIOS that starts disks first comes back to the installer.
#
#   1 belfry-boot   2 MiB    GRUB for BIOS
#   2 belfry-esp    256 MiB  GRUB for UEFI behind Debian's signed shim, and the menu of both
#   3 belfry-a      4 GiB    the system
#   4 belfry-b      4 GiB    empty: room for the next version (belfry-image/slots)
#   5 belfry-data   the rest /data: database, mailboxes, recordings, logs

readonly SYSTEM=/run/live/rootfs/filesystem.squashfs
readonly TARGET=/run/belfry-target
readonly ESP=/run/belfry-esp
readonly GRUB_SIGNED=/usr/lib/grub/x86_64-efi-signed

# part DISK NUMBER: nvme0n1 has nvme0n1p1, sda has sda1.
part() {
  [[ "$1" == *[0-9] ]] && echo "/dev/$1p$2" || echo "/dev/$1$2"
}

# int 18h asks the BIOS for the next medium to start from.
mark_begun() {
  printf '\xcd\x18\xf4' | dd of="/dev/$1" conv=notrunc,fsync status=none
  printf '%s' "$BEGUN_MARK" | dd of="/dev/$1" bs=1 seek="$BEGUN_MARK_AT" conv=notrunc,fsync status=none
}

lay_out() {
  local disk="$1" each
  mark_begun "$disk"
  for each in $(lsblk -nrp -o NAME,TYPE "/dev/$disk" | awk '$2 == "part" { print $1 }'); do
    wipefs -q -a "$each"
  done
  sfdisk -q --wipe always --wipe-partitions always "/dev/$disk" <<TEXT
label: gpt
size=2MiB, type=21686148-6449-6E6F-744E-656564454649, name=belfry-boot
size=256MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name=belfry-esp
size=4GiB, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, name=belfry-a
size=4GiB, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, name=belfry-b
type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, name=belfry-data
TEXT
  mark_begun "$disk"
  udevadm settle --timeout=20 || true
  mkfs.vfat -F 32 -n BELFRY-ESP "$(part "$disk" 2)" >/dev/null
  mkfs.ext4 -q -F -L belfry-a "$(part "$disk" 3)"
  mkfs.ext4 -q -F -L belfry-b "$(part "$disk" 4)"
  mkfs.ext4 -q -F -L belfry-data "$(part "$disk" 5)"
  mkdir -p "$TARGET" "$ESP"
  mount "$(part "$disk" 3)" "$TARGET"
  mkdir -p "$TARGET/data" "$TARGET/boot/efi"
  mount "$(part "$disk" 5)" "$TARGET/data"
  mount "$(part "$disk" 2)" "$ESP"
}

# Tells how far it is in percent, by what is on the disk.
copy_system() {
  local whole had now percent last=-1 copy
  whole="$(du -sk --apparent-size "$SYSTEM" | cut -f 1)"
  had="$(df -k --output=used "$TARGET" | tail -n 1)"
  cp -a "$SYSTEM/." "$TARGET/" &
  copy=$!
  while kill -0 "$copy" 2>/dev/null; do
    sleep 2
    now="$(df -k --output=used "$TARGET" | tail -n 1)"
    percent=$(((now - had) * 100 / whole))
    ((percent < 100)) || percent=99
    [[ "$percent" == "$last" ]] || show "$(t step-copied "$percent")"
    last="$percent"
  done
  wait "$copy"
  show ""
}

configure() {
  local disk="$1" file a_id b_id
  a_id="$(id_of "$(part "$disk" 3)")"
  b_id="$(id_of "$(part "$disk" 4)")"
  write_fstab "$TARGET" "$a_id" "$(id_of "$(part "$disk" 2)")" "$(id_of "$(part "$disk" 5)")"
  lay_data "$TARGET" "$TARGET/data"
  echo "${ANSWER[hostname]}" >"$TARGET/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost ip6-localhost ip6-loopback\n' \
    "${ANSWER[hostname]}" >"$TARGET/etc/hosts"
  ln -sf "/usr/share/zoneinfo/${ANSWER[timezone]}" "$TARGET/etc/localtime"
  echo "${ANSWER[timezone]}" >"$TARGET/etc/timezone"
  mkdir -p "$TARGET/etc/belfry"
  echo "${ANSWER[language]}" >"$TARGET/etc/belfry/language"
  if ((${#SETTINGS[@]})); then
    printf '%s\n' "${SETTINGS[@]}" >>"$TARGET/etc/belfry/belfry.properties"
  fi
  file="$(network_file)"
  [[ -z "$file" ]] || printf '%s\n' "$file" >"$TARGET/etc/systemd/network/10-belfry.network"
  mkdir -p "$ESP/grub"
  sed "s/@SLOT_A@/$a_id/; s/@SLOT_B@/$b_id/" "$HERE/disk.cfg" >"$ESP/grub/grub.cfg"
  cp "$HERE/slot.cfg" "$ESP/grub/slot.cfg"
  write_environment "$ESP/grub/grubenv" good=a try= left=
}

id_of() {
  blkid -p -s UUID -o value "$1"
}

# UEFI first, BIOS last: its boot code takes the place of the mark. Both always, so that the disk starts
# in another machine too.
make_bootable() {
  local disk="$1" efi="$ESP/EFI"
  mkdir -p "$efi/BOOT" "$efi/debian"
  # Debian's signed GRUB reads this file, wherever it was started from.
  echo 'configfile /grub/grub.cfg' >"$efi/debian/grub.cfg"
  cp "$GRUB_SIGNED/grubx64.efi.signed" "$efi/BOOT/grubx64.efi"
  cp /usr/lib/shim/mmx64.efi.signed "$efi/BOOT/mmx64.efi"
  cp "$LOG" "$TARGET/data/log/belfry-install.log"
  sync
  mkdir -p "$ESP/belfry"
  cp /usr/lib/shim/shimx64.efi.signed "$efi/BOOT/shim.new"
  sync
  mv "$efi/BOOT/shim.new" "$efi/BOOT/BOOTX64.EFI"
  touch "$ESP/belfry/installed" # the menu of the stick starts what is installed when it sees this
  sync
  grub-install --target=i386-pc --boot-directory="$ESP" --no-floppy "/dev/$disk" >>"$LOG" 2>&1
  sync
  # Firmware that does not look for the file that every disk may have wants an entry of its own.
  if [[ -d /sys/firmware/efi/efivars ]]; then
    efibootmgr -q -B -L Belfry >>"$LOG" 2>&1 || true
    efibootmgr -q -c -d "/dev/$disk" -p 2 -L Belfry -l '\EFI\BOOT\BOOTX64.EFI' >>"$LOG" 2>&1 ||
      echo "The firmware took no entry of ours; it finds the disk by itself." >>"$LOG"
  fi
}

close_target() {
  cp "$LOG" "$TARGET/data/log/belfry-install.log"
  umount "$ESP" "$TARGET/data" "$TARGET"
  sync
}
