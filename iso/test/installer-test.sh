#!/usr/bin/env bash
# Tests of the installer that need no disk and no second machine: which disk is chosen, which answers are
# taken, whether every phrase exists in every language; and shellcheck over all scripts. Takes some seconds.
set -euo pipefail

ISO="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly ISO
. "$ISO/installer/disks.sh"
. "$ISO/installer/answers.sh"

FAILED=0
PASSED=0

same() {
  local what="$1" expected="$2" actual="$3"
  if [[ "$expected" == "$actual" ]]; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$what" "$expected" "$actual" >&2
  fi
}

# ---- disks: lines as lsblk -P prints them, made shorter by these two

# shellcheck disable=SC2028 # lsblk writes \x20
disk() { # NAME GIGABYTES [FSTYPE [PTTYPE [RO [LABEL]]]]
  echo "NAME=\"$1\" PKNAME=\"\" TYPE=\"disk\" SIZE=\"${2}000000000\" RO=\"${5:-0}\" FSTYPE=\"${3:-}\" PTTYPE=\"${4:-}\"" \
    "PARTLABEL=\"\" LABEL=\"${6:-}\" MODEL=\"Model\\x20of $1\" SERIAL=\"S-$1\" MOUNTPOINT=\"\""
}

partition() { # NAME DISK [PARTLABEL [LABEL [MOUNTPOINT]]]
  echo "NAME=\"$1\" PKNAME=\"$2\" TYPE=\"part\" SIZE=\"1000000000\" RO=\"0\" FSTYPE=\"ext4\" PTTYPE=\"gpt\"" \
    "PARTLABEL=\"${3:-}\" LABEL=\"${4:-}\" MODEL=\"\" SERIAL=\"\" MOUNTPOINT=\"${5:-}\""
}

cdrom() { echo 'NAME="sr0" PKNAME="" TYPE="rom" SIZE="470000000" RO="1" FSTYPE="iso9660" PTTYPE="dos" PARTLABEL="" LABEL="BELFRY" MODEL="" SERIAL="" MOUNTPOINT="/run/live/medium"'; }

# chosen WANTED ERASE BEGUN WRITTEN reads lines of lsblk.
chosen() { judge_disks "$3" "$4" | choose_disk "$1" "$2"; }

same "the only empty disk is taken" \
  vda "$({ cdrom && disk vda 16; } | chosen "" no "" "")"
same "a disk with a partition is left alone" \
  "?none" "$({ disk sda 500 && partition sda1 sda; } | chosen "" no "" "")"
same "a disk with a file system and no partitions is left alone" \
  "?none" "$(disk sda 500 ext4 | chosen "" no "" "")"
same "a disk with an empty partition table is left alone" \
  "?none" "$(disk sda 500 "" gpt | chosen "" no "" "")"
same "a disk of unknown bytes, as encrypted ones are, is left alone" \
  "?none" "$(disk sda 500 | chosen "" no "" sda)"
same "the empty one of two disks is taken" \
  nvme0n1 "$({ disk sda 500 && partition sda1 sda && disk nvme0n1 250; } | chosen "" no "" sda)"
same "of two empty disks none is guessed" \
  "?several" "$({ disk sda 500 && disk sdb 500; } | chosen "" no "" "")"
same "an installation that was begun goes on where it was" \
  sdb "$({ disk sda 500 && disk sdb 500 "" gpt && partition sdb5 sdb belfry-data; } | chosen "" no sdb sdb)"
same "a disk that holds a Belfry is no target, and no other disk is taken instead" \
  "?holds-belfry" "$({ disk sda 500 "" gpt && partition sda5 sda belfry-data && disk sdb 500; } | chosen "" no "" sda)"
same "a small disk is none" \
  "?none" "$(disk sda 8 | chosen "" no "" "")"
same "the stick we run from is none, however large" \
  "?none" "$({ disk sda 64 iso9660 dos && partition sda1 sda "" BELFRY /run/live/medium; } | chosen "" no "" sda)"
same "the stick with the answers is none" \
  vda "$({ disk sda 64 vfat "" 0 ANSWERS && disk vda 16; } | chosen "" no "" sda)"
same "a disk that is named and empty is taken beside others" \
  sdb "$({ disk sda 500 && disk sdb 500; } | chosen /dev/sdb no "" "")"
same "a disk can be named by its serial number" \
  sdb "$({ disk sda 500 && disk sdb 500; } | chosen S-sdb no "" "")"
same "a disk that is named and holds data is refused" \
  "?holds-data" "$({ disk sda 500 && partition sda1 sda; } | chosen sda no "" "")"
same "unless the answers say erase" \
  sda "$({ disk sda 500 && partition sda1 sda; } | chosen sda yes "" "")"
