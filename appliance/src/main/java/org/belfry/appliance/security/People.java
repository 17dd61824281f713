package org.belfry.appliance.security;

import java.util.List;
import java.util.Locale;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/**
 * Who may sign in to the pages by this name: an administrator's account, a user by extension, or
 * one by mail address, when no other user has the same.
 */
@Component
class People implements UserDetailsService {
  private final WebAccessTable table;
  private final DirectoryStore directory;
  private final AdminDoor door;

  People(WebAccessTable table, DirectoryStore directory, AdminDoor door) {
    this.door = door;
    this.table = table;
    this.directory = directory;
  }

  @Override
  public UserDetails loadUserByUsername(String given) {
    String name = given.strip();
    // By its own name: codes are counted by it, and sessions are found by it.
    String account = table.accountMeantBy(name).orElse(null);
    WebAccessTable.Row its = account == null ? null : table.account(account).orElse(null);
    if (account != null && its != null) {
      return person(new Principal.Account(account), its);
    }
    User user = user(name);
    WebAccessTable.Row row = user == null ? null : table.user(user.id());
    if (user == null || row == null || row.passwordHash() == null) {
      throw new UsernameNotFoundException("Nobody signs in by this name.");
    }
    return person(new Principal.OfUser(user.id()), row);
  }

  /**
   * The name by which attempts to sign in are counted: somebody who has several gets no more of
   * them.
   */
  String counted(String given) {
    User user = user(given.strip());
    return user == null ? given : user.extension();
  }

  /** At the port of the portal everyone is a user; accounts without a portal cannot sign in. */
  private Person person(Principal principal, WebAccessTable.Row row) {
    boolean hasPhone = principal instanceof Principal.OfUser;
    boolean portal = door.isShutHere();
    if (portal && !hasPhone) {
      throw new UsernameNotFoundException("Nobody signs in by this name.");
    }
    return new Person(
        principal.text(),
        row.passwordHash(),
        portal ? Role.USER : row.role(),
        hasPhone,
        row.totp() != null);
  }

  private @Nullable User user(String name) {
    Directory now = directory.current();
    User byExtension = now.user(name);
    if (byExtension != null || name.indexOf('@') < 0) {
      return byExtension;
    }
    String mail = name.toLowerCase(Locale.ROOT);
    List<User> all =
        now.users().values().stream()
            .filter(
                user -> user.email() != null && mail.equals(user.email().toLowerCase(Locale.ROOT)))
            .limit(2)
            .toList();
    return all.size() == 1 ? all.getFirst() : null;
  }
}
