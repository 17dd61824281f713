package org.belfry.appliance.callcontrol;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.recording.RoomRecordings;
import org.belfry.pbx.app.Site;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceMedia;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.app.announcement.Announcement;
import org.belfry.pbx.app.conference.Conference;
import org.belfry.pbx.app.conference.ConferenceRooms;
import org.belfry.pbx.app.conference.Conferences;
import org.belfry.pbx.app.confirm.Confirm;
import org.belfry.pbx.app.echo.Echo;
import org.belfry.pbx.app.feature.FeatureCodes;
import org.belfry.pbx.app.feature.FeatureSwitches;
import org.belfry.pbx.app.page.Page;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The voice applications, and what runs them. */
@Configuration(proxyBeanMethods = false)
class VoiceConfiguration {
  private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

  @Bean
  VoiceRuntime voiceRuntime(VoiceMedia media, DirectoryStore directory, ZoneId zone) {
    return new VoiceRuntime(
        media,
        InstantSource.system(),
        () -> new Site(zone, language(directory.current().dialPlan().country())));
  }

  /** What most people there speak, of the languages we have. */
  private static String language(String country) {
    return GERMAN.contains(country) ? "de" : "en";
  }

  @Bean
  VoiceApplication echo() {
    return new Echo();
  }

  @Bean
  VoiceApplication featureCodes(FeatureSwitches switches) {
    return new FeatureCodes(switches);
  }

  @Bean
  VoiceApplication page(VoiceRuntime voices, DirectoryStore directory) {
    return new Page(voices, voices::hangUp, directory::current);
  }

  @Bean
  VoiceApplication confirm(VoiceRuntime voices) {
    return new Confirm(voices, voices::hangUp);
  }

  @Bean
  VoiceApplication announcements() {
    return new Announcement();
  }

  @Bean
  ConferenceRooms conferenceRooms(DirectoryStore directory, RoomRecordings recordings) {
    return new SiteConferences(directory::current, recordings);
  }

  @Bean
  Conferences conferences(VoiceRuntime voices, ConferenceRooms rooms) {
    return new Conferences(rooms, voices, InstantSource.system());
  }

  @Bean
  Conference conference(Conferences conferences) {
    return new Conference(conferences);
  }
}
