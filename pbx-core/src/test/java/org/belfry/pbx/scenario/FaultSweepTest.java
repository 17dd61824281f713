package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.belfry.pbx.sim.BrokenInvariant;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Every scenario again and again, each time with another thing going wrong. What the scenario
 * expects may then fail; what must hold in any scenario may not.
 */
class FaultSweepTest {
  /** A scenario with more sends than this is broken in as many places, evenly spread. */
  private static final int PLACES_AT_MOST = Integer.getInteger("belfry.sweep", 60);

  @TestFactory
  Stream<DynamicTest> whicheverSendFailsNothingIsLeftBehind() {
    return sweep((world, k) -> world.server().failSend(k), world -> world.server().sends());
  }

  @TestFactory
  Stream<DynamicTest> wheneverAPhoneVanishesNothingIsLeftBehind() {
    return sweep(World::vanishAt, world -> world.net().deliveries());
  }

  @Test
  void everyScenarioIsForEachWeatherOrSaysWhyNot() {
    for (Method method : methods()) {
      CalmOnly calm = method.getAnnotation(CalmOnly.class);
      boolean helper = Modifier.isPrivate(method.getModifiers()) || method.isSynthetic();
      if (!helper && !Modifier.isStatic(method.getModifiers()) && takesAWorld(method)) {
        assertThat(calm != null || method.isAnnotationPresent(EachWeather.class))
            .as("@EachWeather or @CalmOnly at %s", method)
            .isTrue();
      }
      assertThat(calm == null || !calm.value().isBlank()).as("reason at %s", method).isTrue();
    }
  }

  private Stream<DynamicTest> sweep(BiConsumer<World, Integer> fault, ToIntFunction<World> count) {
    return methods().stream()
        .filter(m -> m.isAnnotationPresent(EachWeather.class))
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.getName(),
                () -> {
                  int places = count.applyAsInt(run(scenario, world -> {}));
                  assertThat(places).isPositive();
                  double step =
                      Math.max(1, places / (double) Math.min(PLACES_AT_MOST, most(places)));
                  for (double k = 0; k < places; k += step) {
                    int place = (int) k;
                    run(scenario, world -> fault.accept(world, place));
                  }
                }));
  }

  /** Fewer of a scenario with thousands of sends, each run of which takes its time. */
  private static int most(int places) {
    return PLACES_AT_MOST > 60
        ? PLACES_AT_MOST
        : Math.min(PLACES_AT_MOST, Math.max(12, 6_000 / places));
  }

  private List<Method> methods() {
    List<Method> found = new ArrayList<>();
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            getClass().getPackageName(), c -> true, name -> name.endsWith("Test"))) {
      found.addAll(List.of(type.getDeclaredMethods()));
    }
    found.sort(Comparator.comparing(Method::getName));
    return found;
  }

  private static boolean takesAWorld(Method method) {
    return List.of(method.getParameterTypes()).contains(World.class);
  }

  private static World run(Method scenario, Consumer<World> fault)
      throws ReflectiveOperationException {
    Constructor<?> constructor = scenario.getDeclaringClass().getDeclaredConstructor();
    constructor.setAccessible(true);
    scenario.setAccessible(true);
    World world = World.seeded(1);
    fault.accept(world);
    try {
      scenario.invoke(constructor.newInstance(), world);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BrokenInvariant broken) {
        throw broken;
      }
      if (!(e.getCause() instanceof AssertionError)) {
        throw e;
      }
    }
    world.settlesUnlessSettled();
    return world;
  }
}
