package org.belfry.provisioning.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.belfry.provisioning.catalogue.Brand;
import org.junit.jupiter.api.Test;

class PhonebookTest {
  private final Phonebook book =
      new Phonebook(
          List.of(
              new Phonebook.Entry("Alice & Bob", "1001"), new Phonebook.Entry("Carol", "1003")));

  @Test
  void eachBrandReadsItsOwnFormat() {
    assertThat(book.file(Brand.YEALINK, "directory.xml").text())
        .contains("<YealinkIPPhoneDirectory>", "<Name>Alice &amp; Bob</Name>", "1003");
    assertThat(book.file(Brand.GRANDSTREAM, "phonebook.xml").text())
        .contains("<AddressBook>", "<phonenumber>1001</phonenumber>");
    assertThat(book.file(Brand.POLY, "x-directory.xml").text())
        .contains("<item_list>", "<ct>1001</ct>");
  }

  @Test
  void noMoreThanPhonesShow() {
    List<Phonebook.Entry> many =
        IntStream.range(0, 5000).mapToObj(i -> new Phonebook.Entry("N" + i, "" + i)).toList();
    assertThat(new Phonebook(many).file(Brand.CISCO, "directory.xml").text().split("<Name>"))
        .hasSize(Phonebook.ENTRIES_MAX + 1);
  }
}
