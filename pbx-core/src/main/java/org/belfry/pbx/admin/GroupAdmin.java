package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Ring groups: extensions that ring for one number. */
public interface GroupAdmin {

  /** All groups by number. */
  List<GroupView> groups();

  Optional<GroupView> group(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  GroupView create(SaveGroup command);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such group
   */
  GroupView replace(long id, SaveGroup command);

  /**
   * @throws InvalidCommand when something still leads to it, naming what
   * @throws NotFound when there is no such group
   */
  void delete(long id);

  /**
   * @param number what is dialled; nobody else's
   * @param name 1 to 64 characters
   * @param strategy null for {@link Strategy#ALL}
   * @param members in order, 100 at most; without any an overflow is needed
   * @param ringSeconds how long all of it takes at most, 5 to 600; null for 60
   * @param memberSeconds how long each rings when one rings after the other, 5 to 120; null for 15
   * @param skipBusy whether members who are on the phone are left out; null: they are
   * @param overflow where a call goes that nobody took, like {@code voicemail:1001}; null tells the
   *     caller that nobody is there
   */
  record SaveGroup(
      String number,
      String name,
      @Nullable Strategy strategy,
      @Nullable List<Member> members,
      @Nullable Integer ringSeconds,
      @Nullable Integer memberSeconds,
      @Nullable Boolean skipBusy,
      @Nullable String overflow) {}

  /**
   * @param delaySeconds how much later than the others, 0 to 60, for {@link Strategy#ALL} only
   */
  record Member(String extension, @Nullable Integer delaySeconds) {}

  /** Who rings when. */
  enum Strategy {
    ALL,
    LINEAR,
    ROUND_ROBIN,
    LONGEST_IDLE,
    RANDOM
  }

  record GroupView(
      long id,
      String number,
      String name,
      Strategy strategy,
      List<Member> members,
      int ringSeconds,
      int memberSeconds,
      boolean skipBusy,
      @Nullable String overflow,
      List<FieldProblem> warnings) {}
}
