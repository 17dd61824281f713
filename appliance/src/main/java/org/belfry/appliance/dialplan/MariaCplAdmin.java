package org.belfry.appliance.dialplan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.pbx.admin.CplAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.cpl.CplExport;
import org.belfry.pbx.routing.cpl.CplImport;
import org.belfry.pbx.routing.cpl.CplScript;
import org.belfry.pbx.routing.cpl.CplStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Users' scripts. Those that come with a registration are written behind: the lane that took one
 * does not wait for the database.
 */
@Component
class MariaCplAdmin implements CplAdmin, CplStore, DisposableBean {
  private static final int WAITING_MAX = 1000;
  private static final int BATCH = 100;

  /** A script changes no number and no name, so it can break nothing else. */
  private static final Edit EDIT = new Edit(Map.of(), "script");

  private final DirectoryStore store;
  private final CplTable table;
  private final CallSettingsAdmin settings;
  private final InstantSource clock = InstantSource.system();
  private final Journal<String, Upload> uploads;

  /**
   * @param text null to forget the script
   */
  private record Upload(String extension, @Nullable String text) {}

  MariaCplAdmin(DirectoryStore store, CplTable table, CallSettingsAdmin settings) {
    this.store = store;
    this.table = table;
    this.settings = settings;
    this.uploads =
        new Journal<>("scripts", WAITING_MAX, BATCH, Duration.ofMillis(500), this::write);
  }

  @Override
  public boolean put(String extension, CplScript script) {
    return uploads.append(extension, new Upload(extension, script.text()));
  }

  @Override
  public boolean remove(String extension) {
    return uploads.append(extension, new Upload(extension, null));
  }

  @Override
  public void destroy() {
    uploads.close();
  }

  private void write(List<Upload> batch) {
    store.change(
        EDIT,
        () -> {
          for (Upload upload : batch) {
            User user = store.current().user(upload.extension());
            if (user != null && upload.text() != null) {
              table.save(user.id(), upload.text(), clock.instant());
            } else if (user != null) {
              table.delete(user.id());
            }
          }
          return batch.size();
        });
  }

  @Override
  public Optional<String> script(String extension) {
    return table.of(user(extension).id());
  }

  @Override
  public void put(String extension, byte[] bytes) {
    user(extension);
    CplScript script = read(bytes);
    store.change(
        EDIT,
        () -> {
          table.save(user(extension).id(), script.text(), clock.instant());
          return extension;
        });
  }

  private static CplScript read(byte[] bytes) {
    return switch (CplScript.parse(bytes)) {
      case CplScript.Read read -> read.script();
      case CplScript.Refused refused ->
          throw new InvalidCommand(
              refused.problems().stream()
                  .map(problem -> new FieldProblem("script", problem.toString()))
                  .toList());
    };
  }

  @Override
  public void delete(String extension) {
    store.change(
        EDIT,
        () -> {
          if (!table.delete(user(extension).id())) {
            throw new NotFound("script of user", extension);
          }
          return extension;
        });
  }

  @Override
  public ImportView imported(String extension, byte[] bytes) {
    User user = user(extension);
    CplScript script =
        read(
            bytes.length > 0
                ? bytes
                : script(extension)
                    .orElseThrow(() -> new NotFound("script of user", extension))
                    .getBytes(StandardCharsets.UTF_8));
    Directory directory = store.current();
    return switch (CplImport.of(
        script,
        user.extension(),
        directory.domain(),
        directory.dialPlan().schedules(),
        clock.instant())) {
      case CplImport.StaysScript why ->
          throw new InvalidCommand("script", "cannot be converted to rules: " + why);
      case CplImport.Rules rules -> {
        CallSettingsView now = settings.change(extension, CallForm.change(rules));
        store.change(EDIT, () -> table.delete(user(extension).id()));
        yield new ImportView(now, rules.leftOut());
      }
    };
  }

  @Override
  public RulesView rules(String extension) {
    User user = user(extension);
    Directory directory = store.current();
    CplExport.Exported exported =
        CplExport.of(
            user.settings(),
            user.extension(),
            directory.domain(),
            directory.dialPlan().schedules(),
            clock.instant());
    return new RulesView(exported.text(), exported.leftOut());
  }

  private User user(String extension) {
    User user = store.current().user(extension);
    if (user == null || !user.extension().equalsIgnoreCase(extension)) {
      throw new NotFound("user", extension);
    }
    return user;
  }
}
