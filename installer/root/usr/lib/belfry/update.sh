# What updates of the package (command/update) and of the image (slots) have in common; sourced, after shell.sh.
readonly HOME_OF_UPDATE="${BELFRY_UPDATES:-/var/lib/belfry-update}"
readonly KEYS="${BELFRY_KEYS:-/etc/belfry/keys}" OUR_KEYS="${BELFRY_OUR_KEYS:-/usr/share/belfry/keys}"
readonly STATE="$HOME_OF_UPDATE/state" SNAPSHOT="$HOME_OF_UPDATE/database.tar"
# For the page, which reads them: where the update is, how the last ones ended, which version there is to go back to and
# until when (seconds since 1970).
readonly REPORT="$HOME_OF_UPDATE/report" HISTORY="$HOME_OF_UPDATE/history" HISTORY_MAX=50 BEFORE="$HOME_OF_UPDATE/before"
# What belongs to the version before; systemd-tmpfiles deletes it when it is this old.
readonly PREVIOUS="$HOME_OF_UPDATE/previous" BACK_WITHIN=$((7 * 24 * 3600))
readonly LARGEST=1G SIGNATURE_MAX=64K SPARE_MB=200

# Versions, as far as they are known.
before="" after=""

# Where nobody else works meanwhile.
begin() {
  umask 077
  mkdir -p "$HOME_OF_UPDATE"
  chmod 711 "$HOME_OF_UPDATE"
  exec 9>"$HOME_OF_UPDATE/lock"
  flock -n 9 || fail "Another update is going on."
}

# told FILE: standard input becomes that file, for everybody to read. A full disk must not end an update that goes on.
told() {
  if cat >"$1.new" 2>/dev/null; then
    chmod 644 "$1.new"
    mv "$1.new" "$1"
  else
    rm -f "$1.new"
  fi
}

# report STATE [CODE]: checking, writing, saving, installing, starting, updated, undone, or refused and why; or percent.
report() {
  printf '%(%s)T %s %s\n' -1 "$1" "${2:-}" | told "$REPORT"
}

# conclude updated|undone|refused [CODE]
conclude() {
  report "$@"
  {
    tail -n "$((HISTORY_MAX - 1))" "$HISTORY" 2>/dev/null || true
    printf '%(%s)T %s %s %s %s\n' -1 "$1" "${before:--}" "${after:--}" "${2:--}"
  } | told "$HISTORY"
}

# cut_off: ends an update that a power cut ended before anything was changed, and that could not say so itself. What a
# way back was about to use stays for the next try.
cut_off() {
  local said=""
  { read -r _ said _ <"$REPORT"; } 2>/dev/null || return 0
  case "$said" in
    checking | writing | saving) rm -f "$NEW" "$SNAPSHOT" ;;
    installing | starting) ;;
    *) return 0 ;;
  esac
  conclude refused interrupted
}

# refuse CODE SENTENCE: before anything was changed.
refuse() {
  rm -f "$NEW" # a full disk has room for the report then
  conclude refused "$1"
  fail "$2"
}

# written FILE: standard input becomes that file, whole or not at all whatever happens.
written() {
  cat >"$1.new"
  sync "$1.new"
  mv "$1.new" "$1"
  sync -f "$HOME_OF_UPDATE"
}

# ---- what is to be installed -------------------------------------------------------------------------

keys() {
  compgen -G "$KEYS/*.gpg" || true
  compgen -G "$OUR_KEYS/*.gpg" || true
}

