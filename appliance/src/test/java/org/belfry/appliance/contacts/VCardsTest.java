package org.belfry.appliance.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.ContactAdmin.Label;
import org.belfry.pbx.admin.ContactAdmin.SaveContact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VCardsTest {

  @Test
  void eachNumberOfACardIsAContact() {
    String file =
        """
        BEGIN:VCARD
        VERSION:4.0
        FN:Max Muster
        TEL;VALUE=uri;TYPE="voice,cell":tel:+49-170-1234567;ext=7
        item1.TEL;TYPE=work:+49 (30) 123456
        TEL;TYPE=fax:+49 30 123457
        END:VCARD
        """;
    assertThat(VCards.read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new SaveContact("Max Muster", "+49-170-1234567", Label.MOBILE),
            new SaveContact("Max Muster", "+49 (30) 123456", Label.WORK));
  }

  @Test
  void longLinesGoOnAndEscapesAreUndone() {
    String file =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berger\\, Dr.;Alice\r\nORG:Exam\r\n ple\\; Sons;Sales\r\n"
            + "TEL;TYPE=HOME:0301\r\n 234\r\nEND:VCARD\r\n";
    assertThat(VCards.read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new SaveContact("Alice Berger, Dr.", "0301234", Label.HOME));
  }

  @Test
  void oldCardsAreQuotedPrintable() {
    String file =
        """
        BEGIN:VCARD
        VERSION:2.1
        N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=
        ller;J=C3=B6rg
        TEL;CELL:0170 1
        END:VCARD
        """;
    assertThat(VCards.read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new SaveContact("J\u00f6rg M\u00fcller", "0170 1", Label.MOBILE));
  }

  @Test
  void whatIsNoCardIsPassedOver() {
    assertThat(VCards.read("Hello\n:::\nTEL:1\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(VCards.read(new byte[] {(byte) 0xff, 0, 10, 58})).isEmpty();
  }

  /** An employee uploads two megabytes in the portal; the processor is the calls'. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLineThatGoesOnForEverIsNotReadAgainWithEachPart() {
    StringBuilder file = new StringBuilder("BEGIN:VCARD\r\nTEL;ENCODING=QUOTED-PRINTABLE:=\n");
    while (file.length() < 1_900_000) {
      file.append("a=\n");
    }
    assertThat(VCards.read(file.toString().getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void aLineOfThousandsOfParametersIsReadByAThreadWithLittleRoom() throws Exception {
    String file = "BEGIN:VCARD\nFN:Max\nTEL;" + "a".repeat(4000) + ":+49301\nEND:VCARD\n";
    List<SaveContact> read = new ArrayList<>();
    List<Throwable> fault = new ArrayList<>();
    Thread reader =
        new Thread(
            null,
            () -> read.addAll(VCards.read(file.getBytes(StandardCharsets.UTF_8))),
            "reader",
            256 * 1024);
    reader.setUncaughtExceptionHandler((thread, e) -> fault.add(e));
    reader.start();
    reader.join();
    assertThat(fault).isEmpty();
    assertThat(read).containsExactly(new SaveContact("Max", "+49301", Label.OTHER));
  }
}
