package org.belfry.webui.fake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin;
import org.jspecify.annotations.Nullable;

/** Updates of a host that installs nothing. */
public final class FakeUpdates implements UpdateAdmin {
  private static final Instant NIGHT = Instant.parse("2026-11-25T02:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");
  private static final OfferView NEWER =
      new OfferView(
          "1.1",
          Instant.parse("2026-11-20T08:00:00Z"),
          "- Call queues announce the waiting time.",
          179_000_000);

  private boolean installable;
  private boolean signable;
  private @Nullable String server;
  private @Nullable Instant checkedAt;
  private @Nullable OfferView offer;
  private @Nullable OfferView ready;
  private ProgressView progress = new ProgressView(State.NONE, null, null);
  private @Nullable Instant tonight;
  private int calls;
  private @Nullable String slot;
  private @Nullable PreviousView previous;
  private final List<PastView> past = new ArrayList<>();

  public FakeUpdates() {
    clear();
  }

  public void clear() {
    installable = true;
    signable = true;
    server = null;
    checkedAt = null;
    offer = null;
    ready = null;
    progress = new ProgressView(State.NONE, null, null);
    tonight = null;
    calls = 0;
    slot = null;
    previous = null;
    past.clear();
  }

  /** The image in slot A, without a version before. */
  public void isAnImage() {
    slot = "A";
  }

  /** A version to go back to. */
  public void had(String version) {
    previous = new PreviousView(version, NIGHT);
  }

  /** The host writes the new version. */
  public void writes(int percent) {
    progress = new ProgressView(State.WRITING, NOW, null, percent);
  }

  public void opens() {
    isAnImage();
    had("0.9.2");
    server = "https://updates.example/belfry";
    checkedAt = NOW;
    offer = NEWER;
    ready = NEWER;
    ended(State.UPDATED, null);
    past.add(
        new PastView(NOW.minusSeconds(9_000_000), State.UNDONE, "0.9", "0.9.1", Reason.UNHEALTHY));
  }

  public void has(@Nullable String address, int liveCalls) {
    server = address;
    calls = liveCalls;
  }

  public void runsFromAClone() {
    installable = false;
  }

  public void hasNoKey() {
    signable = false;
  }

  /** The host is done. */
  public void ended(State outcome, @Nullable Reason reason) {
    progress = new ProgressView(outcome, NOW, reason);
    past.addFirst(new PastView(NOW, outcome, "1.0", "1.1", reason));
  }

  @Override
  public UpdateView update() {
    return new UpdateView(
        "1.0",
        slot,
        previous,
        installable,
        signable,
        server,
        Automatic.DOWNLOAD,
        checkedAt,
        offer,
        null,
        ready,
        progress,
        tonight,
        calls,
        List.copyOf(past));
  }

  @Override
  public UpdateView check() {
    checkedAt = NOW;
    offer = NEWER;
    return update();
  }

  @Override
  public UpdateView download() {
    ready = NEWER;
    return update();
  }

  @Override
  public UpdateView take(InputStream file) throws IOException {
    String content = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
    if (!content.equals("1.1")) {
      throw new InvalidCommand("file", "is not an update file");
    }
    ready = NEWER;
    return update();
  }

  @Override
  public UpdateView discard() {
    ready = null;
    tonight = null;
    return update();
  }

  @Override
  public UpdateView installNow() {
    progress = new ProgressView(State.ASKED, NOW, null);
    return update();
  }

  @Override
  public UpdateView installTonight() {
    tonight = NIGHT;
    return update();
  }

  @Override
  public UpdateView goBack() {
    progress = new ProgressView(State.ASKED, NOW, null);
    return update();
  }

  @Override
  public UpdateView cancelInstallation() {
    tonight = null;
    return update();
  }
}
