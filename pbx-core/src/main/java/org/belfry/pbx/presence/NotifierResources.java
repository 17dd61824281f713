package org.belfry.pbx.presence;

import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which SUBSCRIBE and PUBLISH requests are for us and not to be passed on, and whom they are about:
 * one of our users, or a name with a state. One to a single device (a GRUU) is not.
 */
public record NotifierResources(Supplier<Directory> directory, StateSource names) {

  /** Whom a request is about, or null when it is another's to answer. */
  public @Nullable Aor of(SipRequest request) {
    Method method = request.method();
    if (!method.equals(Method.SUBSCRIBE) && !method.equals(Method.PUBLISH)) {
      return null;
    }
    try {
      SipUri uri = request.uri();
      String name = uri.user();
      Directory now = directory.get();
      return !uri.isSip()
              || name == null
              || uri.params().containsKey("gr")
              || !now.isLocal(uri.host())
          ? null
          : named(name, now);
    } catch (MalformedHeader e) {
      return null; // refused by whoever reads it next
    }
  }

  /** The AOR under which somebody is watched, or null when there is no such name. */
  @Nullable Aor named(String name, Directory now) {
    User user = now.user(name);
    if (user != null) {
      return new Aor(user.extension(), now.domain());
    }
    return names.knows(name) ? new Aor(name, now.domain()) : null;
  }
}
