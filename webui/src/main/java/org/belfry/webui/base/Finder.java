package org.belfry.webui.base;

import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;

/** Finds what the reader looks for, wherever it is: users, numbers, pages. */
public interface Finder {

  /**
   * @param words part of a name or number, as typed
   * @param most so many at most
   */
  List<Hit> find(String words, int most);

  /**
   * @param detail what it is
   * @param path of its page
   */
  record Hit(VaadinIcon icon, String title, String detail, String path) {}
}
