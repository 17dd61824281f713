# Which disks there are, and which of them may be written to. Functions of what lsblk says, so that they
# are tested without disks (iso/test/installer-test.sh).

readonly DISK_MIN_GB=12
readonly LSBLK_COLUMNS="NAME,PKNAME,TYPE,SIZE,RO,FSTYPE,PTTYPE,PARTLABEL,LABEL,MODEL,SERIAL,MOUNTPOINT"

# What an installation that was begun and not ended leaves in the boot sector, behind the place where
# GRUB keeps what it finds there. The last step of an installation writes GRUB's boot code over it.
readonly BEGUN_MARK="BELFRY BEGUN"
readonly BEGUN_MARK_AT=96

# field NAME LINE prints the value of NAME="value" in a line of lsblk -P.
field() {
  [[ " $2" =~ \ $1=\"([^\"]*)\" ]] || return 0
  printf '%b' "${BASH_REMATCH[1]//%/%%}"
}

# judge_disks BEGUN WRITTEN reads lines of lsblk and prints "name|gigabytes|verdict|words" for each disk.
# BEGUN: names of disks with the mark of a begun installation. WRITTEN: names of disks whose beginning is
# not all zeros. Verdicts:
#   free      nothing on it
#   begun     an installation was begun on it: begins again
#   belfry    holds a Belfry
#   data      holds something else
#   small, readonly, medium   cannot be used: medium is what we were started from, or holds the answers
judge_disks() {
  local begun=" $1 " written=" $2 " line
  local -a lines=()
  mapfile -t lines
  for line in "${lines[@]}"; do
    [[ "$(field TYPE "$line")" == disk ]] || continue
    local name size gigabytes
    name="$(field NAME "$line")"
    size="$(field SIZE "$line")"
    [[ "$name" != zram* && "$name" != fd* && "$size" != 0 ]] || continue
    gigabytes=$((size / 1000000000))
    echo "$name|$gigabytes|$(verdict "$name" "$line")|$(field MODEL "$line") $(field SERIAL "$line")"
  done
}

# verdict NAME LINE uses begun, written and lines of judge_disks.
verdict() {
  local name="$1" line="$2" part
  local -a own=("$line")
  for part in "${lines[@]}"; do
    # Of partitions, and of what is built on partitions (LVM, RAID, encryption) one level up.
    [[ "$(field PKNAME "$part")" != "$name" ]] || own+=("$part")
  done
  for part in "${own[@]}"; do
    case "$(field LABEL "$part")" in
      BELFRY | ANSWERS) echo medium && return ;;
    esac
    [[ "$(field MOUNTPOINT "$part")" != /run/live/* ]] || { echo medium && return; }
  done
  [[ "$(field RO "$line")" == 0 ]] || { echo readonly && return; }
  ((gigabytes >= DISK_MIN_GB)) || { echo small && return; }
  [[ "$begun" != *" $name "* ]] || { echo begun && return; }
  for part in "${own[@]}"; do
    [[ "$(field PARTLABEL "$part")" != belfry-data ]] || { echo belfry && return; }
  done
  if ((${#own[@]} > 1)) || [[ -n "$(field FSTYPE "$line")$(field PTTYPE "$line")" ]] ||
    [[ "$written" == *" $name "* ]]; then
    echo data
  else
    echo free
  fi
}

# choose_disk WANTED ERASE reads what judge_disks prints and prints the name of the disk to install on.
# WANTED: empty, a name, a path or a serial number. Prints "?REASON" when people have to be asked;
# reasons are keys of the phrases.
choose_disk() {
  local wanted="${1#/dev/}" erase="$2" name gigabytes verdict words
  local -a free=() begun=()
  local belfry=""
  while IFS='|' read -r name gigabytes verdict words; do
    if [[ -n "$wanted" ]]; then
      [[ "$name" == "$wanted" || " $words " == *" $wanted "* ]] || continue
      case "$verdict" in
        free | begun) echo "$name" ;;
        data | belfry) [[ "$erase" == yes ]] && echo "$name" || echo "?holds-$verdict" ;;
        *) echo "?is-$verdict" ;;
      esac
      return
    fi
    case "$verdict" in
      free) free+=("$name") ;;
      begun) begun+=("$name") ;;
      belfry) belfry="$name" ;;
    esac
  done
  if [[ -n "$wanted" ]]; then
    echo "?not-there"
  elif ((${#begun[@]} == 1)); then
    echo "${begun[0]}"
  elif [[ -n "$belfry" ]]; then
    echo "?holds-belfry" # who starts the stick on a running appliance has not asked for a second one
  elif ((${#free[@]} == 1)); then
    echo "${free[0]}"
  elif ((${#free[@]} + ${#begun[@]} > 1)); then
    echo "?several"
  else
    echo "?none"
  fi
}

# Looks at the machine's disks: judge_disks of what is there now.
look_at_disks() {
  local name with_mark="" with_bytes=""
  udevadm settle --timeout=20 || true
  for name in $(lsblk -dn -o NAME,TYPE | awk '$2 == "disk" { print $1 }'); do
    if [[ "$(dd if="/dev/$name" bs=1 skip=$BEGUN_MARK_AT count=${#BEGUN_MARK} status=none 2>/dev/null |
      tr -d '\0')" == "$BEGUN_MARK" ]]; then
      with_mark+=" $name"
    fi
    cmp -s -n 1048576 "/dev/$name" /dev/zero || with_bytes+=" $name"
  done
  lsblk -P -b -o "$LSBLK_COLUMNS" | judge_disks "$with_mark" "$with_bytes"
}
