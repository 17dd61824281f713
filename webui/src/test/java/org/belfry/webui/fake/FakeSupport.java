package org.belfry.webui.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.belfry.pbx.admin.SupportAdmin;

/** A bundle that says what was asked for. */
public final class FakeSupport implements SupportAdmin {

  @Override
  public void writeBundle(boolean traces, OutputStream out) throws IOException {
    out.write((traces ? "with traces" : "without traces").getBytes(StandardCharsets.UTF_8));
  }
}
