package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.GroupAdmin;
import org.belfry.pbx.admin.UserAdmin;
import org.jspecify.annotations.Nullable;

/** Where calls can be sent: the users and groups of the other fakes. */
public final class FakeDestinations implements DestinationList {
  private final UserAdmin users;
  private final GroupAdmin groups;
  private final Applications applications;

  public FakeDestinations(UserAdmin users, GroupAdmin groups, Applications applications) {
    this.users = users;
    this.groups = groups;
    this.applications = applications;
  }

  @Override
  public List<DestinationView> destinations() {
    List<DestinationView> all = new ArrayList<>();
    users
        .users()
        .forEach(u ->
            all.add(
                new DestinationView(Kind.USER, "dial:" + u.extension(), u.extension(), u.name())));
    groups
        .groups()
        .forEach(g ->
            all.add(new DestinationView(Kind.GROUP, "dial:" + g.number(), g.number(), g.name())));
    applications
        .queues()
        .queues()
        .forEach(q -> all.add(service(Kind.QUEUE, "queue", q.name(), q.number())));
    applications
        .attendants()
        .attendants()
        .forEach(a -> all.add(service(Kind.ATTENDANT, "attendant", a.name(), a.number())));
    applications
        .rooms()
        .rooms()
        .forEach(r -> all.add(service(Kind.CONFERENCE, "conference", r.name(), r.number())));
    applications
        .announcements()
        .names()
        .forEach(name -> all.add(service(Kind.ANNOUNCEMENT, "announcement", name, null)));
    users
        .users()
        .forEach(u ->
            all.add(
                new DestinationView(
                    Kind.MAILBOX, "voicemail:" + u.extension(), u.extension(), u.name())));
    return all;
  }

  private static DestinationView service(
      Kind kind, String application, String name, @Nullable String number) {
    return new DestinationView(
        kind, "app:" + application + ":" + name, number == null ? "" : number, name);
  }
}
