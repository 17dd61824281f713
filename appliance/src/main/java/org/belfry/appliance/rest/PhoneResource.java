package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.DifferenceView;
import org.belfry.pbx.admin.PhoneAdmin.FetchView;
import org.belfry.pbx.admin.PhoneAdmin.FileView;
import org.belfry.pbx.admin.PhoneAdmin.KeyView;
import org.belfry.pbx.admin.PhoneAdmin.ModelView;
import org.belfry.pbx.admin.PhoneAdmin.NewcomerView;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.pbx.admin.PhoneAdmin.SavePhone;
import org.belfry.pbx.admin.PhoneAdmin.SwapPhone;
import org.belfry.pbx.admin.PhoneAdmin.ValueView;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Phones that configure themselves. */
@RestController
@RequestMapping("/api/v1/phones")
@Tag(name = "phones")
class PhoneResource {
  private final PhoneAdmin phones;
  private final ExportAdmin exports;

  PhoneResource(PhoneAdmin phones, ExportAdmin exports) {
    this.phones = phones;
    this.exports = exports;
  }

  @GetMapping
  @Operation(summary = "All phones")
  List<PhoneView> list() {
    return phones.phones();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One phone")
  PhoneView get(@PathVariable long id) {
    return phones.phone(id).orElseThrow(() -> new NotFound("phone", id));
  }

  @PostMapping
  @Operation(
      summary = "Adopt a phone; the answer has its provisioningUrl",
      description =
          "Example: {\"mac\":\"805ec0123456\",\"brand\":\"yealink\",\"model\":\"T54W\","
              + "\"user\":\"1001\"}")
  ResponseEntity<PhoneView> create(@RequestBody SavePhone command) {
    PhoneView created = phones.create(List.of(command)).getFirst();
    URI place = URI.create("/api/v1/phones/" + created.id());
    return ResponseEntity.created(place).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace what is said of a phone; its address and password stay")
  PhoneView replace(@PathVariable long id, @RequestBody SavePhone command) {
    return phones.replace(id, command);
  }

  @PostMapping("/{id}/swap")
  @Operation(summary = "Put another device in a phone's place; it keeps everything")
  PhoneView swap(@PathVariable long id, @RequestBody SwapPhone command) {
    return phones.swap(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Retire a phone; it gets nothing any more")
  void retire(@PathVariable long id) {
    phones.retire(id);
  }

  @GetMapping("/new")
  @Operation(summary = "Phones that have made themselves known and belong to nobody")
  List<NewcomerView> newcomers() {
    return phones.newcomers();
  }

  @GetMapping("/models")
  @Operation(summary = "Models that there are templates for")
  List<ModelView> models() {
    return phones.models();
  }

  @GetMapping("/{id}/fetches")
  @Operation(summary = "What a phone has fetched, the latest first")
  List<FetchView> fetches(@PathVariable long id) {
    return phones.fetches(id);
  }

  @GetMapping("/{id}/settings")
  @Operation(summary = "Every setting of a phone, and why it has this value")
  List<ValueView> values(@PathVariable long id) {
    return phones.values(id);
  }

  @GetMapping("/{id}/keys")
  @Operation(summary = "The keys of a phone as they are laid out")
  List<KeyView> keys(@PathVariable long id) {
    return phones.keys(id);
  }

  @GetMapping("/{id}/files")
  @Operation(summary = "The files of a phone as it would get them now, without passwords")
  List<FileView> files(@PathVariable long id) {
    return phones.files(id);
  }

  @GetMapping("/{id}/difference")
  @Operation(summary = "What a phone fetched last against what it would get now")
  DifferenceView difference(@PathVariable long id) {
    return phones.difference(id);
  }

  @PutMapping("/{id}/keys")
  @Operation(summary = "Replace the keys that somebody placed; the rest is laid out")
  PhoneView placeKeys(@PathVariable long id, @RequestBody List<PlacedKey> keys) {
    return phones.placeKeys(id, keys);
  }

  @PostMapping("/{id}/welcome")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Tell a phone its address again",
      description =
          "For ten minutes, when it asks by plug and play or DHCP; without this only a phone that"
              + " has not fetched its files yet is told.")
  void welcome(@PathVariable long id) {
    phones.welcome(id);
  }

  @PostMapping("/{id}/check-sync")
  @Operation(summary = "Have a phone fetch its files now")
  Map<String, Boolean> checkSync(
      @PathVariable long id, @RequestParam(defaultValue = "false") boolean restart) {
    return Map.of("told", phones.checkSync(id, restart));
  }

  @GetMapping(path = "/inventory.csv", produces = "text/csv")
  @Operation(summary = "All phones as CSV, without secrets; the same as exports/phones.csv")
  void inventory(HttpServletResponse response) throws IOException {
    exports.phones(Attachment.csv(response, "phones.csv"));
  }

  @PostMapping(path = "/import", consumes = "text/csv")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Adopt many phones, all or none",
      description =
          "Columns by their names in the first line: mac,brand,model,user,name,site. What is"
              + " wrong is told by the line of the table: lines[3].mac")
  List<PhoneView> importCsv(HttpServletRequest request) throws IOException {
    return phones.createFrom(Csv.of(request));
  }
}
