package org.belfry.appliance.firststart;

import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SetupGuide;
import org.springframework.stereotype.Component;

/** The set-up wizard's memory, in the database. */
@Component
class StoredSetupGuide implements SetupGuide {
  private static final String STEP = "guide.step";
  private static final String DONE = "guide.done";
  private static final String COMPANY = "company";
  private static final int COMPANY_MAX = 64;

  private final Settings settings;
  private final DirectoryStore directory;

  StoredSetupGuide(Settings settings, DirectoryStore directory) {
    this.settings = settings;
    this.directory = directory;
  }

  @Override
  public GuideView guide() {
    String step = settings.get(STEP).orElse("");
    boolean open =
        settings.get(DONE).isEmpty() && (!step.isEmpty() || directory.current().users().isEmpty());
    return new GuideView(open, step, settings.get(COMPANY).orElse(""));
  }

  @Override
  public void company(String name) {
    String text = name.strip();
    if (text.length() > COMPANY_MAX) {
      throw new InvalidCommand("company", "must have at most " + COMPANY_MAX + " characters");
    }
    settings.set(COMPANY, text);
  }

  @Override
  public void reached(String step) {
    if (!step.matches("[A-Za-z]{1,32}")) {
      throw new InvalidCommand("step", "must have 1 to 32 letters");
    }
    settings.set(STEP, step);
  }

  @Override
  public void finish() {
    settings.set(DONE, "true");
  }
}
