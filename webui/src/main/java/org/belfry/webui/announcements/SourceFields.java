package org.belfry.webui.announcements;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.SoundDrop;
import org.belfry.webui.softphone.Recorder;

/** Where a recording comes from: a file, a text that is spoken, the microphone, a phone. */
final class SourceFields {
  private static final int BYTES_MAX = 50_000_000;

  private final Inputs inputs = new Inputs("announcements.");
  private final Select<Source> source = inputs.choice("source", Source.class);
  private final TextArea text = inputs.lines("text");
  private final ComboBox<String> extension;
  private final Paragraph silent = new Paragraph(inputs.text("nospeech"));
  private final Map<Source, Div> parts = new EnumMap<>(Source.class);
  private final Map<Source, byte[]> sounds = new EnumMap<>(Source.class);
  private String textBefore = "";

  enum Source {
    FILE,
    TEXT,
    MICROPHONE,
    PHONE
  }

  /** What the recording is for. */
  interface Target {
    void put(Made made, byte[] sound);

    void speak(String text);

    /** Calls this extension. */
    void record(String extension);
  }

  /** Adds its fields to the form. */
  SourceFields(Form form, Destinations destinations) {
    extension = destinations.user(inputs, "extension");
    silent.addClassName("bf-hint");
    form.field("source", source);
    part(form, Source.FILE).add(new SoundDrop(BYTES_MAX, this::file));
    part(form, Source.TEXT).add(form.at("text", text), silent);
    part(form, Source.MICROPHONE).add(new Recorder(this::recorded));
    part(form, Source.PHONE).add(form.at("extension", extension));
    source.addValueChangeListener(
        chosen -> parts.forEach((each, part) -> part.setVisible(each == chosen.getValue())));
    source.setValue(Source.FILE);
  }

  private Div part(Form form, Source of) {
    Div part = new Div();
    part.addClassName("bf-form");
    part.setVisible(false);
    parts.put(of, part);
    form.add(part);
    return part;
  }

  private void file(String name, byte[] sound) {
    take(Source.FILE, sound, inputs.text("chosen", name));
  }

  private void recorded(byte[] sound) {
    take(Source.MICROPHONE, sound, inputs.text("recorded"));
  }

  private void take(Source of, byte[] sound, String sentence) {
    Div part = Objects.requireNonNull(parts.get(of));
    part.getChildren().filter(Span.class::isInstance).toList().forEach(part::remove);
    Span said = new Span(sentence);
    said.getElement().setAttribute("role", "status");
    part.add(said);
    sounds.put(of, sound);
  }

  /**
   * What is known of the language of the recording.
   *
   * @param speaks whether the machine has a voice for it
   * @param spoken the text that is spoken at the moment; empty for none
   */
  void language(boolean speaks, String spoken) {
    silent.setVisible(!speaks);
    text.setEnabled(speaks);
    if (text.getValue().equals(textBefore)) {
      text.setValue(spoken);
    }
    textBefore = spoken;
  }

  /** Nothing was recorded, typed or chosen. */
  boolean isEmpty() {
    return switch (source.getValue()) {
      case FILE, MICROPHONE -> !sounds.containsKey(source.getValue());
      case TEXT -> text.getValue().equals(textBefore);
      case PHONE -> extension.isEmpty();
    };
  }

  /** True when somebody is called, so that there is no recording yet. */
  boolean isByPhone() {
    return source.getValue() == Source.PHONE;
  }

  /**
   * Makes the recording.
   *
   * @throws InvalidCommand also when nothing was chosen
   */
  void send(Target target) {
    switch (source.getValue()) {
      case FILE -> target.put(Made.UPLOADED, sound("file.missing"));
      case MICROPHONE -> target.put(Made.RECORDED, sound("microphone.missing"));
      case TEXT -> target.speak(text.getValue());
      case PHONE -> {
        String who = Inputs.orEmpty(extension.getValue());
        if (who.isEmpty()) {
          throw new InvalidCommand("extension", inputs.text("required"));
        }
        target.record(who);
      }
    }
  }

  private byte[] sound(String missing) {
    byte[] sound = sounds.get(source.getValue());
    if (sound == null || sound.length == 0) {
      throw new InvalidCommand("sound", inputs.text(missing));
    }
    return sound;
  }
}
