package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.pbx.admin.DialPlanAdmin.ChangeSite;
import org.belfry.pbx.admin.DialPlanAdmin.FeatureView;
import org.belfry.pbx.admin.DialPlanAdmin.SiteView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the site dials, and its feature codes. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "dial plan")
class DialPlanResource {
  private final DialPlanAdmin plan;

  DialPlanResource(DialPlanAdmin plan) {
    this.plan = plan;
  }

  @GetMapping("/dial-plan")
  @Operation(summary = "Country, prefixes, emergency numbers")
  SiteView site() {
    return plan.site();
  }

  @PutMapping("/dial-plan")
  @Operation(summary = "Change how the site dials; what is left out stays")
  SiteView put(@RequestBody ChangeSite command) {
    return plan.change(command);
  }

  @PatchMapping("/dial-plan")
  @Operation(
      summary = "Change how the site dials; what is left out stays",
      description = "Example: {\"country\":\"DE\",\"areaCode\":\"30\",\"outsidePrefix\":\"0\"}")
  SiteView patch(@RequestBody ChangeSite command) {
    return plan.change(command);
  }

  @GetMapping("/feature-codes")
  @Operation(summary = "Every feature and its code")
  List<FeatureView> features() {
    return plan.features();
  }

  @PutMapping("/feature-codes")
  @Operation(
      summary = "Change the codes of the features that are named",
      description = "An empty code switches a feature off. Example: {\"PICKUP\":\"*7\"}")
  List<FeatureView> change(@RequestBody Map<String, String> codes) {
    return plan.changeFeatures(codes);
  }
}
