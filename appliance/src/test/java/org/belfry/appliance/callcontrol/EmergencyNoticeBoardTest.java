package org.belfry.appliance.callcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.EmergencyNotices.NoticeView;
import org.belfry.pbx.admin.LiveUpdates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is shown an emergency call, and until when. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class EmergencyNoticeBoardTest {
  private static final String API = "/api/v1/";
  private static final String[] TABLES = {"dial_plan", "ring_group", "app_user"};

  private LocalAppliance appliance;
  private EmergencyNoticeBoard desk;

  @BeforeEach
  void aReceptionOfTwo(LocalAppliance shared) {
    appliance = shared;
    desk = shared.part(EmergencyNoticeBoard.class);
    nothing();
    ApiClient api = shared.api();
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice"},{"extension":"1002","name":"Bob"},
         {"extension":"1003","name":"Carol"}]
        """);
    api.post(
        API + "groups",
        "{\"number\":\"600\",\"name\":\"Reception\",\"members\":[{\"extension\":\"1001\"},"
            + "{\"extension\":\"1002\"}]}");
    api.patch(API + "dial-plan", "{\"frontDesk\":\"600\"}");
  }

  @AfterEach
  void nothing() {
    appliance.clear(TABLES);
  }

  @Test
  void everybodyAtTheFrontDeskSeesItUntilOneAcknowledgesIt() {
    AtomicInteger told = new AtomicInteger();
    try (LiveUpdates.Subscription _ = desk.onChange(told::incrementAndGet)) {
      desk.called(new EmergencyCalls.Called("a", "1003", "Carol", "112", "Office", false));
      await().until(() -> told.get() == 1);
      assertThat(desk.open("1001")).extracting(NoticeView::number).containsExactly("112");
      assertThat(desk.open("1002")).hasSize(1);
      assertThat(desk.open("1003")).isEmpty();

      desk.acknowledge("1003", "a");
      assertThat(desk.open("1001")).as("Carol is not at the front desk").hasSize(1);
      desk.acknowledge("1002", "a");
      assertThat(desk.open("1001")).isEmpty();
      assertThat(told.get()).isEqualTo(2);
      assertThat(
              appliance
                  .part(JdbcTemplate.class)
                  .queryForObject(
                      "select count(*) from audit_entry where kind = 'emergency_notice' and name ="
                          + " '1003'",
                      Long.class))
          .isPositive();
    }
  }

  @Test
  void testsPushNoEmergencyCallOut() {
    desk.called(new EmergencyCalls.Called("d", "1003", "Carol", "112", "Office", false));
    for (int i = 0; i < 200; i++) {
      desk.called(new EmergencyCalls.Called("test " + i, "1003", "Carol", "933", "", true));
    }
    assertThat(desk.open("1001"))
        .filteredOn(notice -> !notice.test())
        .extracting(NoticeView::number)
        .containsExactly("112");
    desk.open("1001").forEach(notice -> desk.acknowledge("1001", notice.callId()));
  }

  @Test
  void theNewestIsFirstAndATestSaysThatItIsOne() {
    desk.called(new EmergencyCalls.Called("b", "1003", "Carol", "112", "", false));
    desk.called(new EmergencyCalls.Called("c", "1003", "Carol", "933", "", true));
    assertThat(desk.open("1001")).extracting(NoticeView::test).containsExactly(true, false);
    desk.acknowledge("1001", "b");
    desk.acknowledge("1001", "c");
  }
}
