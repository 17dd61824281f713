package org.belfry.webui.fake;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;

/** Automatic certificates whose authority answers what the test says. */
public final class FakeAcme implements AcmeAdmin {
  private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");

  private AcmeView view = first();
  private boolean secret;

  private static AcmeView first() {
    return new AcmeView(
        false,
        LETS_ENCRYPT,
        "",
        List.of("pbx.example.com"),
        Method.HTTP_01,
        false,
        false,
        "",
        null,
        false,
        new ProgressView(Phase.NONE, false, null, null, null, null),
        new RenewalView(null, 0, null),
        8080,
        8443);
  }

  public void clear() {
    view = first();
    secret = false;
  }

  /** Has the request that ran last fail. */
  public void failed(Reason reason, String name, String detail) {
    show(
        new ProgressView(Phase.FAILED, false, name, reason, detail, NOW),
        new RenewalView(NOW.plusSeconds(3600), 1, NOW));
  }

  private void show(ProgressView progress, RenewalView renewal) {
    view =
        new AcmeView(
            view.on(),
            view.directory(),
            view.email(),
            view.names(),
            view.method(),
            view.agreed(),
            view.inside(),
            view.trust(),
            view.dns(),
            secret,
            progress,
            renewal,
            view.httpPort(),
            view.httpsPort());
  }

  @Override
  public AcmeView acme() {
    return view;
  }

  @Override
  public AcmeView change(ChangeAcme command) {
    if (!Boolean.TRUE.equals(command.agreed())) {
      throw new InvalidCommand("agreed", "the terms of service must be accepted");
    }
    secret |= command.secret() != null;
    view =
        new AcmeView(
            Boolean.TRUE.equals(command.on()),
            String.valueOf(command.directory()),
            String.valueOf(command.email()),
            command.names() == null ? List.of() : command.names(),
            command.method() == null ? Method.HTTP_01 : command.method(),
            true,
            Boolean.TRUE.equals(command.inside()),
            String.valueOf(command.trust()),
            command.dns(),
            secret,
            view.progress(),
            new RenewalView(NOW, 0, null),
            view.httpPort(),
            view.httpsPort());
    return view;
  }

  @Override
  public AcmeView request(boolean test) {
    show(new ProgressView(Phase.DONE, test, null, null, null, NOW), view.renewal());
    return view;
  }

  @Override
  public @Nullable String terms(String directory, boolean inside, @Nullable String trust) {
    return directory.isEmpty() ? null : "https://example.com/terms.pdf";
  }
}
