#!/usr/bin/env bash
# Tests of the two slots without a second machine: a fake root of a running system, file systems in files, squashfs images
# that a key of ours signs, GRUB's own choice read by bash, and power that goes off anywhere. Takes a minute or two. What
# can be tried by root alone, who can mount, is tried by root alone.
set -euo pipefail

ISO="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly ISO SLOTS="$ISO/root/usr/lib/belfry-image/slots"
readonly CUTS="${BELFRY_CUTS:-12}" SLOT_MB=48
WORK="$(mktemp -d /var/tmp/belfry-slots-XXXXXX)"
readonly WORK RUNS="$WORK/runs" THEIRS="$WORK/data" MINE="$WORK/update" BIN="$WORK/bin" ESP="$WORK/runs/boot/efi"
readonly UUID_A=11111111-aaaa-4aaa-8aaa-111111111111 UUID_B=22222222-bbbb-4bbb-8bbb-222222222222
FAILED=0
PASSED=0

trap 'power_off; rm -rf "$WORK"' EXIT

same() {
  local what="$1" expected="$2" actual="$3"
  if [[ "$expected" == "$actual" ]]; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$what" "$expected" "$actual" >&2
  fi
}

# Nothing is mounted when a machine has no power.
power_off() {
  while mountpoint -q "$WORK/slot"; do umount "$WORK/slot" || sleep 0.1; done
}

# ---- GRUB, read by bash: the words of slot.cfg are few ------------------------------------------------

# grub [full|broken]: which slot starts. Its words are functions; the environment can be unwritable.
grub() {
  CANNOT="${1:-}" bash -c '
    set() { declare -g "${1%%=*}=${1#*=}"; }
    file() { echo "${1//[()]/}"; }
    load_env() {
      local name at="$(file "$2")"
      [[ "$(head -n 1 "$at")" == "# GRUB Environment Block" ]] || return 1
      for name in "${@:3}"; do ! grep -q "^$name=" "$at" || declare -g "$name=$(sed -n "s/^$name=//p" "$at")"; done
    }
    save_env() {
      [[ -z "$CANNOT" ]] || return 1
      local at="$(file "$2")"
      sed -i "s/^$3=.*/$3=${!3}/" "$at"
    }
    esp="$1"
    . "$2"
    echo "$slot $trial"' - "$ESP" "$ISO/boot/slot.cfg"
}
environment() { sed -n '2,4p' "$ESP/grub/grubenv" | paste -sd ' '; }
said_by_grub() { printf '%s\n' '# GRUB Environment Block' "$@" >"$ESP/grub/grubenv"; }

mkdir -p "$ESP/grub"
said_by_grub good=b try= left=
same "the good slot starts" "b " "$(grub)"
said_by_grub good=a try=b left=2
same "a new version has a first try" "b belfry.trial" "$(grub)"
same "which is counted before it starts" "good=a try=b left=1" "$(environment)"
same "a second one" "b belfry.trial" "$(grub)"
same "which is counted too" "good=a try=b left=0" "$(environment)"
same "and then the good one starts" "a " "$(grub)"
said_by_grub good=a try=b left=2
same "what cannot be counted is not tried" "a " "$(grub broken)"
: >"$ESP/grub/grubenv"
same "an empty environment starts slot a" "a " "$(grub)"
said_by_grub good=x try=y left=9
same "so does nonsense" "a " "$(grub)"
if command -v grub-script-check >/dev/null; then
  for each in "$ISO"/boot/*.cfg; do
    same "GRUB can read ${each##*/}" yes "$(grub-script-check "$each" && echo yes)"
  done
fi
(
  . "$ISO/installer/system.sh"
  : >"$ESP/grub/grubenv"
  write_environment "$ESP/grub/grubenv" good=a try= left=
  write_environment "$ESP/grub/grubenv" good=a try=b left=2
)
same "the environment has the size that GRUB wants" 1024 "$(stat -c %s "$ESP/grub/grubenv")"
if command -v grub-editenv >/dev/null; then
  same "and GRUB's tools read it" "good=a try=b left=2" "$(grub-editenv "$ESP/grub/grubenv" list | paste -sd ' ')"
fi

