package org.belfry.appliance.phones;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.PhoneNotices;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.RegistrationMonitor.RegistrationView;
import org.belfry.pbx.directory.User;
import org.belfry.provisioning.catalogue.Sighting;
import org.belfry.provisioning.vendor.Profiles;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Which registration is a phone's, and what it is told by SIP. */
@Component
class PhoneRegistrations {
  private final ObjectProvider<RegistrationMonitor> registrations;
  private final ObjectProvider<CallMonitor> calls;
  private final ObjectProvider<PhoneNotices> notices;
  private final PhoneUsers people;
  private final UrlDisclosure disclosure;

  /** All registrations at one moment, to be asked of many phones. */
  static final class Now {
    private final List<RegistrationView> all;
    private final Map<String, List<RegistrationView>> byExtension = new HashMap<>();

    Now(List<RegistrationView> all) {
      this.all = all;
      all.forEach(r -> byExtension.computeIfAbsent(r.extension(), e -> new ArrayList<>()).add(r));
    }

    List<RegistrationView> all() {
      return all;
    }

    private Stream<RegistrationView> of(User user) {
      return byExtension.getOrDefault(user.extension(), List.of()).stream();
    }
  }

  PhoneRegistrations(
      ObjectProvider<RegistrationMonitor> registrations,
      ObjectProvider<CallMonitor> calls,
      ObjectProvider<PhoneNotices> notices,
      PhoneUsers people,
      UrlDisclosure disclosure) {
    this.registrations = registrations;
    this.calls = calls;
    this.notices = notices;
    this.people = people;
    this.disclosure = disclosure;
  }

  /** All there are now. */
  Now now() {
    return new Now(registrations.getObject().registrations());
  }

  /**
   * The registration of this phone: of its user, and by a device that names this MAC address or,
   * when none does, whose name does not speak against it.
   */
  Optional<RegistrationView> of(Phone phone, Now now) {
    List<RegistrationView> candidates =
        people.now().users(phone).stream()
            .flatMap(now::of)
            .filter(r -> Sighting.of(r.userAgent()).mayBe(phone.model().brand(), phone.mac()))
            .toList();
    return candidates.stream()
        .filter(r -> phone.mac() != null && phone.mac().equals(Sighting.of(r.userAgent()).mac()))
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  /** Whether its user is in a call. */
  boolean busy(RegistrationView registration) {
    return calls.getObject().liveCalls().stream()
        .anyMatch(call ->
            registration.extension().equals(call.caller())
                || registration.extension().equals(call.callee()));
  }

  /** Has it fetch its files; false when the registration is gone. */
  boolean checkSync(Phone phone, RegistrationView registration, boolean restart) {
    if (restart) {
      disclosure.open(phone, Instant.now()); // some ask anew who configures them at each start
    }
    return notices
        .getObject()
        .tell(
            registration.extension(),
            registration.contact(),
            Profiles.checkSync(phone.model().brand(), restart));
  }
}
