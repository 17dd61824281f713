package org.belfry.provisioning.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * All models. Key counts are those of the makers' data sheets, all pages of a screen together; a
 * wrong one costs lamps or a key that is not there, nothing else.
 */
public final class Catalogue {
  private static final List<Model> MODELS =
      models(
          """
          YEALINK 70.0
            T19P_E2 1 0, T21P_E2 2 2, T23G 3 3, T27G 6 21, T29G 16 27, T40G 3 3, T41S 6 15, T42S 12 15
            T46S 16 27, T48S 16 29, T30P 1 0, T31P 2 2, T31G 2 2, T33G 4 12, T42U 12 15, T43U 12 21
            T46U 16 27, T48U 16 29, T53 12 21, T53W 12 21, T54W 16 27, T57W 16 29, T58W 16 27
          SNOM 8.9
            D120 2 0, D315 4 5, D335 12 32, D385 12 48, D713 12 4, D717 6 18, D735 12 32, D765 12 16
            D785 12 24, D862 12 32, D865 12 40
          POLY 5.0
            VVX150 2 2, VVX250 4 4, VVX350 6 6, VVX411 12 12, VVX450 12 12, VVX501 12 12, VVX601 16 16
            E220 4 4, E350 8 8, E450 12 12, E550 16 16
          GRANDSTREAM 1.0
            GXP1625 2 2, GXP1630 3 11, GRP2602 4 4, GRP2612 4 16, GRP2613 6 24, GRP2614 4 40
            GRP2615 10 40
          GRANDSTREAM 1.0.11
            GXP2130 3 20, GXP2135 8 32, GXP2140 4 16, GXP2160 6 48, GXP2170 12 48
          CISCO 7.4
            SPA504G 4 4, SPA508G 8 8, SPA509G 12 12, SPA525G2 5 5, 6841 4 4, 7841 4 4, 8841 10 10
            8851 10 10, 8861 10 10
          FANVIL 2.2
            X3U 6 18, X4U 12 30, X5U 16 40, X6U 20 60, X7 20 112, X210 20 106, V64 12 21
          LINPHONE 4.0
            Linphone 1 0
          ACROBITS 6.0
            Groundwire 1 0, Softphone 1 0
          ZOIPER 5.0
            Zoiper5 1 0
          """);

  private Catalogue() {}

  /** By brand, in the order of their age and size. */
  public static List<Model> models() {
    return MODELS;
  }

  /** The model of this name, without regard to case, blanks, hyphens and a brand before it. */
  public static Optional<Model> model(Brand brand, String name) {
    String key = key(brand, name);
    return MODELS.stream()
        .filter(model -> model.brand() == brand && key(brand, model.name()).equals(key))
        .findFirst();
  }

  private static String key(Brand brand, String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    for (String before : List.of(brand.word(), "sip", "cp", "edge")) {
      if (plain.startsWith(before) && plain.length() > before.length()) {
        plain = plain.substring(before.length());
      }
    }
    return plain.replaceAll("3pcc$", "");
  }

  private static List<Model> models(String table) {
    List<Model> models = new ArrayList<>();
    Brand brand = Brand.YEALINK;
    Firmware since = new Firmware("0", List.of(0));
    for (String line : table.split("\n", -1)) {
      if (!line.startsWith(" ")) {
        if (!line.isBlank()) {
          String[] words = line.split(" ", -1);
          brand = Brand.valueOf(words[0]);
          since = Objects.requireNonNull(Firmware.read(words[1]));
        }
        continue;
      }
      for (String each : line.strip().split(", ", -1)) {
        String[] words = each.split(" ", -1);
        models.add(
            new Model(
                brand, words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), since));
      }
    }
    return List.copyOf(models);
  }
}
