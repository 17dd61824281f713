package org.belfry.appliance.security;

/** Under what name somebody is signed in. */
sealed interface Principal {
  /** Before the number of a user. No account is called so: names have no colon. */
  String OF_USER = "user:";

  String text();

  /** An administrator's account. */
  record Account(String name) implements Principal {
    @Override
    public String text() {
      return name;
    }
  }

  /** A user of the directory, whatever the extension is at the moment. */
  record OfUser(long id) implements Principal {
    @Override
    public String text() {
      return OF_USER + id;
    }
  }

  static Principal of(String text) {
    return text.startsWith(OF_USER)
        ? new OfUser(Long.parseLong(text.substring(OF_USER.length())))
        : new Account(text);
  }
}
