package org.belfry.webui.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RecorderTest {

  @Test
  void twoMinutesAreTaken() throws IOException {
    byte[] greeting = new byte[44 + 2 * 60 * 16_000 * 2];
    assertThat(Recorder.bounded(new ByteArrayInputStream(greeting))).hasSize(greeting.length);
  }

  @Test
  void whatHasNoEndIsReadNoFurtherThanNeeded() throws IOException {
    var endless =
        new InputStream() {
          private long read;

          @Override
          public int read() {
            read++;
            return 0;
          }

          @Override
          public int read(byte[] into, int at, int length) {
            read += length;
            return length;
          }
        };
    assertThat(Recorder.bounded(endless)).isEmpty();
    assertThat(endless.read).isLessThan(Recorder.BYTES_MAX + 100_000L);
  }
}
