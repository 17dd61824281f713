package org.belfry.appliance.rest;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.jspecify.annotations.Nullable;

/** The inventory of phones as lines of CSV (RFC 4180). */
final class PhoneCsv {
  private PhoneCsv() {}

  static void write(List<PhoneView> phones, Writer out) throws IOException {
    out.write("id,mac,brand,model,firmware,users,name,site,registered,fetchedAt,upToDate\r\n");
    for (PhoneView p : phones) {
      List<@Nullable Object> cells =
          Arrays.asList(
              p.id(),
              p.mac(),
              p.brand(),
              p.model(),
              p.firmware(),
              String.join(" ", p.users()),
              p.name(),
              p.site(),
              p.registered(),
              p.fetchedAt(),
              p.upToDate());
      StringBuilder line = new StringBuilder();
      for (Object cell : cells) {
        line.append(line.isEmpty() ? "" : ",");
        line.append(cell == null ? "" : CdrCsv.cell(cell.toString()));
      }
      out.write(line.append("\r\n").toString());
    }
  }
}
