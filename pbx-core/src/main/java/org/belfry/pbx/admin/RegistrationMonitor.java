package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is registered right now. */
public interface RegistrationMonitor {

  /** All bindings that have not expired, by extension and then contact. */
  List<RegistrationView> registrations();

  /**
   * Removes one binding, as if its phone had unregistered; the phone may come back.
   *
   * @throws NotFound when there is no such binding
   */
  void remove(String extension, String contact);

  /**
   * @param contact the Contact URI as the phone gave it
   * @param source address and port the REGISTER came from, with the transport: {@code
   *     udp:10.0.0.5:5060}
   * @param userAgent the phone's User-Agent, or null
   */
  record RegistrationView(
      String extension,
      String name,
      String contact,
      String source,
      @Nullable String userAgent,
      Instant registeredAt,
      Instant expiresAt) {}
}
