package org.belfry.appliance.contacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.ContactAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Users' own contacts, in the database. */
@Component
class MariaContactAdmin implements ContactAdmin {
  private static final int CONTACTS_MAX = 2000;
  private static final int NAME_MAX = 128;

  /** What people write between digits. */
  private static final Pattern BETWEEN = Pattern.compile("[\\s()./\u00a0-]");

  private static final Pattern DIALLED = Pattern.compile("\\+?[0-9*#]{1,32}");
  private static final RowMapper<ContactView> VIEW =
      (row, n) ->
          new ContactView(
              row.getLong("id"),
              row.getString("name"),
              row.getString("number"),
              Label.valueOf(row.getString("label")));

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final DirectoryStore directory;

  MariaContactAdmin(JdbcClient jdbc, TransactionTemplate transaction, DirectoryStore directory) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.directory = directory;
  }

  @Override
  public List<ContactView> contacts(String extension) {
    return of(owner(extension));
  }

  private List<ContactView> of(long owner) {
    return jdbc.sql("select * from own_contact where user_id = ? order by name, id")
        .param(owner)
        .query(VIEW)
        .list();
  }

  @Override
  public ContactView create(String extension, SaveContact command) {
    long owner = owner(extension);
    List<FieldProblem> problems = new ArrayList<>();
    SaveContact contact = good(command, problems);
    if (contact == null) {
      throw new InvalidCommand(problems);
    }
    List<ContactView> all = of(owner);
    if (all.size() >= CONTACTS_MAX) {
      throw new InvalidCommand("name", CONTACTS_MAX + " already exist, which is the limit");
    }
    if (all.stream().anyMatch(each -> same(each, contact))) {
      throw new InvalidCommand("number", "listed twice");
    }
    insert(owner, contact);
    return of(owner).stream().filter(each -> same(each, contact)).findFirst().orElseThrow();
  }

  @Override
  public void delete(String extension, long id) {
    int gone =
        jdbc.sql("delete from own_contact where id = ? and user_id = ?")
            .param(id)
            .param(owner(extension))
            .update();
    if (gone == 0) {
      throw new NotFound("contact", id);
    }
  }

  @Override
  public int read(String extension, byte[] vcards) {
    long owner = owner(extension);
    List<SaveContact> cards = new ArrayList<>();
    for (SaveContact each : VCards.read(vcards)) {
      SaveContact contact = good(each, new ArrayList<>());
      if (contact != null) {
        cards.add(contact);
      }
    }
    if (cards.isEmpty()) {
      throw new InvalidCommand("file", "contains no vCard with a phone number");
    }
    Set<String> there = of(owner).stream().map(MariaContactAdmin::key).collect(Collectors.toSet());
    List<SaveContact> fresh = cards.stream().filter(each -> there.add(key(each))).toList();
    if (there.size() > CONTACTS_MAX) {
      throw new InvalidCommand("file", "would exceed the limit of " + CONTACTS_MAX + " contacts");
    }
    transaction.executeWithoutResult(status -> fresh.forEach(each -> insert(owner, each)));
    return fresh.size();
  }

  private void insert(long owner, SaveContact contact) {
    jdbc.sql("insert into own_contact(user_id, name, number, label) values(?,?,?,?)")
        .param(owner)
        .param(contact.name())
        .param(contact.number())
        .param(contact.label().name())
        .update();
  }

  /** As it is kept, or null when it cannot be. */
  private static @Nullable SaveContact good(SaveContact command, List<FieldProblem> problems) {
    String name = command.name().strip();
    String number = BETWEEN.matcher(command.number()).replaceAll("");
    if (name.isEmpty() || name.length() > NAME_MAX) {
      problems.add(new FieldProblem("name", "must have 1 to " + NAME_MAX + " characters"));
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      problems.add(new FieldProblem("name", "must not contain control characters"));
    }
    if (!DIALLED.matcher(number).matches()) {
      problems.add(new FieldProblem("number", "enter a number that can be dialled"));
    }
    return problems.isEmpty() ? new SaveContact(name, number, command.label()) : null;
  }

  private static boolean same(ContactView there, SaveContact contact) {
    return key(there).equals(key(contact));
  }

  private static String key(ContactView contact) {
    return contact.number() + " " + contact.name();
  }

  private static String key(SaveContact contact) {
    return contact.number() + " " + contact.name();
  }

  private long owner(String extension) {
    User user = directory.current().user(extension);
    if (user == null) {
      throw new NotFound("user", extension);
    }
    return user.id();
  }
}
