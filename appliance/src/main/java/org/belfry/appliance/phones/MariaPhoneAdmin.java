package org.belfry.appliance.phones;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.phones.Phone.Wishes;
import org.belfry.appliance.phones.PhoneTable.Fetched;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.directory.User;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.settings.Layers;
import org.belfry.provisioning.settings.Setting;
import org.belfry.provisioning.settings.Settings;
import org.belfry.provisioning.vendor.Profiles;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commands on phones. */
@Component
class MariaPhoneAdmin implements PhoneAdmin {
  private static final PhoneRegistrations.Now NOBODY = new PhoneRegistrations.Now(List.of());
  private static final int PHONES_MAX = 20_000;
  private static final int CREATE_MAX = 10_000;
  private static final String DOTS = "••••••••";

  private final Phones phones;
  private final PhoneTable table;
  private final DeletedPhones former;
  private final ProfileMaker profiles;
  private final DirectoryStore directory;
  private final UnadoptedPhones newcomers;
  private final FetchLog log;
  private final PhoneRegistrations registrations;
  private final PhoneUsers people;
  private final GivenFiles given;
  private final UrlDisclosure disclosure;
  private final Secrets secrets = new Secrets();

  MariaPhoneAdmin(
      Phones phones,
      PhoneTable table,
      ProfileMaker profiles,
      DirectoryStore directory,
      UnadoptedPhones newcomers,
      FetchLog log,
      PhoneRegistrations registrations,
      PhoneUsers people,
      GivenFiles given,
      UrlDisclosure disclosure,
      DeletedPhones former) {
    this.former = former;
    this.phones = phones;
    this.table = table;
    this.profiles = profiles;
    this.directory = directory;
    this.newcomers = newcomers;
    this.log = log;
    this.registrations = registrations;
    this.people = people;
    this.given = given;
    this.disclosure = disclosure;
  }

  @Override
  public List<PhoneView> phones() {
    PhoneRegistrations.Now now = registrations.now();
    return phones.all().stream().map(phone -> view(phone, now)).toList();
  }

  @Override
  public Optional<PhoneView> phone(long id) {
    return phones.byId(id).map(phone -> view(phone, registrations.now()));
  }

  @Override
  public List<PhoneView> create(List<SavePhone> commands) {
    if (commands.isEmpty() || commands.size() > CREATE_MAX) {
      throw new InvalidCommand("phones", "must be between 1 and " + CREATE_MAX + " at a time");
    }
    List<FieldProblem> problems = new ArrayList<>();
    List<Phone> good = new ArrayList<>();
    Set<Mac> taken = new HashSet<>();
    for (int i = 0; i < commands.size(); i++) {
      PhoneForm form =
          new PhoneForm(commands.size() == 1 ? "" : "[" + i + "].", directory.current());
      PhoneForm.Read read = form.read(commands.get(i));
      if (read.mac() != null && (phones.byMac(read.mac()) != null || !taken.add(read.mac()))) {
        form.problem("mac", "already used by another phone");
      }
      if (form.problems().isEmpty() && read.model() != null) {
        Phone phone = fresh(0, read.mac(), read.model(), read.wishes(), read.users());
        examine(form, phone);
        good.add(phone);
      }
      problems.addAll(form.problems());
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    List<Long> ids =
        phones.change(() -> {
          if (phones.all().size() + good.size() > PHONES_MAX) {
            throw new InvalidCommand("phones", "must not exceed " + PHONES_MAX + " phones");
          }
          return good.stream().map(table::insert).toList();
        });
    taken.forEach(newcomers::adopted);
    return ids.stream().map(this::required).map(p -> view(p, NOBODY)).toList();
  }

  @Override
  public List<PhoneView> createFrom(String table) {
    PhoneSheet sheet = PhoneSheet.of(table);
    try {
      return create(sheet.phones());
    } catch (InvalidCommand invalid) {
      throw sheet.atLines(invalid);
    }
  }

  private Phone fresh(long id, @Nullable Mac mac, Model model, Wishes wishes, List<Long> users) {
    return new Phone(id, mac, model, secrets.token(), secrets.password(), wishes, users);
  }

  /** What only shows when everything is put together. */
  private void examine(PhoneForm form, Phone phone) {
    PhoneProfile profile = profiles.profile(phone);
    if (profile != null) {
      Profiles.problems(profile).forEach(form::problem);
      return;
    }
    profiles
        .settings(phone)
        .problems()
        .forEach((setting, why) -> form.problem("settings." + setting.word(), why));
  }

  @Override
  public PhoneView replace(long id, SavePhone command) {
    Phone before = required(id);
    PhoneForm form = new PhoneForm("", directory.current());
    PhoneForm.Read read = form.read(command);
    Phone other = read.mac() == null ? null : phones.byMac(read.mac());
    if (other != null && other.id() != id) {
      form.problem("mac", "already used by another phone");
    }
    form.refuse();
    Phone after =
        new Phone(
            id,
            read.mac(),
            Objects.requireNonNull(read.model()),
            before.token(),
            before.adminPassword(),
            read.wishes(),
            read.users());
    return store(form, after);
  }

  @Override
  public PhoneView swap(long id, SwapPhone command) {
    Phone before = required(id);
    PhoneForm form = new PhoneForm("", directory.current());
    Model model =
        command.brand() == null && command.model() == null
            ? before.model()
            : form.model(
                "brand",
                command.brand() == null ? before.model().brand().word() : command.brand(),
                "model",
                command.model());
    Mac mac = form.mac(command.mac(), model);
    Phone other = mac == null ? null : phones.byMac(mac);
    if (other != null && other.id() != id) {
      form.problem("mac", "already used by another phone");
    }
    form.refuse();
    Phone after = fresh(id, mac, Objects.requireNonNull(model), before.wishes(), before.users());
    PhoneView view = store(form, after);
    phones.fetched(id, old -> Fetched.NOTHING);
    return view;
  }

  private PhoneView store(PhoneForm form, Phone after) {
    examine(form, after);
    form.refuse();
    phones.change(() -> {
      table.update(required(after.id()), after);
      return after.id();
    });
    if (after.mac() != null) {
      newcomers.adopted(after.mac());
    }
    return view(required(after.id()), registrations.now());
  }

  @Override
  public void retire(long id) {
    phones.change(() -> {
      Phone phone = required(id);
      former.keep(phone);
      table.delete(phone);
      return id;
    });
  }

  @Override
  public List<NewcomerView> newcomers() {
    return newcomers.all();
  }

  @Override
  public List<ModelView> models() {
    return Catalogue.models().stream()
        .map(m ->
            new ModelView(
                m.brand().word(),
                m.brand().shown(),
                m.name(),
                m.lines(),
                m.keys(),
                m.brand().soft()))
        .toList();
  }

  @Override
  public List<FetchView> fetches(long id) {
    required(id);
    return log.of(id);
  }

  @Override
  public List<ValueView> values(long id) {
    Settings settings = profiles.settings(required(id));
    List<ValueView> views = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      Layers.Value value = settings.value(setting);
      views.add(
          new ValueView(
              setting.word(),
              shown(setting, value),
              layer(value),
              value.where(),
              value.beaten().stream()
                  .map(b -> new BeatenView(shown(setting, b), layer(b), b.where()))
                  .toList()));
    }
    return views;
  }

