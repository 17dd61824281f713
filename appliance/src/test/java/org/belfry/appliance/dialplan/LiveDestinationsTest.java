package org.belfry.appliance.dialplan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.DestinationList.DestinationView;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.MediaEncryption;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.junit.jupiter.api.Test;

class LiveDestinationsTest {

  @Test
  void usersComeOnceByNumberThenGroupsThenMailboxes() {
    CallSettings named =
        new CallSettings(
            List.of("alice"),
            false,
            List.of(),
            Duration.ofSeconds(30),
            0,
            List.of(),
            List.of(),
            CallSettings.DEFAULT.permissions(),
            null,
            null,
            Map.of(),
            null,
            true);
    User alice = new User(1, "1001", "Alice", null, "", "", MediaEncryption.SITE, named);
    User front = new User(2, "99", "Front desk", null, "", "");
    RingGroup sales =
        new RingGroup(
            "600",
            "Sales",
            RingGroup.Strategy.ALL,
            List.of(new RingGroup.Member("1001", Duration.ZERO)),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            true,
            null);
    DialPlan plan =
        DialPlan.EMPTY.edit().country("DE").groups(Map.of(sales.number(), sales)).done();
    Directory directory =
        Directory.of(1, "pbx.example", Set.of(), List.of(alice, front), List.of(), plan);

    assertThat(LiveDestinations.of(directory, List.of("closed")))
        .extracting(DestinationView::value)
        .containsExactly(
            "dial:99",
            "dial:1001",
            "dial:600",
            "app:announcement:closed",
            "voicemail:99",
            "voicemail:1001");
  }
}