finish() {
  echo "slots: $PASSED passed, $FAILED failed$1"
  ((FAILED == 0))
  exit
}
truncate -s 1M "$WORK/loop"
mkfs.ext4 -q -F -O ^has_journal "$WORK/loop" 2>/dev/null
mkdir "$WORK/slot"
if [[ "$(id -u)" -ne 0 ]] || ! mount "$WORK/loop" "$WORK/slot" 2>/dev/null; then
  finish "; what needs root and loop devices was not tried"
fi
umount "$WORK/slot"

# ---- a machine ----------------------------------------------------------------------------------------

mkdir -p "$BIN" "$MINE" "$THEIRS" "$WORK/keys"
head -c 2000000 /dev/urandom >"$WORK/random"
chmod 755 "$WORK"
cat >"$BIN/systemctl" <<TEXT
#!/bin/sh
case "\$*" in
  *reboot) touch "$WORK/rebooted" ;;
  "is-active "*) cat "$WORK/is-active" ;;
  "show "*) echo 0 ;;
esac
echo "\$*" >>"$WORK/systemctl"
TEXT
chmod 755 "$BIN/systemctl"
export PATH="$BIN:$PATH" LC_ALL=C.UTF-8 GNUPGHOME="$WORK/gnupg"
export BELFRY_LIB="$ISO/../installer/root/usr/lib/belfry" BELFRY_IMAGE_PARTS="$ISO/installer" BELFRY_DATA="$THEIRS" BELFRY_ACCOUNT=nobody \
  BELFRY_UPDATES="$MINE" BELFRY_KEYS="$WORK/keys" BELFRY_OUR_KEYS="$WORK/none" BELFRY_SYSTEM="$RUNS" BELFRY_SLOT="$WORK/slot" \
  BELFRY_CMDLINE="$WORK/cmdline" BELFRY_HEALTHY_WITHIN=1 WORK
mkdir -m 700 "$GNUPGHOME"
for who in maker stranger; do
  gpg -q --batch --passphrase '' --quick-gen-key "$who <$who@example.org>" default default never 2>/dev/null
done
gpg -q --export maker@example.org >"$WORK/keys/maker.gpg"

# root DIRECTORY VERSION: a small system, as an image has it.
root() {
  mkdir -p "$1"/{boot,etc/belfry,usr/lib/belfry-image,var/lib/belfry,var/log}
  printf 'VERSION=%s\nMEGABYTES=%s\n' "$2" "${MEGABYTES:-9}" >"$1/etc/belfry-image"
  printf 'root:x:0:0::/:/bin/sh\nbelfry:x:%s:601::/:/bin/sh\n' "${ID:-601}" >"$1/etc/passwd"
  echo belfry >"$1/etc/hostname"
  cp "$ISO"/root/usr/lib/belfry-image/{fstab,carried} "$1/usr/lib/belfry-image/"
  cp "$WORK/random" "$1/boot/vmlinuz"
  (cd "$1" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum --) >"$WORK/sums"
  mv "$WORK/sums" "$1/usr/lib/belfry-image/files.sha256"
}

