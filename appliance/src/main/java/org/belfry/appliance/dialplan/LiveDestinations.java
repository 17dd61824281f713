package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.PromptAdmin;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.directory.User;
import org.springframework.stereotype.Component;

/** Where calls can be sent, out of the directory's snapshot. */
@Component
class LiveDestinations implements DestinationList {
  /** 99 before 100, as in the lists of users and groups. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /** What applications are called that take calls by a document of their own. */
  private static final Map<String, Kind> SERVICES =
      Map.of("queue", Kind.QUEUE, "attendant", Kind.ATTENDANT, "conference", Kind.CONFERENCE);

  private final DirectoryStore store;
  private final PromptAdmin prompts;

  LiveDestinations(DirectoryStore store, PromptAdmin prompts) {
    this.store = store;
    this.prompts = prompts;
  }

  @Override
  public List<DestinationView> destinations() {
    return of(store.current(), prompts.announcements());
  }

  static List<DestinationView> of(Directory directory, List<String> announcements) {
    List<User> users =
        directory.users().entrySet().stream()
            // Users stand under their aliases too.
            .filter(e -> e.getKey().equals(e.getValue().extension().toLowerCase(Locale.ROOT)))
            .map(Map.Entry::getValue)
            .sorted(Comparator.comparing(User::extension, BY_NUMBER))
            .toList();
    List<DestinationView> all = new ArrayList<>(2 * users.size());
    for (User user : users) {
      String dial = new Destination.Dial(user.extension()).text();
      all.add(new DestinationView(Kind.USER, dial, user.extension(), user.name()));
    }
    directory.dialPlan().groups().values().stream()
        .sorted(Comparator.comparing(RingGroup::number, BY_NUMBER))
        .forEach(group ->
            all.add(
                new DestinationView(
                    Kind.GROUP,
                    new Destination.Dial(group.number()).text(),
                    group.number(),
                    group.name())));
    directory.dialPlan().services().values().stream()
        .filter(service -> SERVICES.containsKey(service.application()))
        .map(LiveDestinations::view)
        .sorted(Comparator.comparing(DestinationView::kind).thenComparing(DestinationView::name))
        .forEach(all::add);
    for (String name : announcements) {
      String says = new Destination.Application("announcement", name).text();
      all.add(new DestinationView(Kind.ANNOUNCEMENT, says, "", name));
    }
    for (User user : users) {
      String mailbox = new Destination.Mailbox(user.extension()).text();
      all.add(new DestinationView(Kind.MAILBOX, mailbox, user.extension(), user.name()));
    }
    return all;
  }

  private static DestinationView view(Service service) {
    String number = service.number();
    return new DestinationView(
        Objects.requireNonNull(SERVICES.get(service.application())),
        service.destination().text(),
        number == null ? "" : number,
        service.name());
  }
}
