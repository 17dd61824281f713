package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.FuseName;
import org.belfry.pbx.admin.FuseAdmin.FuseSettingsView;
import org.belfry.pbx.admin.FuseAdmin.FuseView;
import org.belfry.pbx.admin.FuseAdmin.RateView;
import org.belfry.pbx.admin.FuseAdmin.SaveFuse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The fraud fuse: limits of outside calls. */
@RestController
@RequestMapping("/api/v1/fraud-fuse")
@Tag(name = "fraud fuse")
class FuseResource {
  private final FuseAdmin fuses;

  FuseResource(FuseAdmin fuses) {
    this.fuses = fuses;
  }

  @GetMapping
  @Operation(
      summary = "What has blown, what waits for a decision, and what outside calls have used")
  FuseView fuse() {
    return fuses.fuse();
  }

  @PostMapping("/release")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Release a fuse that has blown",
      description =
          "It counts from zero again. Example:"
              + " {\"scope\":\"USER\",\"name\":\"1001\",\"kind\":\"PREMIUM\"}")
  void release(@RequestBody FuseName fuse) {
    fuses.release(fuse);
  }

  @PutMapping("/countries/{country}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Allow calls to a country that was never called before",
      description = "An ISO 3166 code, or ZZ for numbers that belong to no country.")
  void allow(@PathVariable String country) {
    fuses.allow(country);
  }

  @GetMapping("/settings")
  @Operation(summary = "Limits and settings")
  FuseSettingsView settings() {
    return fuses.settings();
  }

  @PutMapping("/settings")
  @Operation(
      summary = "Replace limits and settings",
      description =
          "Limits without a name are those of every user, every trunk and the site; those that are"
              + " left out stay. Limits with a name go before them. 0 is no limit.")
  FuseSettingsView replace(@RequestBody SaveFuse command) {
    return fuses.replace(command);
  }

  @GetMapping(value = "/rates", produces = "text/csv")
  @Operation(summary = "What a minute costs, by the beginning of the number, as CSV")
  String rates() {
    StringBuilder csv = new StringBuilder("prefix,price per minute,name\n");
    for (RateView rate : fuses.rates()) {
      csv.append(rate.prefix())
          .append(',')
          .append(rate.perMinute().toPlainString())
          .append(',')
          .append(CdrCsv.cell(rate.name().replace(',', ' ')))
          .append('\n');
    }
    return csv.toString();
  }

  @PutMapping(
      value = "/rates",
      consumes = {"text/csv", MediaType.TEXT_PLAIN_VALUE})
  @Operation(
      summary = "Replace the rates",
      description = "A line for each: prefix, price per minute, and a name if you like.")
  RatesTaken replaceRates(HttpServletRequest request) throws IOException {
    return new RatesTaken(fuses.replaceRates(Csv.of(request)));
  }

  /** How many rates there are now. */
  record RatesTaken(int rates) {}
}