  private static String shown(Setting setting, Layers.Value value) {
    return setting.secret() && !value.text().isEmpty() ? DOTS : value.text();
  }

  private static String layer(Layers.Value value) {
    return value.layer().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public List<KeyView> keys(long id) {
    Phone phone = required(id);
    PhoneProfile profile = profiles.profile(phone);
    List<KeyView> views = new ArrayList<>();
    if (profile != null) {
      Set<Integer> placed = ProfileMaker.placed(phone).keySet();
      int n = 0;
      for (Key key : profile.keys()) {
        n++;
        views.add(
            new KeyView(
                n,
                key.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                key.line(),
                key.value(),
                key.label(),
                placed.contains(n)));
      }
    }
    return views;
  }

  @Override
  public List<FileView> files(long id) {
    Phone phone = required(id);
    PhoneProfile profile = profiles.profile(phone);
    if (profile == null) {
      return List.of();
    }
    return Profiles.files(profile).stream()
        .map(file ->
            new FileView(file.name(), file.contentType(), given.shown(phone, profile, file)))
        .toList();
  }

  @Override
  public DifferenceView difference(long id) {
    Phone phone = required(id);
    return given.difference(phone, profiles.profile(phone), phones.fetched(id).tag());
  }

  @Override
  public PhoneView placeKeys(long id, List<PlacedKey> keys) {
    Phone before = required(id);
    PhoneForm form = new PhoneForm("", directory.current());
    List<PlacedKey> good = form.keys(keys, before.model(), Math.max(1, before.users().size()));
    form.refuse();
    Wishes w = before.wishes();
    Wishes wishes =
        new Wishes(w.name(), w.site(), w.plainHttp(), w.settings(), good, w.overrides());
    return store(
        form,
        new Phone(
            id,
            before.mac(),
            before.model(),
            before.token(),
            before.adminPassword(),
            wishes,
            before.users()));
  }

  @Override
  public void welcome(long id) {
    disclosure.open(required(id), Instant.now());
  }

  @Override
  public boolean checkSync(long id, boolean restart) {
    Phone phone = required(id);
    return registrations
        .of(phone, registrations.now())
        .map(r -> registrations.checkSync(phone, r, restart))
        .orElse(false);
  }

  private Phone required(long id) {
    return phones.byId(id).orElseThrow(() -> new NotFound("phone", id));
  }

  private PhoneView view(Phone phone, PhoneRegistrations.Now now) {
    Fetched fetched = phones.fetched(phone.id());
    String tag = profiles.tag(phone);
    return new PhoneView(
        phone.id(),
        phone.mac() == null ? null : phone.mac().shown(),
        phone.model().brand().word(),
        phone.model().name(),
        phone.wishes().name(),
        phone.wishes().site(),
        people.now().users(phone).stream().map(User::extension).toList(),
        fetched.firmware(),
        profiles.address(phone),
        phone.wishes().plainHttp(),
        registrations.of(phone, now).isPresent(),
        fetched.at(),
        tag != null && tag.equals(fetched.tag()),
        withoutSecrets(phone.wishes().settings()),
        phone.wishes().keys(),
        phone.wishes().overrides());
  }

  private static Map<String, String> withoutSecrets(Map<String, String> settings) {
    Map<String, String> shown = new HashMap<>(settings);
    shown
        .keySet()
        .removeIf(word -> {
          Setting setting = Setting.of(word);
          return setting != null && setting.secret();
        });
    return shown;
  }
}
