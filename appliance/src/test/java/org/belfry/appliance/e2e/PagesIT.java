package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The pages of one appliance, from the one-time link on: what is set up, built and drawn in the
 * browser is what calls of real phones meet. The first test sets up what the others work with.
 */
@Tag("realclients")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesIT {
  private static final String ALICE = "1001";
  private static final String BOB = "1002";
  private static final String CAROL = "1003";
  private static final String DAVE = "1004";
  private static final String SIP_PASSWORD = "pages-sip-password";
  private static final String WEB_PASSWORD = "pages-web-password";
  private static final List<String> ADMIN_PAGES =
      List.of(
          "/",
          "/wizard",
          "/calls",
          "/history",
          "/recordings",
          "/queues",
          "/queue/sales",
          "/wallboard",
          "/conferences",
          "/plans?from=1004&to=1001",
          "/users",
          "/users/1001",
          "/groups",
          "/mailboxes",
          "/mailbox/1001",
          "/phones",
          "/phone-settings",
          "/registrations",
          "/inbound",
          "/routes",
          "/trunks",
          "/peers",
          "/attendants",
          "/attendant/day",
          "/schedules",
          "/schedule/Office",
          "/music",
          "/announcements",
          "/prompts",
          "/dialling",
          "/health",
          "/backups",
          "/security",
          "/audit",
          "/webhooks",
          "/mail",
          "/certificates",
          "/system");
  private static final List<String> PORTAL_PAGES =
      List.of(
          "/portal",
          "/portal/voicemail",
          "/portal/recordings",
          "/portal/contacts",
          "/portal/rules",
          "/portal/devices",
          "/portal/settings");

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static Visitor.House house;
  private static Visitor owner;
  private static String base;

  /** Seen so far, on pages of all tests. */
  private static final List<String> barriers = new ArrayList<>();

  @TempDir Path temp;
  private final List<Baresip> phones = new ArrayList<>();

  @BeforeAll
  static void start() {
    appliance = RunningAppliance.unclaimed(shared.resolve("data"));
    base = "https://127.0.0.1:" + appliance.httpsPort();
    house = new Visitor.House();
    owner = house.visitor(base);
  }

  @AfterAll
  static void stop() {
    if (house != null) { // Playwright may not have started
      house.close();
    }
    appliance.close();
  }

  @AfterEach
  void switchOff() {
    phones.forEach(Baresip::close);
  }

  @Test
  @Order(1)
  void anOwnerSetsTheSiteUpFromTheOneTimeLink() {
    owner.opens(appliance.setupLink());
    owner.sees("Welcome to Belfry");
    owner.picks("Language", "Deutsch");
    owner.sees("Willkommen bei Belfry");
    owner.picks("Sprache", "English");
    owner.sees("Welcome to Belfry");
    looks(owner, "setup");
    owner.types("User name", "admin");
    owner.types("Password", RunningAppliance.PASSWORD);
    owner.types("Confirm password", "something else");
    owner.presses("Create administrator");
    owner.sees("The passwords do not match.");
    owner.types("Confirm password", RunningAppliance.PASSWORD);
    owner.presses("Create administrator");
    owner.follows("Sign in and continue");
    owner.isAt("/login");
    looks(owner, "login");
    owner.signsIn("admin", RunningAppliance.PASSWORD);
    owner.isAt("/wizard"); // the place that was asked for

    owner.types("Company", "Example Ltd");
    owner.chooses("Country", "Germany");
    owner.presses("Next");
    owner.sees("STUN");
    looks(owner, "wizard network");
    owner.presses("Next");
    owner.types("First extension", ALICE);
    looks(owner, "wizard numbers");
    owner.presses("Next");

    owner.types(
        "Paste",
        """
        Alice Berger;alice@example.org
        Bob Ebner;bob@example.org
        Carol Ziegler;carol@example.org
        """);
    owner.presses("Import");
    owner.finds("Name", 2, "Carol Ziegler"); // the button below moves with the rows
    owner.presses("Add user");
    owner.types("Name", 3, "Dave Holm");
    owner.presses("Create users");
    owner.sees("SIP passwords are shown only once");
    looks(owner, "wizard users");
    owner.presses("Next");
    owner.sees("Add trunk");
    looks(owner, "wizard trunk");

    owner.opens("/users"); // left, and gone on with where it was
    owner.sees("Dave Holm");
    owner.opens("/wizard");
    owner.sees("Add trunk");
    for (int step = 0; step < 3; step++) { // mail, certificate, summary
      owner.presses("Next");
      looks(owner, "wizard end");
    }
    owner.sees("Users created.");
    owner.presses("Finish");
    owner.isAt("/");
    owner.sees("Overview");

    JsonNode users = appliance.api().get("/api/v1/users");
    assertThat(users.valueStream().map(user -> user.path("extension").asString()))
        .containsExactlyInAnyOrder(ALICE, BOB, CAROL, DAVE);
    users.forEach(PagesIT::givePasswords);
  }

  private static void givePasswords(JsonNode user) {
    String path = "/api/v1/users/" + user.path("id").asLong();
    String sip = "{\"sipPassword\":\"" + SIP_PASSWORD + "\"}";
    String web = "{\"password\":\"" + WEB_PASSWORD + "\"}";
    assertThat(appliance.api().patch(path, sip).statusCode()).isEqualTo(200);
    assertThat(appliance.api().patch(path + "/web-access", web).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void anAttendantIsBuiltAndLeadsTheCallersThatDialIt() {
    owner.opens("/attendants");
    owner.presses("New attendant");
    owner.types("Name", "day");
    owner.types("Number", "500");
    owner.types("Greeting", "prompt:goodbye");
    owner.chooses("Destination of key 0", "Bob Ebner");
    owner.presses("Create and edit");
    owner.isAt("/attendant/day");
    owner.presses("Add key");
    owner.chooses("Key", 1, "7");
    owner.types("Leads to", 1, "sales");
    owner.clicks("[data-node=sales]");
    owner.picks("Action", "Transfer the call");
    owner.chooses("Destination", "Carol Ziegler");
    owner.presses("Save");
    owner.sees("day saved.");

    Baresip carol = phone(CAROL, 700);
    Baresip dave = phone(DAVE, 440);
    dave.dials("500");
    dave.talks();
    Ear.pass(Duration.ofSeconds(1)); // until its sound runs
    dave.presses('7');
    carol.rings();
    carol.answers();
    carol.talks();
    carol.hangsUp();
    dave.callIsOver();
  }

  @Test
  @Order(3)
  void aForwardingRuleDrawnInThePortalIsObeyed() {
    Visitor alice = user(ALICE, "/portal/rules");
    alice.sees("No rules");
    for (String name : List.of("Bob Ebner", "Carol Ziegler")) {
      alice.presses("New rule");
      alice.chooses("Forward to", name);
      alice.presses("Add rule");
      alice.sees("Forward to " + name);
    }
    alice.drags(".bf-rule:nth-child(2)", ".bf-rule:nth-child(1)");
    alice.reads(".bf-rule:nth-child(1) .bf-entry-title", "Forward to Carol Ziegler · 1003");
    alice.close();

    Baresip carol = phone(CAROL, 700);
    Baresip dave = phone(DAVE, 440);
    dave.dials(ALICE);
    carol.rings();
    carol.answers();
    dave.talks();
    dave.hangsUp();
    carol.callIsOver();
  }

  @Test
  @Order(4)
  void theWallboardShowsWhoWaitsWithoutBeingLoadedAgain() {
    String queue =
        """
        {"name":"sales","number":"600","members":[{"agent":"1002"}],"announceSeconds":0}
        """;
    assertThat(appliance.api().post("/api/v1/queues", queue).statusCode()).isEqualTo(201);
    assertThat(
            appliance.api().put("/api/v1/queues/sales/agents/1002", "{\"in\":true}").statusCode())
        .isEqualTo(204);
    String waiting = ".bf-wall-figure:has(.bf-wall-name:text-is('waiting')) .bf-wall-value";
    phone(BOB, 900);
    Baresip dave = phone(DAVE, 440);
    owner.opens("/wallboard");
    owner.reads(waiting, "0");
    owner.evaluates("() => { window.loadedOnce = true; }");
    dave.dials("600");
    owner.reads(waiting, "1");
    dave.hangsUp();
    owner.reads(waiting, "0");
    assertThat(owner.evaluates("() => window.loadedOnce")).isEqualTo(true);
  }

  @Test
  @Order(5)
  void aMessageLeftByPhoneIsHeardInThePage() {
    Visitor alice = user(ALICE, "/portal/voicemail");
    alice.sees("No messages");
    Baresip dave = phone(DAVE, 440);
    dave.dials("*98" + ALICE);
    dave.talks();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() ->
            appliance
                .api()
                .get("/api/v1/calls")
                .valueStream()
                .anyMatch(call -> call.path("step").asString("").equals("recording")));
    Ear.pass(Duration.ofSeconds(3));
    dave.hangsUp();

    alice.reads(".bf-row .bf-pill", "New"); // pushed
    alice.evaluates("() => document.querySelector('audio').play()");
    alice.until("() => document.querySelector('audio').currentTime > 1");
    alice.reads(".bf-row .bf-pill", "Heard"); // once it has ended
    alice.close();
  }

  @Test
  @Order(6)
  void whoseSessionHasEndedComesBackToTheSamePlace() {
    Visitor alice = user(ALICE, "/portal/rules");
    alice.sees("Call forwarding");
    JsonNode found = appliance.api().get("/api/v1/users?extension=" + ALICE).get(0);
    givePasswords(found); // which ends what was begun with the one before, and its push connection
    alice.isAt("/login"); // without a click
    alice.signsIn(ALICE, WEB_PASSWORD);
    alice.isAt("/portal/rules");
    alice.presses("New rule");
    alice.sees("When the rule applies");
    alice.close();
  }

  @Test
  @Order(7)
  void formatsThatOnlyTheBrowserReadsBecomeAnnouncements() throws Exception {
    for (String format : List.of("mp3", "m4a")) {
      owner.opens("/announcements");
      owner.presses("New announcement");
      owner.types("Name", format);
      owner.uploads(Path.of("src/test/resources/audio/tone." + format));
      owner.sees("Selected: tone." + format);
      owner.presses("Create announcement");
      owner.sees("0:02 · uploaded");
      Wav kept = Wav.of(appliance.api().bytes("/api/v1/announcements/" + format + "/en"));
      assertThat(Ear.hearsOnly(Ear.middle(kept), 697)).as(Ear.describe(kept, 697)).isTrue();
    }
    Path text = Files.writeString(temp.resolve("no-audio.mp3"), "not a note in it");
    owner.opens("/announcements");
    owner.presses("New announcement");
    owner.uploads(text);
    owner.sees("This browser cannot play the file.");
  }

  @Test
  @Order(8)
  void controlAndKFindsWhatIsTyped() {
    owner.opens("/dialling");
    owner.settles();
    owner.hits("Control+k");
    owner.sees("Press Enter to open the first result");
    owner.until("() => document.activeElement?.tagName === 'INPUT'");
    owner.writes("berger");
    owner.sees("Alice Berger");
    owner.hits("Enter");
    owner.isAt("/users/" + ALICE);
  }

  @Test
  @Order(9)
  void noPageKeepsAnybodyOut() {
    owner.opens("/users/" + BOB); // none of those that follow
    for (String page : ADMIN_PAGES) {
      owner.goesTo(page);
      looks(owner, page);
    }
    String mayHear = "{\"when\":\"NEVER\",\"hear\":true}"; // else there is no page of recordings
    assertThat(appliance.api().put("/api/v1/recording-rules/user/" + ALICE, mayHear).statusCode())
        .isEqualTo(200);
    Visitor alice = user(ALICE, "/portal/rooms");
    for (String page : PORTAL_PAGES) {
      alice.goesTo(page);
      looks(alice, page);
    }
    alice.close();
    assertThat(barriers).isEmpty();
  }

  /** Notes what keeps people out of the page, in light and in dark. */
  private static void looks(Visitor who, String page) {
    who.settles();
    who.barriers().forEach(each -> barriers.add(page + ": " + each));
    who.prefers(ColorScheme.DARK);
    who.settles();
    who.barriersOfColour().forEach(each -> barriers.add(page + " in the dark: " + each));
    who.prefers(ColorScheme.LIGHT);
  }

  private static Visitor user(String extension, String page) {
    Visitor user = house.visitor(base);
    user.opens(page);
    user.signsIn(extension, WEB_PASSWORD);
    user.isAt(page);
    return user;
  }

  private Baresip phone(String extension, double tone) {
    Baresip phone =
        new Baresip(
            temp.resolve(extension),
            new Account(extension, SIP_PASSWORD, appliance.sipPort(), "udp", tone));
    phones.add(phone);
    phone.registered();
    return phone;
  }
}