same "erase alone names no disk" \
  "?none" "$({ disk sda 500 && partition sda1 sda; } | chosen "" yes "" "")"
same "a disk that is named and not there is not replaced by another" \
  "?not-there" "$(disk sda 500 | chosen sdb no "" "")"
same "a disk that cannot be written is refused" \
  "?is-readonly" "$(disk sda 500 "" "" 1 | chosen sda yes "" "")"
same "the medium is refused though it is named" \
  "?is-medium" "$({ disk sda 64 iso9660 dos && partition sda1 sda "" BELFRY; } | chosen sda yes "" "")"
same "a name is not a pattern" \
  "?not-there" "$(disk sda 500 | chosen 's*' no "" "")"
same "words of lsblk are shown as they are" \
  "sda|500|free|Model of sda S-sda" "$(disk sda 500 | judge_disks "" "")"

# ---- answers

# taken LINES… prints the sentence of what is wrong, or the answers that matter here.
taken() (
  printf '%s\n' "$@" >"$SCRATCH"
  read_answers <"$SCRATCH" || exit 0
  echo "${ANSWER[hostname]} ${ANSWER[address]} ${ANSWER[gateway]} ${SETTINGS[*]}"
)
SCRATCH="$(mktemp)"
trap 'rm -f "$SCRATCH" "$SCRATCH.ran"' EXIT

same "answers are read, with comments, spaces and line ends of Windows" \
  "office 192.168.7.5/24 192.168.7.1 " \
  "$(taken '# ours' '' $'hostname = office\r' 'address=192.168.7.5/24' 'gateway=192.168.7.1')"
same "settings of Belfry are passed on" \
  "belfry dhcp  belfry.sip.domain=pbx.example" "$(taken 'belfry.sip.domain=pbx.example')"
same "an answer nobody asked for is a mistake" \
  "Line 1: there is no answer called 'hostnam'." "$(taken 'hostnam=office')"
same "a line that is no answer is a mistake" \
  "Line 2 is not of the form name=value: erase" "$(taken 'disk=sda' 'erase')"
# shellcheck disable=SC2016 # it is what is typed
for name in 'x$(>"$SCRATCH.ran")' 'x]$(>"$SCRATCH.ran")' '`>"$SCRATCH.ran"`'; do
  same "the name of an answer is no program: $name" "Line 1: there is no answer called '$name'. none" \
    "$(taken "$name=1") $([[ ! -e "$SCRATCH.ran" ]] && echo none)"
done
same "erase has two values" \
  "Line 1: 'true' is no erase." "$(taken 'erase=true')"
same "a fixed address needs a gateway" \
  "A fixed address needs a gateway." "$(taken 'address=192.168.7.5/24')"
for wrong in 192.168.7.5 192.168.7.256/24 192.168.7.5/33 192.168.7/24 'x;reboot'; do
  same "no address: $wrong" "Line 1: '$wrong' is no address." "$(taken "address=$wrong")"
done
for wrong in Office -a 'a b' ''; do
  same "no host name: $wrong" "Line 1: '$wrong' is no hostname." "$(taken "hostname=$wrong")"
done
same "name servers are those given" $'DNS=9.9.9.9\nDNS=1.1.1.1' "$(
  ANSWER+=([address]=10.0.0.2/8 [gateway]=10.0.0.1 [dns]="9.9.9.9 1.1.1.1")
  network_file | grep DNS
)"
same "without one the gateway is asked" DNS=10.0.0.1 "$(
  ANSWER+=([address]=10.0.0.2/8 [gateway]=10.0.0.1)
  network_file | grep DNS
)"
same "DHCP needs no file" "" "$(network_file)"

# ---- questions, on a terminal of their own

# asked LINES… types these and prints what the installer knows then. What it finds: sda with data, sdb empty.
asked() {
  local typed
  typed="$(printf '%s|' "$@")"
  # shellcheck disable=SC2016 # for the shell inside
  python3 "$ISO/test/terminal.py" "$typed" bash -c '
    set -eu
    . "$1/installer/belfry-install"
    LOG=/dev/null TALK=0 FOUND=$(printf "sda|500|data|\nsdb|500|free|")
    look() { :; }
    questions
    echo "KNOWN $DISK ${ANSWER[erase]} ${ANSWER[language]} ${ANSWER[hostname]} ${ANSWER[address]} ${ANSWER[gateway]} ${ANSWER[dns]}"
  ' asked "$ISO" | tr -d '\r' | sed -n 's/.*KNOWN //p'
}
same "Enter takes what is usual" \
  "sdb no en belfry dhcp  " "$(asked "" "" "" "")"
same "a disk with data is erased after a yes" \
  "sda yes en belfry dhcp  " "$(asked en sda yes "" "")"
same "without it the question comes again" \
  "sdb no de office dhcp  " "$(asked de sda no sdb office dhcp)"
