package org.belfry.appliance.directory;

import java.util.List;
import java.util.Map;
import org.belfry.pbx.directory.CallScript;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;

/** What a snapshot has beyond users and peers. */
public interface DialPlanSource {

  /** By the id of the user; who is missing has the usual settings. */
  Map<Long, CallSettings> callSettings();

  /** Their own scripts, by the id of the user. */
  Map<Long, ? extends CallScript> scripts();

  DialPlan dialPlan();

  /** What does not fit together in it. */
  List<Finding> examine(Directory directory);
}