# signed SIGNATURE WHAT: refuses $NEW unless somebody who may has signed it. The signature is taken apart by an account
# without rights: who made it has yet to be seen.
signed() {
  local key
  local -a rings=() fence=(setpriv --reuid=_apt --regid=nogroup --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all
    --ambient-caps=-all --)
  while read -r key; do rings+=(--keyring "$key"); done < <(keys)
  ((${#rings[@]})) ||
    refuse no-key "No key may sign updates: put the maker's public key into $KEYS (gpg --export >$KEYS/maker.gpg)."
  [[ "$(id -u)" -eq 0 ]] || fence=()
  "${fence[@]}" gpgv -q --enable-special-filenames "${rings[@]}" -- '-&3' '-&4' 3<"$1" 4<"$NEW" >"$HOME_OF_UPDATE/log" 2>&1 ||
    refuse unsigned "$2 is not what its maker signed, or was signed by somebody else: it is refused."
}

take_file() {
  local file="$1"
  [[ -r "$file" ]] || refuse unreadable "$file cannot be read."
  [[ -r "$file.sig" ]] || refuse unsigned "Its signature is missing: $file.sig."
  cp "$file" "$NEW" 2>/dev/null || refuse no-room "The disk is full: $file could not be copied to $HOME_OF_UPDATE."
  # The copy is what is looked at and what is installed: nobody exchanges it in between.
  signed "$file.sig" "$file"
}

# requested: what the page asks for: back, or an installation.
requested() {
  local what
  what="$(as_account timeout 5 head -c 16 "$BELFRY_DATA/update/request" 2>/dev/null | LC_ALL=C tr -cd 'a-z' || true)"
  as_account rm -f "$BELFRY_DATA/update/request" || true
  [[ "$what" == back ]] && echo back || echo install
}

# take_requested NAME: what the appliance has laid ready in its own directory. Its account reads it for us: root follows
# no link that was laid there and opens no pipe.
take_requested() {
  local theirs="$BELFRY_DATA/update" signature="$HOME_OF_UPDATE/new.sig"
  as_account timeout 300 head -c "$LARGEST" "$theirs/$1" >"$NEW" 2>/dev/null ||
    refuse unreadable "The update cannot be read, or the disk is full."
  as_account timeout 10 head -c "$SIGNATURE_MAX" "$theirs/$1.sig" >"$signature" 2>/dev/null ||
    refuse unsigned "Its signature is missing."
  signed "$signature" "The update"
  rm -f "$signature"
}

# newer WHAT: who has the appliance's account could go back to a version with a hole that is known.
newer() {
  [[ "$before" != "$after" ]] || refuse installed "Version $after is installed already."
  [[ "$1" != requested ]] || dpkg --compare-versions "$after" gt "$before" ||
    refuse not-newer "Version $after is not newer than $before."
}

database_mb() {
  local kilobytes
  kilobytes="$(as_account du -sk "$BELFRY_DATA/database" 2>/dev/null | cut -f 1)"
  [[ "$kilobytes" =~ ^[0-9]{1,12}$ ]] || kilobytes=0
  echo $((10#$kilobytes / 1024))
}

# enough DIRECTORY MEGABYTES
enough() {
  local free
  free="$(($(df -Pk "$1" | awk 'NR == 2 { print $4 }') / 1024))"
  ((free >= $2)) || {
    refuse no-room "The disk is too full for an update: $1 has $free MB free, $2 MB are needed."
  }
}

# ---- what to go back to ------------------------------------------------------------------------------

# By its owner: root follows no link that somebody else may have laid.
keep_database() {
  as_account test -d "$BELFRY_DATA/database" || return 0
  as_account tar -C "$BELFRY_DATA" -c -f - --exclude database/socket database >"$SNAPSHOT" ||
    fail "The database could not be kept (is the disk full?); nothing was changed."
}

# May be interrupted and begun again.
put_database_back() {
  [[ -s "$SNAPSHOT" ]] || return 0
  as_account bash -eu -c '
    cd "$1"
    rm -rf database.back
    mkdir database.back
    tar -C database.back -x -p -f -
    sync -f database.back
    rm -rf database
    mv database.back/database database
    rmdir database.back' - "$BELFRY_DATA" <"$SNAPSHOT" ||
    fail "The database of before cannot be put back (see $HOME_OF_UPDATE); 'systemctl start belfry-update' tries again."
}

# keep_previous VERSION: what belongs to it can be asked for as long as its database is not too old.
keep_previous() {
  forget_previous
  mkdir -p "$PREVIOUS"
  move_kept "$HOME_OF_UPDATE" "$PREVIOUS"
  printf '%s %s\n' "$1" "$(($(date +%s) + BACK_WITHIN))" | told "$BEFORE"
}

# take_previous: it is what an update that is undone goes back to. May be interrupted and begun again.
take_previous() {
  move_kept "$PREVIOUS" "$HOME_OF_UPDATE"
}

move_kept() {
  local file
  for file in database.tar old.deb; do
    [[ ! -e "$1/$file" ]] || mv "$1/$file" "$2/"
  done
}

# previous_version: prints it; fails when there is none to go back to any more.
previous_version() {
  local version="" until=""
  read -r version until <"$BEFORE" 2>/dev/null || return 1
  [[ "$version" =~ ^[A-Za-z0-9.+~:-]{1,100}$ && "$until" =~ ^[0-9]{1,12}$ ]] && (("$(date +%s)" < until)) || return 1
  echo "$version"
}

forget_previous() {
  rm -f "$BEFORE"
  rm -rf "$PREVIOUS"
}
