# How a file system becomes a system that starts: what the installer and updates (belfry-image/slots) share.

# GRUB rewrites its environment in place and wants this size. All that we say fits into the first sector of it.
readonly ENVIRONMENT_SIZE=1024

# write_environment FILE NAME=VALUE…: in place and in one write of one sector: after a power cut it is the old or the
# new one. (grub-editenv empties the file before it writes.)
write_environment() {
  local file="$1" text rest
  shift
  text="$(printf '%s\n' "# GRUB Environment Block" "$@")"$'\n'
  printf -v rest '%*s' $((ENVIRONMENT_SIZE - ${#text})) ""
  printf '%s%s' "$text" "${rest// /#}" | dd of="$file" bs="$ENVIRONMENT_SIZE" iflag=fullblock conv=notrunc,fsync status=none
}

# environment FILE NAME
environment() {
  sed -n "s/^$2=\([a-z0-9]*\)\$/\1/p" "$1" | head -n 1
}

# write_fstab ROOT SLOT-UUID ESP-UUID DATA-UUID: as that system's own template has it.
write_fstab() {
  sed -e "s/@SLOT@/UUID=$2/" -e "s/@ESP@/UUID=$3/" -e "s/@DATA@/UUID=$4/" "$1/usr/lib/belfry-image/fstab" >"$1/etc/fstab"
}

# lay_data ROOT DATA: every directory of the system in ROOT that is kept in DATA is there, as the system has it at first.
lay_data() {
  local root="$1" data="$2" from to
  mkdir -p "$root/data" "$root/boot/efi"
  while read -r from to _; do
    [[ "$from" == /data/* ]] || continue
    mkdir -p "$root$to"
    [[ -e "$data/${from#/data/}" ]] || cp -a "$root$to" "$data/${from#/data/}"
  done <"$root/usr/lib/belfry-image/fstab"
}

# carry FROM ROOT: what an owner has set goes along, by the list of the system that it goes to.
carry() {
  local from="$1" root="$2" line
  local -a paths
  while read -r line; do
    [[ -n "$line" && "$line" != \#* ]] || continue
    mapfile -t paths < <(cd "$from" && compgen -G "$line")
    ((!${#paths[@]})) || (cd "$from" && cp -a --parents --remove-destination -- "${paths[@]}" "$root/")
  done <"$root/usr/lib/belfry-image/carried"
}
