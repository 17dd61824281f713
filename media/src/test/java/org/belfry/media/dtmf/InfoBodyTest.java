package org.belfry.media.dtmf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InfoBodyTest {

  @ParameterizedTest
  @CsvSource({
    "application/dtmf-relay, 'Signal=5\r\nDuration=160\r\n', 5, 160",
    "application/dtmf-relay, 'Signal= 5\nDuration= 250', 5, 250",
    "Application/DTMF-Relay;charset=x, 'signal=#\r\n', #, 160",
    "application/dtmf-relay, 'Duration=1\r\nSignal=*\r\n', *, 60",
    "application/dtmf-relay, 'Signal=10\r\nDuration=99999\r\n', *, 30000",
    "application/dtmf-relay, 'Signal=11\r\nDuration=-3\r\n', #, 160",
    "application/dtmf-relay, 'Signal=a\r\nOther\r\nX=y', A, 160",
    "application/dtmf, 7, 7, 160",
    "application/dtmf, ' *\r\n', *, 160",
    "application/dtmf, 15, D, 160"
  })
  void whatPhonesSendIsUnderstood(String type, String body, char symbol, int ms) {
    assertThat(InfoBody.of(type, body.getBytes(ISO_8859_1)))
        .contains(new InfoBody(Digit.of(symbol).orElseThrow(), ms));
  }

  @ParameterizedTest
  @CsvSource({
    "application/dtmf-relay, ''",
    "application/dtmf-relay, 'Signal=\r\n'",
    "application/dtmf-relay, 'Signal=16'",
    "application/dtmf-relay, 'Signal=hf'",
    "application/dtmf, x",
    "application/sdp, 5",
    "'', 5"
  })
  void whatIsNoDigitIsNone(String type, String body) {
    assertThat(InfoBody.of(type, body.getBytes(ISO_8859_1))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Digit.class)
  void whatIsPrintedIsReadAgain(Digit digit) {
    InfoBody body = new InfoBody(digit, 240);
    assertThat(InfoBody.of(InfoBody.RELAY, body.toRelay().getBytes(ISO_8859_1))).contains(body);
  }

  @Test
  void theTextIsThatOfTheOthers() {
    assertThat(new InfoBody(Digit.FIVE, 160).toRelay()).isEqualTo("Signal=5\r\nDuration=160\r\n");
  }

  @Test
  void garbageAndLongBodiesAreNoDigits() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      byte[] body = new byte[random.nextInt(60)];
      random.nextBytes(body);
      InfoBody.of(InfoBody.RELAY, body);
      InfoBody.of(InfoBody.PLAIN, body);
    }
    byte[] longBody = ("Signal=5\r\n" + "x".repeat(300)).getBytes(ISO_8859_1);
    assertThat(InfoBody.of(InfoBody.RELAY, longBody)).isEmpty();
  }
}