same "a disk that is not there is asked for again" \
  "sdb no en belfry dhcp  " "$(asked "" sdx sdb "" "")"
same "what is not possible is asked for again; gateway and name servers follow the address" \
  "sdb no en office 192.168.7.5/24 192.168.7.1 192.168.7.1" "$(asked "" "" OFFICE office 192.168.7.5 192.168.7.5/24 "" "")"

# ---- phrases

# phrases FILE LANGUAGE
phrases() { sed -n "s/^ *\[$2:\([^]]*\)\]=.*/\1/p" "$1" | sort; }
for file in "$ISO/installer/phrases.sh" "$ISO/root/usr/lib/belfry-image/console-phrases.sh"; do
  same "every phrase of ${file##*/} exists in both languages" "$(phrases "$file" en)" "$(phrases "$file" de)"
done
# used FILES… prints the keys that scripts ask for by name.
used() { grep -ohE '(\$\(t|^ *step|^ *t|\) t) [a-z][a-z-]+' "$@" | sed 's/.* //' | sort -u; }
same "every phrase that the installer uses exists" "" \
  "$(comm -23 <(used "$ISO"/installer/{belfry-install,target.sh}) <(phrases "$ISO/installer/phrases.sh" en))"
# ---- the shell password, with a chpasswd and a getent of ours

shadow="$(mktemp -d)"
# at_console COMMAND: with the functions of the console.
# shellcheck disable=SC2016,SC2034,SC2317,SC2329 # dollars of a hash; used by what is sourced
at_console() {
  (
    chpasswd() { if [[ "${1:-}" == -e ]]; then sed 's/^root://' >"$shadow/shadow"; else sed 's/^root:/$y$j9T$abcdefghijklmnopqrstuv$/' >"$shadow/shadow"; fi; }
    getent() { echo "root:$(cat "$shadow/shadow"):1::::::"; }
    BELFRY_SHELL_PASSWORD="$shadow/kept"
    # shellcheck source=/dev/null
    . "$ISO/root/usr/lib/belfry-image/shell-password.sh"
    eval "$1"
  )
}
same "without a shell password there is none" no "$(at_console 'has_shell_password && echo yes || echo no')"
same "a short one is refused" refused "$(at_console 'new_shell_password short short || echo refused')"
same "one that is repeated otherwise too" refused "$(at_console 'new_shell_password long-enough-1 long-enough-2 || echo refused')"
same "nothing is kept of these" no "$(at_console 'has_shell_password && echo yes || echo no')"
# shellcheck disable=SC2016
same "a good one is kept as a hash" '$y$j9T$abcdefghijklmnopqrstuv$long-enough-1' "$(at_console 'new_shell_password long-enough-1 long-enough-1; cat "$SHELL_PASSWORD"')"
same "for root alone" 600 "$(stat -c %a "$shadow/kept")"
# shellcheck disable=SC2016
same "and given to root by a system that has none" '$y$j9T$abcdefghijklmnopqrstuv$long-enough-1' "$(rm "$shadow/shadow"; at_console restore_shell_password; cat "$shadow/shadow")"
# shellcheck disable=SC2016
for wrong in '' '*' 'plain-text-password-of-somebody' $'$6$x\nowner:$6$y'; do
  rm -f "$shadow/shadow"
  printf '%s' "$wrong" >"$shadow/kept"
  same "what is no hash is not: $wrong" "" "$(at_console restore_shell_password; cat "$shadow/shadow" 2>/dev/null)"
done
rm -rf "$shadow"

same "every phrase that the console uses exists" "" \
  "$(comm -23 <(used "$ISO/root/usr/lib/belfry-image/belfry-console") \
    <(phrases "$ISO/root/usr/lib/belfry-image/console-phrases.sh" en))"
same "every reason to ask is a phrase" "" \
  "$(comm -23 <(printf '?%s\n' holds-belfry holds-data is-small is-readonly is-medium not-there several none | tr -d '?' | sort) \
    <(phrases "$ISO/installer/phrases.sh" en))"

# ---- scripts

mapfile -t scripts < <(grep -rlE '^#!/usr/bin/env bash' "$ISO" --include='*' --exclude-dir=target)
same "shellcheck is content" "" \
  "$(shellcheck -s bash -e SC1091,SC2154,SC2004,SC2030,SC2031 -f gcc "${scripts[@]}" "$ISO"/installer/*.sh "$ISO"/root/usr/lib/belfry-image/*.sh)"
same "only packages are in packages.txt" "" "$(grep -vE '^(#.*|[a-z0-9][a-z0-9+.-]*)?$' "$ISO/packages.txt" || true)"

echo "installer: $PASSED passed, $FAILED failed"
((FAILED == 0))
