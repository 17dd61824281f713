package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.media.file.SoundFile;
import org.belfry.media.session.MediaSessions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what speaks. */
@Configuration(proxyBeanMethods = false)
class PromptConfiguration {

  @Bean
  LanguagePacks languagePacks(MediaSessions media, Bootstrap groundwork) {
    return new LanguagePacks(new SoundFile(media.sound().codecs()), directory(groundwork, "own"));
  }

  @Bean
  SpokenCache spokenCache(MediaSessions media, Bootstrap groundwork) {
    Path spoken = directory(groundwork, "spoken");
    SpeechEngine engine = new SpeechEngine(new SoundFile(media.sound().codecs()), spoken);
    return new SpokenCache(engine, spoken, media.sound().codecs());
  }

  @Bean
  SpokenSounds promptSounds(LanguagePacks packs, SpokenCache engine) {
    return new SpokenSounds(packs, engine);
  }

  private static Path directory(Bootstrap groundwork, String name) {
    Path directory = groundwork.data().path().resolve("prompts").resolve(name);
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CannotStart("the directory " + directory + " cannot be made.", e);
    }
  }
}
