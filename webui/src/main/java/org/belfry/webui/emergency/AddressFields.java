package org.belfry.webui.emergency;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import java.util.Locale;
import org.belfry.pbx.admin.EmergencyAdmin.Address;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The fields of a postal address and of a place within the building. */
public final class AddressFields {
  private final ComboBox<String> country;
  private final TextField state;
  private final TextField city;
  private final TextField postalCode;
  private final TextField street;
  private final TextField number;
  private final TextField building;
  private final TextField floor;
  private final TextField room;

  public AddressFields(Form form, Locale language, @Nullable Address before, String usual) {
    Inputs inputs = new Inputs("address.");
    country = inputs.country("country", language);
    state = inputs.line("state");
    city = inputs.line("city");
    postalCode = inputs.line("postalcode");
    street = inputs.line("street");
    number = inputs.line("number");
    building = inputs.line("building");
    floor = inputs.line("floor");
    room = inputs.line("room");
    country.setRequiredIndicatorVisible(true);
    city.setRequiredIndicatorVisible(true);
    street.setRequiredIndicatorVisible(true);
    form.beside(form.at("address.street", street), form.at("address.number", number));
    form.beside(form.at("address.postalCode", postalCode), form.at("address.city", city));
    form.beside(form.at("address.country", country), form.at("address.state", state));
    form.beside(
        form.at("address.building", building),
        form.at("address.floor", floor),
        form.at("address.room", room));
    country.setValue(before == null || before.country() == null ? usual : before.country());
    if (before != null) {
      state.setValue(Inputs.orEmpty(before.state()));
      city.setValue(Inputs.orEmpty(before.city()));
      postalCode.setValue(Inputs.orEmpty(before.postalCode()));
      street.setValue(Inputs.orEmpty(before.street()));
      number.setValue(Inputs.orEmpty(before.number()));
      building.setValue(Inputs.orEmpty(before.building()));
      floor.setValue(Inputs.orEmpty(before.floor()));
      room.setValue(Inputs.orEmpty(before.room()));
    }
  }

  /** As typed. */
  public Address value() {
    return new Address(
        country.getValue(),
        Inputs.orNull(state.getValue()),
        Inputs.orNull(city.getValue()),
        Inputs.orNull(postalCode.getValue()),
        Inputs.orNull(street.getValue()),
        Inputs.orNull(number.getValue()),
        Inputs.orNull(building.getValue()),
        Inputs.orNull(floor.getValue()),
        Inputs.orNull(room.getValue()));
  }

  /** Whether nothing was typed. */
  public boolean isEmpty() {
    return street.isEmpty() && city.isEmpty();
  }
}
