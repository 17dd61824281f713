# What the installer must know, from a file or from people. The file is answers.txt on a file system with
# the label ANSWERS; docs/image.md has its lines.

declare -gA ANSWER=(
  [language]=en [disk]="" [erase]=no [hostname]=belfry [timezone]=Etc/UTC
  [interface]="" [address]=dhcp [gateway]="" [dns]="" [countdown]=30 [end]=reboot
)
declare -ga SETTINGS=() # lines for /etc/belfry/belfry.properties

# read_answers reads a file of lines "name=value" from standard input. Prints a sentence for each line
# that is wrong, and fails then.
read_answers() {
  local line name value number=0 wrong=0
  while IFS= read -r line || [[ -n "$line" ]]; do
    number=$((number + 1))
    line="${line%$'\r'}"
    [[ -n "${line//[[:space:]]/}" && "$line" != \#* ]] || continue
    name="${line%%=*}"
    value="${line#*=}"
    name="${name//[[:space:]]/}"
    value="${value#"${value%%[![:space:]]*}"}"
    value="${value%"${value##*[![:space:]]}"}"
    if [[ "$line" != *=* ]]; then
      echo "Line $number is not of the form name=value: $line"
      wrong=1
    elif [[ "$name" == belfry.* ]]; then
      SETTINGS+=("$name=$value")
    elif [[ ! "$name" =~ ^[a-z]+$ || ! -v ANSWER[$name] ]]; then # a name with brackets would be evaluated
      echo "Line $number: there is no answer called '$name'."
      wrong=1
    elif valid "$name" "$value"; then
      ANSWER[$name]="$value"
    else
      echo "Line $number: '$value' is no $name."
      wrong=1
    fi
  done
  ((wrong == 0)) || return 1
  whole
}

# valid NAME VALUE
valid() {
  local value="$2"
  case "$1" in
    language) [[ "$value" == en || "$value" == de ]] ;;
    disk) [[ "$value" =~ ^[A-Za-z0-9/_.:-]*$ ]] ;;
    erase) [[ "$value" == yes || "$value" == no ]] ;;
    hostname) [[ "$value" =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]] ;;
    timezone) [[ "$value" =~ ^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$ && -f "/usr/share/zoneinfo/$value" ]] ;;
    interface) [[ "$value" =~ ^[a-z0-9]{0,15}$ ]] ;;
    address) [[ "$value" == dhcp ]] || with_prefix "$value" ;;
    gateway) [[ -z "$value" ]] || ipv4 "$value" ;;
    dns) every_ipv4 "$value" ;;
    countdown) [[ "$value" =~ ^[0-9]{1,4}$ ]] ;;
    end) [[ "$value" == reboot || "$value" == poweroff ]] ;;
    *) return 1 ;;
  esac
}

# What the answers say together.
whole() {
  if [[ "${ANSWER[address]}" != dhcp && -z "${ANSWER[gateway]}" ]]; then
    echo "A fixed address needs a gateway."
    return 1
  fi
}

ipv4() {
  local part
  [[ "$1" =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ ]] || return 1
  for part in ${1//./ }; do
    ((10#$part <= 255)) || return 1
  done
}

with_prefix() {
  [[ "$1" =~ ^[^/]+/[0-9]{1,2}$ ]] && ipv4 "${1%/*}" && ((10#${1#*/} >= 8 && 10#${1#*/} <= 30))
}

every_ipv4() {
  local each
  for each in $1; do
    ipv4 "$each" || return 1
  done
}

# network_file prints what systemd-networkd shall do with a fixed address; nothing for DHCP, which every
# interface has that no file names.
network_file() {
  [[ "${ANSWER[address]}" != dhcp ]] || return 0
  local server
  printf '[Match]\nName=%s\n\n[Network]\nAddress=%s\nGateway=%s\n' \
    "${ANSWER[interface]:-en* eth*}" "${ANSWER[address]}" "${ANSWER[gateway]}"
  for server in ${ANSWER[dns]:-${ANSWER[gateway]}}; do
    printf 'DNS=%s\n' "$server"
  done
}
