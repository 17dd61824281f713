package org.belfry.webui.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.ContactAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/** Users' own contacts, in memory; a file has a name and a number a line. */
public final class FakeContacts implements ContactAdmin {
  private final Map<String, List<ContactView>> all = new HashMap<>();
  private long lastId;

  public void clear() {
    all.clear();
  }

  private List<ContactView> of(String extension) {
    return all.computeIfAbsent(extension, each -> new ArrayList<>());
  }

  @Override
  public List<ContactView> contacts(String extension) {
    return of(extension).stream().sorted(Comparator.comparing(ContactView::name)).toList();
  }

  @Override
  public ContactView create(String extension, SaveContact command) {
    if (command.name().isBlank()) {
      throw new InvalidCommand("name", "must have 1 to 128 characters");
    }
    ContactView made = new ContactView(++lastId, command.name(), command.number(), command.label());
    of(extension).add(made);
    return made;
  }

  @Override
  public void delete(String extension, long id) {
    if (!of(extension).removeIf(each -> each.id() == id)) {
      throw new NotFound("contact", id);
    }
  }

  @Override
  public int read(String extension, byte[] vcards) {
    List<String> lines = new String(vcards, StandardCharsets.UTF_8).lines().toList();
    for (String line : lines) {
      String[] both = line.split(";");
      create(extension, new SaveContact(both[0], both[1], Label.MOBILE));
    }
    return lines.size();
  }
}
