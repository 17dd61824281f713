# Screens and keyboards: all that the kernel calls consoles, the first screen and the serial line among
# them. Everything is shown on each; whoever presses a key is talked to.

declare -ga CONSOLES=() # open file descriptors
TALK=""                 # the one where a key was pressed
LOG=/run/belfry-install.log

open_consoles() {
  local name fd
  for name in $(</sys/class/tty/console/active); do
    [[ "$name" != tty0 ]] || name=tty1
    stty -F "/dev/$name" sane 2>/dev/null || continue # a serial port that is not there
    exec {fd}<>"/dev/$name" || continue
    CONSOLES+=("$fd")
  done
  ((${#CONSOLES[@]})) || exit 1
  TALK="${CONSOLES[0]}"
}

# say TEXT… shows lines everywhere, and keeps them.
say() {
  local fd
  printf '%s\n' "$@" >>"$LOG"
  for fd in "${CONSOLES[@]}"; do
    printf '%s\n' "$@" >&"$fd" || true
  done
}

# show TEXT replaces the last line; it is not kept.
show() {
  local fd
  for fd in "${CONSOLES[@]}"; do
    printf '\r\033[K%s' "$1" >&"$fd" || true
  done
}

clear_screens() {
  local fd
  for fd in "${CONSOLES[@]}"; do
    printf '\033[2J\033[H' >&"$fd" || true
  done
}

# key_within SECONDS: true when a key was pressed anywhere; TALK is where.
key_within() {
  local end fd pressed
  end=$((SECONDS + $1))
  while ((SECONDS < end)); do
    for fd in "${CONSOLES[@]}"; do
      pressed=""
      if IFS= read -rsn1 -t 0.2 -u "$fd" pressed || [[ -n "$pressed" ]]; then
        TALK="$fd"
        return 0
      fi
    done
  done
  return 1
}

# ask PHRASE DEFAULT NAME asks until the answer is valid for NAME, and keeps it.
ask() {
  local phrase="$1" default="$2" name="$3" given
  while :; do
    printf '%s [%s]: ' "$phrase" "$default" >&"$TALK"
    IFS= read -r -u "$TALK" given || given=""
    given="${given:-$default}"
    if valid "$name" "$given"; then
      ANSWER[$name]="$given"
      printf '%s: %s\n' "$phrase" "$given" >>"$LOG"
      return
    fi
    printf '%s\n' "$(t not-valid "$given")" >&"$TALK"
  done
}

# t KEY VALUES… is the phrase of the language with the values in their places.
t() {
  local key="$1"
  shift
  # shellcheck disable=SC2059 # the phrases are formats
  printf "${PHRASES[${ANSWER[language]}:$key]}" "$@"
}
