package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class HandoverTest extends PageTest {

  @Test
  void theRequestEndsWhenThePageHasTakenWhatWasUploaded() throws Exception {
    AtomicBoolean taken = new AtomicBoolean();
    Future<Void> upload = upload(() -> taken.set(true));
    // The page is busy with us.
    assertThatThrownBy(() -> upload.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(taken).isFalse();

    whileThePageIsFree(() -> upload.get(10, TimeUnit.SECONDS));
    assertThat(taken).isTrue();
  }

  @Test
  void whatThePageCannotTakeIsSaidThereAndEndsTheRequestToo() throws Exception {
    Future<Void> upload =
        upload(() -> {
          throw new IllegalStateException("the disk is full");
        });
    whileThePageIsFree(() -> upload.get(10, TimeUnit.SECONDS));
    assertThat(upload).isDone();
  }

  private static Future<Void> upload(com.vaadin.flow.server.Command taking) {
    UI page = UI.getCurrent();
    CompletableFuture<Void> request = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            Handover.to(page, taking);
            request.complete(null);
          } catch (java.io.IOException | RuntimeException e) {
            request.completeExceptionally(e);
          }
        });
    return request;
  }

  private interface Waiting {
    void run() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private static void whileThePageIsFree(Waiting waiting) throws Exception {
    VaadinSession session = VaadinSession.getCurrent();
    session.unlock();
    try {
      waiting.run();
    } finally {
      session.lock();
    }
  }
}
