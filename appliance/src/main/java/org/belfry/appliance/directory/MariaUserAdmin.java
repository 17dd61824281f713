package org.belfry.appliance.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.MediaEncryption;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The user commands. */
@Component
class MariaUserAdmin implements UserAdmin {
  private static final int CREATE_MAX = 10_000;

  private final DirectoryStore store;
  private final UserTable table;
  private final SiteIdentity site;
  private final PasswordVault vault;
  private final DeletedUsers former;
  private final SipPasswords passwords = new SipPasswords();
  private final ObjectProvider<DeviceCount> devices;
  private final ObjectProvider<Seniority> seniority;

  MariaUserAdmin(
      DirectoryStore store,
      UserTable table,
      SiteIdentity site,
      PasswordVault vault,
      DeletedUsers former,
      ObjectProvider<DeviceCount> devices,
      ObjectProvider<Seniority> seniority) {
    this.store = store;
    this.table = table;
    this.site = site;
    this.vault = vault;
    this.former = former;
    this.devices = devices;
    this.seniority = seniority;
  }

  @Override
  public List<UserView> users() {
    Map<String, Integer> counts = devices();
    return store.users().stream().map(row -> view(row, counts)).toList();
  }

  @Override
  public Optional<UserView> user(long id) {
    return Optional.ofNullable(store.user(id)).map(row -> view(row, devices()));
  }

  @Override
  public List<NewUser> create(List<CreateUser> commands) {
    return store.change(edit(commands), () -> insert(commands));
  }

  @Override
  public void check(List<CreateUser> commands) {
    store.rehearse(edit(commands), () -> insert(commands));
  }

  private static Edit edit(List<CreateUser> commands) {
    if (commands.isEmpty() || commands.size() > CREATE_MAX) {
      throw new InvalidCommand("users", "must be between 1 and " + CREATE_MAX + " at a time");
    }
    Map<Owner, String> created = new HashMap<>();
    for (int i = 0; i < commands.size(); i++) {
      created.put(owner(commands.get(i).extension()), commands.size() == 1 ? "" : "[" + i + "].");
    }
    return new Edit(created, "extension");
  }

  @Override
  public UserView change(long id, ChangeUser command) {
    return store.change(edited(id, command.extension()), () -> update(id, command));
  }

  @Override
  public NewUser resetSipPassword(long id) {
    String password = passwords.generate();
    ChangeUser command = new ChangeUser(null, null, null, password, null, null);
    UserView user = store.change(edited(id, null), () -> update(id, command));
    return new NewUser(user, password, site.domain());
  }

  @Override
  public void delete(long id) {
    seniority.ifAvailable(each -> each.mayDelete(id));
    store.change(
        edited(id, null),
        () -> {
          UserTable.Row before = table.byId(id).orElseThrow(() -> new NotFound("user", id));
          former.keep(before);
          table.delete(id);
          store.renamed(new Renamed(Owner.Kind.USER, before.extension(), null));
          return id;
        });
  }

  private List<NewUser> insert(List<CreateUser> commands) {
    List<FieldProblem> problems = new ArrayList<>();
    List<UserTable.Row> rows = new ArrayList<>(commands.size());
    List<String> clear = new ArrayList<>(commands.size());
    Set<String> taken = new HashSet<>();
    table.all().forEach(row -> taken.add(key(row.extension())));
    for (int i = 0; i < commands.size(); i++) {
      CreateUser c = commands.get(i);
      UserFields fields = new UserFields(commands.size() == 1 ? "" : "[" + i + "].");
      String extension = fields.extension(c.extension());
      if (!extension.isEmpty() && !taken.add(key(extension))) {
        fields.problem("extension", "already in use");
      }
      String given = c.sipPassword();
      if (given != null) {
        fields.sipPassword(given);
      }
      String password = given == null ? passwords.generate() : given;
      clear.add(password);
      rows.add(
          new UserTable.Row(
              0,
              extension,
              fields.name(c.name()),
              fields.email(c.email()),
              vault.seal(password),
              encryption(c.srtp(), MediaEncryption.SITE),
              offer(c.digest(), DigestOffer.SITE)));
      problems.addAll(fields.problems());
    }
    refuse(problems);
    table.insert(rows);
    Map<String, UserTable.Row> stored = new HashMap<>();
    table.all().forEach(row -> stored.put(key(row.extension()), row));
    List<NewUser> created = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      UserTable.Row row = Objects.requireNonNull(stored.get(key(rows.get(i).extension())));
      created.add(new NewUser(view(row, Map.of()), clear.get(i), site.domain()));
    }
    return created;
  }

  private UserView update(long id, ChangeUser c) {
    UserTable.Row before = table.byId(id).orElseThrow(() -> new NotFound("user", id));
    UserFields fields = new UserFields("");
    String extension = c.extension() == null ? before.extension() : fields.extension(c.extension());
    table
        .byExtension(extension)
        .filter(other -> other.id() != id)
        .ifPresent(other -> fields.problem("extension", "already in use"));
    String name = c.name() == null ? before.name() : fields.name(c.name());
    String email = c.email() == null ? before.email() : fields.email(c.email());
    byte[] sealed = before.sealedPassword();
    if (c.sipPassword() != null) {
      fields.sipPassword(c.sipPassword());
      sealed = vault.seal(c.sipPassword());
    }
    refuse(fields.problems());
    UserTable.Row after =
        new UserTable.Row(
            id,
            extension,
            name,
            email,
            sealed,
            encryption(c.srtp(), before.encryption()),
            offer(c.digest(), before.digest()));
    table.update(after);
    store.renamed(new Renamed(Owner.Kind.USER, before.extension(), after.extension()));
    return view(after, devices());
  }

  private Edit edited(long id, @Nullable String extension) {
    String is =
        extension != null ? extension : table.byId(id).map(UserTable.Row::extension).orElse("");
    return new Edit(Map.of(owner(is), ""), "extension");
  }

  private static Owner owner(@Nullable String extension) {
    return new Owner(Owner.Kind.USER, extension == null ? "" : extension.strip());
  }

  private static void refuse(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  private Map<String, Integer> devices() {
    DeviceCount count = devices.getIfAvailable();
    return count == null ? Map.of() : count.registeredDevices();
  }

  private static UserView view(UserTable.Row row, Map<String, Integer> devices) {
    return new UserView(
        row.id(),
        row.extension(),
        row.name(),
        row.email(),
        Srtp.valueOf(row.encryption().name()),
        Digest.valueOf(row.digest().name()),
        devices.getOrDefault(key(row.extension()), 0));
  }

  private static MediaEncryption encryption(@Nullable Srtp wanted, MediaEncryption unsaid) {
    return wanted == null ? unsaid : MediaEncryption.valueOf(wanted.name());
  }

  private static DigestOffer offer(@Nullable Digest wanted, DigestOffer unsaid) {
    return wanted == null ? unsaid : DigestOffer.valueOf(wanted.name());
  }

  private static String key(String extension) {
    return extension.toLowerCase(Locale.ROOT);
  }
}