# made VERSION [COMMAND…]: its image, signed; the command is run in its root before. Made once.
made() {
  local image="$WORK/$1.squashfs"
  rm -rf "$WORK/new" "$image"
  root "$WORK/new" "$1"
  [[ $# -lt 2 ]] || (cd "$WORK/new" && "${@:2}")
  mksquashfs "$WORK/new" "$image" -quiet -no-progress -comp zstd -Xcompression-level 1 >/dev/null
  gpg -q --batch --yes -u "${MAKER:-maker}@example.org" --detach-sign -o "$image.sig" "$image"
}

# A machine that runs version 1.0 in slot a and has never been updated.
machine() {
  power_off
  rm -rf "$RUNS" "$MINE" "$THEIRS"
  root "$RUNS" 1.0
  mkdir -p "$ESP/grub" "$RUNS/data" "$RUNS/etc/systemd/network" "$MINE" "$THEIRS/database"
  sed "s/@SLOT_A@/$UUID_A/; s/@SLOT_B@/$UUID_B/" "$ISO/boot/disk.cfg" >"$ESP/grub/grub.cfg"
  printf 'UUID=%s / ext4 x 0 1\nUUID=4-esp /boot/efi vfat x 0 2\nUUID=5-data /data ext4 x 0 2\n' "$UUID_A" >"$RUNS/etc/fstab"
  echo telephones >"$RUNS/etc/hostname"
  echo belfry.sip.domain=pbx.example >"$RUNS/etc/belfry/belfry.properties"
  echo '[Match]' >"$RUNS/etc/systemd/network/10-belfry.network"
  echo "as 1.0 left it" >"$THEIRS/database/file"
  chown -R nobody "$THEIRS"
  chmod 711 "$THEIRS"
  (. "$ISO/installer/system.sh" && write_environment "$ESP/grub/grubenv" good=a try= left=)
  rm -f "$WORK"/disk-* "$WORK/of-a"
  truncate -s "${SLOT_MB}M" "$WORK/disk-b"
  rm -f "$WORK/systemctl" "$WORK/rebooted"
  starts
}

# slots ARGUMENTS…: the script as it is, but for where the disks are. CUT=N: power goes off before its Nth command.
slots() {
  rm -f "$WORK/rebooted"
  # shellcheck disable=SC2016 # for the shell inside
  timeout 60 setsid --wait bash -c '
    . "$1"
    device() { echo "$WORK/disk-$1"; }
    blockdev() { [[ "$1" != --getsize64 ]] || stat -c %s "$2"; }
    health() { cat "$WORK/health"; }
    shift
    left_of_power="${CUT:-0}"
    if ((left_of_power)); then
      set -T
      trap "((--left_of_power)) || kill -KILL -- -\$\$" DEBUG
    fi
    main "$@"
    trap - DEBUG
    echo "$left_of_power" >"$WORK/power"' - "$SLOTS" "$@" >"$WORK/said" 2>&1 </dev/null
} 2>/dev/null # bash tells of who was killed

# The machine is switched on: GRUB, then what systemd starts before the appliance. starts WITH-HEALTH: and what it does
# beside it.
starts() {
  local slot trial
  power_off
  read -r slot trial < <(grub)
  printf 'ro belfry.slot=%s %s quiet\n' "$slot" "$trial" >"$WORK/cmdline"
  if [[ "$slot" == b ]]; then
    mount -o ro "$WORK/disk-b" "$WORK/slot"
    cp "$WORK/slot/etc/belfry-image" "$RUNS/etc/belfry-image"
    umount "$WORK/slot"
  else
    cp "$WORK/of-a" "$RUNS/etc/belfry-image" 2>/dev/null || cp "$RUNS/etc/belfry-image" "$WORK/of-a"
  fi
  [[ ! -e "$MINE/state" ]] || slots --take-back
  slots --tell
  [[ $# -eq 0 ]] || {
    # It moves the database to its own version at once.
    [[ "$slot" == a ]] || echo "as 2.0 has it" >"$THEIRS/database/file"
    echo "$1" >"$WORK/health"
    echo active >"$WORK/is-active"
    [[ "$trial" != belfry.trial ]] || slots --watch
  }
}

# laid IMAGE: what the page has laid ready, and asks for.
laid() {
  mkdir -p "$THEIRS/update"
  cp "$WORK/$1.squashfs" "$THEIRS/update/system.squashfs"
  cp "$WORK/$1.squashfs.sig" "$THEIRS/update/system.squashfs.sig"
  echo now >"$THEIRS/update/request"
  chown -R nobody "$THEIRS/update"
}
asked() { slots --requested || true; }
reported() { cut -d' ' -f2- "$MINE/report" | sed 's/ $//'; }
past() { tail -n 1 "$MINE/history" | cut -d' ' -f2-; }
running() { cat "$MINE/system"; }
database() { cat "$THEIRS/database/file"; }
rebooted() { [[ ! -e "$WORK/rebooted" ]] || echo rebooted; }
state() { cat "$MINE/state" 2>/dev/null || true; }

# ---- from 1.0 to 2.0 ----------------------------------------------------------------------------------

made 2.0
machine
same "the page is told which version runs, and in which slot" "1.0 a" "$(running)"
laid 2.0
asked
same "a new version is written and the machine restarted" "rebooted starting" "$(rebooted) $(reported)"
same "with two tries" "good=a try=b left=2" "$(environment)"
same "the appliance is stopped for its database alone, after all was written" "stop belfry.service --no-block reboot" \
  "$(paste -sd ' ' "$WORK/systemctl")"
mount -o ro "$WORK/disk-b" "$WORK/slot"
same "every file is there" "" "$(cd "$WORK/slot" && sha256sum --quiet -c usr/lib/belfry-image/files.sha256 2>&1 | grep -v -e hostname -e WARNING)"
same "what the owner has set goes along" "telephones belfry.sip.domain=pbx.example [Match]" \
  "$(cat "$WORK"/slot/etc/{hostname,belfry/belfry.properties,systemd/network/10-belfry.network} | paste -sd ' ')"
same "its root is its own, its data is that of both" "UUID=$UUID_B UUID=5-data" \
  "$(awk '$2 == "/" || $2 == "/data" { print $1 }' "$WORK/slot/etc/fstab" | paste -sd ' ')"
same "GRUB finds it" "$UUID_B" "$(blkid -p -s UUID -o value "$WORK/disk-b")"
umount "$WORK/slot"
laid 2.0
asked
same "nothing else is installed meanwhile" "trial a b 1.0 2.0" "$(state)"
starts UP
same "it starts" "2.0 b" "$(running)"
same "and stays when it is healthy" "good=b try= left=" "$(environment)"
same "which is told" "updated: updated 1.0 2.0 -" "$(reported): $(past)"
same "the version before is kept for a week" "1.0 7" \
  "$(awk -v now="$(date +%s)" '{ print $1, int(($2 - now + 3600) / 86400) }' "$MINE/before")"
starts UP
same "the next start is as any other" "2.0 b as 2.0 has it" "$(running) $(database)"

# ---- back to 1.0 ---------------------------------------------------------------------------------------

back() {
  mkdir -p "$THEIRS/update"
  echo back >"$THEIRS/update/request"
  chown -R nobody "$THEIRS/update"
  asked
}
back
same "the page asks for the version before" "rebooted starting" "$(rebooted) $(reported)"
starts UP
same "which runs again, with its database" "1.0 a as 1.0 left it" "$(running) $(database)"
same "which is told too" "undone requested: undone 2.0 1.0 requested" "$(reported): $(past)"
back
same "there is one version before, not more" "refused no-previous" "$(reported)"
laid 2.0
asked
starts UP
echo "1.0 $(($(date +%s) - 1))" >"$MINE/before"
back
same "after a week its database is too old" "refused no-previous" "$(reported)"

# ---- a version that does not work ---------------------------------------------------------------------

machine
laid 2.0
asked
starts DOWN
same "what is not healthy in time leaves" "rebooted good=a try= left=" "$(rebooted) $(environment)"
same "its database is its own until then" "as 2.0 has it" "$(database)"
starts UP
same "the version before runs again, with the database that it had" "1.0 a as 1.0 left it" "$(running) $(database)"
same "which is told with the reason" "undone unhealthy: undone 1.0 2.0 unhealthy" "$(reported): $(past)"
same "and nothing is left of it" "" "$(state)$(find "$MINE" -name '*.tar' -o -name 'new.*')"

machine
laid 2.0
asked
grub >/dev/null # hangs
grub >/dev/null # and hangs again
starts UP
same "what does not even start leaves after two tries" "1.0 a undone not-started" "$(running) $(reported)"

machine
laid 2.0
asked
grub >/dev/null # power goes off while it starts
starts UP
same "what was interrupted once has another try" "2.0 b updated" "$(running) $(reported)"

# ---- what is refused -----------------------------------------------------------------------------------

# refused IMAGE: what the page is told, and that the old version still is what starts.
refused() {
  machine
  laid "$1"
  asked
  echo "$(reported), $(environment), $(rebooted)"
}
readonly STAYS="good=a try= left=, "
MAKER=stranger made 2.1
same "a stranger's image is refused" "refused unsigned, $STAYS" "$(refused 2.1)"
made 2.2
printf x | dd of="$WORK/2.2.squashfs" bs=1 seek=5000 conv=notrunc status=none
same "so is a changed one" "refused unsigned, $STAYS" "$(refused 2.2)"
made 0.9
same "and an older one" "refused not-newer, $STAYS" "$(refused 0.9)"
made 1.0
same "and the same again" "refused installed, $STAYS" "$(refused 1.0)"
made 2.3 bash -c 'echo more >>boot/vmlinuz'
same "and one whose files are not what was signed with them" "refused not-written, $STAYS" "$(refused 2.3)"
MEGABYTES=47 made 2.4
same "and one that the slot is too small for" "refused slot-too-small, $STAYS" "$(refused 2.4)"
made 2.5 bash -c 'head -c 60000000 /dev/urandom >usr/large'
same "and one that is larger than it says" "refused not-written, $STAYS" "$(refused 2.5)"
ID=700 made 2.6
same "and one with other accounts" "refused other-accounts, $STAYS" "$(refused 2.6)"
made 2.7 rm etc/belfry-image
same "and another program of the maker's" "refused not-belfry, $STAYS" "$(refused 2.7)"
made 2.8 sed -i '1s/.*/VERSION=2.8;reboot/' etc/belfry-image
same "and one whose version is none" "refused not-belfry, $STAYS" "$(refused 2.8)"
same "the appliance goes on meanwhile" "" "$(cat "$WORK/systemctl" 2>/dev/null || true)"
machine
laid 2.0
mv "$WORK/keys/maker.gpg" "$WORK/maker.gpg"
asked
mv "$WORK/maker.gpg" "$WORK/keys/maker.gpg"
same "without a key everything is" "refused no-key" "$(reported)"

# ---- what the account lays there, once it is broken into ------------------------------------------------

machine
laid 2.0
echo untouched >"$WORK/victim"
ln -sf "$WORK/victim" "$THEIRS/update/system.squashfs"
chmod 600 "$WORK/victim"
ln -sf "$WORK/victim" "$THEIRS/update/request"
asked
same "a link to a file of root's is not read" "refused unreadable" "$(reported)"
same "nor written" untouched "$(cat "$WORK/victim")"
machine
laid 2.0
rm "$THEIRS/update/request"
mkfifo "$THEIRS/update/request"
asked
same "a pipe in place of the request is not waited for" "rebooted starting" "$(rebooted) $(reported)"
machine
laid 2.0
# shellcheck disable=SC2016 # it is what is written there
printf 'back$(touch %s)\n' "$WORK/victim2" >"$THEIRS/update/request"
asked
same "a request is one of two words" "rebooted starting none" "$(rebooted) $(reported) $([[ -e "$WORK/victim2" ]] || echo none)"

# ---- power goes off anywhere -----------------------------------------------------------------------------

# How many commands an update has is found where power lasts.
RANDOM=20261125
lasting=100000
machine
laid 2.0
CUT=$lasting asked
all=$((lasting - $(cat "$WORK/power")))
same "power that lasts is enough" "rebooted starting" "$(rebooted) $(reported)"
before=0 tried=0
for ((i = 0; i < CUTS; i++)); do
  machine
  laid 2.0
  # From the stop of the appliance on there is more to lose: half of the cuts are in the last commands, one after the other.
  if ((i % 2)); then cut=$((RANDOM % all + 1)); else cut=$((all - i)); fi
  CUT=$cut asked
  starts UP
  case "$(running) $(environment) $(database)" in
    "1.0 a good=a try= left= as 1.0 left it") before=$((before + 1)) ;;
    "2.0 b good=b try= left= as 2.0 has it") tried=$((tried + 1)) ;;
    *) same "after a cut at $cut there is one whole version" "1.0 or 2.0" "$(running) $(environment) $(database)" ;;
  esac
  same "and nothing is left on trial (cut at $cut)" "" "$(state)"
done
same "each of $CUTS cuts left a whole version" "$CUTS" $((before + tried))
echo "slots: $CUTS cuts in $all commands left $before times the old and $tried times the new version"

# ---- and in the way back ---------------------------------------------------------------------------------

for ((i = 0; i < CUTS / 3; i++)); do
  machine
  laid 2.0
  asked
  starts DOWN
  cut=$((RANDOM % 40 + 1))
  CUT=$cut slots --take-back || true
  starts UP
  same "a way back that is cut at $cut is gone to its end" "1.0 a good=a try= left= as 1.0 left it" \
    "$(running) $(environment) $(database)"
done

finish ""
