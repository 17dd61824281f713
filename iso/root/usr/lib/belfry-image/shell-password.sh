# The shell password: root's, set at this machine's screen and nowhere else. It opens the shell of the console, and "su" to
# whoever comes in by SSH. Kept beside the settings, for an update brings a system without it.

readonly SHELL_PASSWORD="${BELFRY_SHELL_PASSWORD:-/etc/belfry/shell-password}" SHELL_PASSWORD_MIN=10

has_shell_password() { [[ -s "$SHELL_PASSWORD" ]]; }

# restore_shell_password: gives root the one that was set; nothing without.
restore_shell_password() {
  local hash=""
  IFS= read -r hash 2>/dev/null <"$SHELL_PASSWORD" || true
  [[ "$hash" =~ ^\$[a-z0-9]{1,2}\$[A-Za-z0-9./$=,-]{20,200}$ ]] || return 0
  printf 'root:%s\n' "$hash" | chpasswd -e
}

# new_shell_password FIRST AGAIN: fails when it is too short, or the two differ.
new_shell_password() {
  ((${#1} >= SHELL_PASSWORD_MIN)) && [[ "$1" == "$2" && "$1" != *[[:cntrl:]]* ]] || return 1
  printf 'root:%s\n' "$1" | chpasswd || return 1
  (umask 077 && getent shadow root | cut -d: -f2 >"$SHELL_PASSWORD.new") && mv "$SHELL_PASSWORD.new" "$SHELL_PASSWORD"
}

# a_shell: as root for whoever knows the password; su asks, waits and writes the journal as always. By an account without
# rights, for root would not be asked.
a_shell() {
  (
    trap - INT QUIT TSTP
    cd /
    exec setpriv --reuid=owner --regid=owner --init-groups -- su -l root
  )
}
