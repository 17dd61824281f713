package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Map;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.directory.User;
import org.springframework.stereotype.Component;

/** The commands on users' call settings. */
@Component
class MariaCallSettingsAdmin implements CallSettingsAdmin {
  private final DirectoryStore store;
  private final WrittenNumbers written;
  private final CallSettingsTable table;

  MariaCallSettingsAdmin(DirectoryStore store, CallSettingsTable table, WrittenNumbers written) {
    this.written = written;
    this.store = store;
    this.table = table;
  }

  @Override
  public CallSettingsView settings(String extension) {
    User user = user(extension);
    return view(user, stored(user));
  }

  @Override
  public CallSettingsView change(String extension, ChangeCallSettings command) {
    Edit edit = Edit.of(Owner.Kind.USER, user(extension).extension(), "aliases");
    ChangeCallSettings now =
        store.change(
            edit,
            () -> {
              User user = user(extension);
              ChangeCallSettings merged = CallForm.merged(stored(user), command, written.here());
              table.save(user.id(), merged);
              return merged;
            });
    return view(user(extension), now);
  }

  private ChangeCallSettings stored(User user) {
    return table.of(user.id()).orElse(CallForm.USUAL);
  }

  private User user(String extension) {
    User user = store.current().user(extension);
    if (user == null || !user.extension().equalsIgnoreCase(extension)) {
      throw new NotFound("user", extension);
    }
    return user;
  }

  private CallSettingsView view(User user, ChangeCallSettings s) {
    return new CallSettingsView(
        user.extension(),
        user.name(),
        Fields.orEmpty(s.aliases()),
        CallForm.or(s.doNotDisturb(), false),
        Fields.orEmpty(s.rules()),
        CallForm.or(s.ringSeconds(), CallForm.USUAL.ringSeconds()),
        CallForm.or(s.callLimit(), 0),
        Fields.orEmpty(s.blocked()),
        Fields.orEmpty(s.allowed()),
        Fields.orEmpty(s.mayCall()),
        Fields.orEmpty(s.countries()),
        CallForm.orNull(s.outsideNumber()),
        CallForm.orNull(s.pickupGroup()),
        s.speedDials() == null ? Map.of() : s.speedDials(),
        CallForm.orNull(s.location()),
        user.settings().mailbox(),
        List.copyOf(store.warnings(new Owner(Owner.Kind.USER, user.extension()))));
  }
}
