package org.belfry.webui.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.admin.QueueAdmin.Strategy;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Finder;
import org.belfry.webui.base.Finder.Hit;
import org.belfry.webui.fake.Applications;
import org.belfry.webui.fake.Office;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SearchPageTest extends PageTest {
  @Autowired private Finder finder;

  @Test
  void anExtensionFindsItsOwnerFirstAndAWordItsPage() {
    Office.opens(pbx, 0);

    assertThat(finder.find("1003", 5)).extracting(Hit::path).startsWith("users/1003");
    applications.queues().create(Applications.queue("sales", "700", Strategy.RING_ALL, "1001"));
    assertThat(finder.find("sales", 5)).extracting(Hit::path).startsWith("queue/sales");
    assertThat(finder.find("700", 5)).extracting(Hit::path).startsWith("queue/sales");
    assertThat(finder.find("wallb", 5)).extracting(Hit::path).containsExactly("wallboard");
  }
}
