package org.belfry.webui.fake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.AttendantAdmin.Again;
import org.belfry.pbx.admin.AttendantAdmin.Branch;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.HangUp;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Voicemail;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.pbx.admin.QueueAdmin.CallBack;
import org.belfry.pbx.admin.QueueAdmin.Member;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
import org.belfry.pbx.admin.QueueAdmin.Strategy;

/** What answers calls by itself: attendants, queues, conferences, mailboxes; and mail. */
public record Applications(
    FakeAttendants attendants,
    FakeQueues queues,
    FakeFloor floor,
    FakeRooms rooms,
    FakeConferences conferences,
    FakeMailboxes mailboxes,
    FakeMail mail,
    FakeRecordings recordings,
    FakeMusic music,
    FakePrompts prompts,
    FakeAnnouncements announcements) {

  public static Applications of(FakePbx pbx) {
    FakeQueues queues = new FakeQueues();
    FakePrompts prompts = new FakePrompts();
    return new Applications(
        new FakeAttendants(),
        queues,
        new FakeFloor(queues),
        new FakeRooms(),
        new FakeConferences(),
        new FakeMailboxes(pbx),
        new FakeMail(),
        new FakeRecordings(),
        new FakeMusic(),
        prompts,
        new FakeAnnouncements(prompts, queues));
  }

  public void clear() {
    attendants.clear();
    queues.clear();
    floor.clear();
    rooms.clear();
    conferences.clear();
    mailboxes.clear();
    mail.clear();
    recordings.clear();
    music.clear();
    prompts.clear();
  }

  /** A node that does one thing. */
  public static SaveNode menu(Menu menu) {
    return new SaveNode(null, menu, null, null, null, null, null, null, null, null, null);
  }

  public static SaveNode goTo(String to) {
    return new SaveNode(
        null, null, null, null, null, null, new GoTo(to, null), null, null, null, null);
  }

  private static SaveNode branch(Branch branch) {
    return new SaveNode(null, null, null, null, null, branch, null, null, null, null, null);
  }

  private static SaveNode mailbox(String extension) {
    return new SaveNode(
        null, null, null, null, null, null, null, new Voicemail(extension), null, null, null);
  }

  private static SaveNode goodbye(String... lines) {
    return new SaveNode(
        null, null, null, null, null, null, null, null, null, null, new HangUp(List.of(lines)));
  }

  /** Fills the fakes as {@link Office} does the telephone system. */
  public void opens() {
    Map<String, SaveNode> nodes = new LinkedHashMap<>();
    nodes.put("hours", branch(new Branch("Office", "welcome", "closed")));
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("1", "sales");
    keys.put("2", "support");
    keys.put("0", "desk");
    nodes.put(
        "welcome",
        menu(
            new Menu(
                List.of(
                    "Welcome to Example Ltd.",
                    "Press 1 for sales, 2 for support, 0 for the front desk, or dial an"
                        + " extension."),
                keys,
                true,
                5,
                new Again(List.of(), 2, null),
                new Again(List.of(), 1, "desk"))));
    nodes.put("sales", goTo("app:queue:sales"));
    nodes.put("support", goTo("app:queue:support"));
    nodes.put("desk", goTo("dial:1001"));
    nodes.put("closed", menuOfNight());
    nodes.put("message", mailbox("1001"));
    nodes.put("bye", goodbye("We are back tomorrow at eight. Goodbye."));
    attendants.create(new SaveAttendant("main", "900", "en", "hours", nodes));
    attendants.passed("main", "hours", "ENTERED", "", 412);
    attendants.passed("main", "welcome", "ENTERED", "", 371);
    attendants.passed("main", "welcome", "KEY", "1", 188);
    attendants.passed("main", "welcome", "KEY", "2", 97);
    attendants.passed("main", "welcome", "KEY", "0", 41);
    attendants.passed("main", "welcome", "HUNG_UP", "", 12);
    attendants.passed("main", "sales", "ENTERED", "", 188);
    queues.create(queue("sales", "700", Strategy.LONGEST_IDLE, "1001", "1002", "1003", "1006"));
    queues.create(queue("support", "710", Strategy.ROUND_ROBIN, "1004", "1005", "+491712345678"));
    floor.works("sales", "1001", "TALKING", "+493012345678");
    floor.works("sales", "1002", "IDLE", null);
    floor.works("sales", "1003", "PAUSED", null);
    floor.works("support", "1004", "TALKING", "+498912345");
    floor.works("support", "1005", "RINGING", "+4940555123");
    floor.waits("support", "+4940555123", "Marta Lind", 95);
    floor.waits("support", "+4369912345678", null, 41);
    floor.day("sales", 74, 66, 61, 5);
    floor.day("support", 52, 40, 22, 9);
    rooms.create(
        new SaveRoom(
            "weekly",
            "800",
            "Weekly meeting",
            "4711",
            "8812",
            List.of("1001"),
            true,
            false,
            false,
            true,
            false,
            30));
    rooms.create(
        new SaveRoom(
            "board", "801", "Board", "2580", null, List.of(), false, false, true, true, true, 12));
    conferences.comes("weekly", "Weekly meeting", "Alice Berger", "1001", true);
    conferences.comes("weekly", "Weekly meeting", "Bob Okafor", "1002", false);
    conferences.comes("weekly", "Weekly meeting", null, "+493012345678", false);
    conferences.talks("weekly", "1002");
    mailboxes.leaves("1001", "+493012345678", null, 47);
    mailboxes.leaves("1001", "1004", "David Lindqvist", 12);
    mailboxes.leaves("1003", "+4940555123", "Marta Lind", 130);
    mail.works();
    recordings.opens();
    music.opens();
    prompts.opens();
  }

  private static SaveNode menuOfNight() {
    return menu(
        new Menu(
            List.of("We are closed.", "Press 1 to leave a message."),
            Map.of("1", "message"),
            false,
            5,
            null,
            new Again(List.of(), 0, "bye")));
  }

  /** A queue with these agents. */
  public static SaveQueue queue(String name, String number, Strategy strategy, String... agents) {
    return new SaveQueue(
        name,
        number,
        null,
        strategy,
        List.of(agents).stream().map(a -> new Member(a, 1, Set.of(), null)).toList(),
        20,
        15,
        3,
        50,
        1800,
        List.of("Welcome. You will be connected soon."),
        null,
        60,
        true,
        false,
        List.of(),
        new CallBack(60, 3, 300, null, null),
        null,
        "voicemail:1001",
        null,
        20);
  }
}
