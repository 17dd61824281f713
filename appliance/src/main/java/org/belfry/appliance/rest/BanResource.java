package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.BanAdmin;
import org.belfry.pbx.admin.BanAdmin.AllowListView;
import org.belfry.pbx.admin.BanAdmin.BanView;
import org.belfry.pbx.admin.BanAdmin.SaveAllowList;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is shut out of the SIP ports, and who never is. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "bans")
class BanResource {
  private final BanAdmin bans;

  BanResource(BanAdmin bans) {
    this.bans = bans;
  }

  @GetMapping("/bans")
  @Operation(summary = "Addresses that are banned just now")
  List<BanView> bans() {
    return bans.bans();
  }

  @DeleteMapping("/bans/{address}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Lift the ban of an address",
      description = "Users that are blocked at this address are let in again too.")
  void lift(@PathVariable String address) {
    bans.lift(address);
  }

  @GetMapping("/allow-list")
  @Operation(summary = "Networks that are never banned")
  AllowListView allowList() {
    return bans.allowList();
  }

  @PutMapping("/allow-list")
  @Operation(
      summary = "Replace the networks that were set here",
      description = "Those of the configuration stay. Example: {\"networks\":[\"192.168.0.0/16\"]}")
  AllowListView replace(@RequestBody SaveAllowList command) {
    return bans.replaceAllowList(command);
  }
}
