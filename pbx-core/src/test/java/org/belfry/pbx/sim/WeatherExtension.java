package org.belfry.pbx.sim;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a scenario in its weathers; the seeds come from its name, so that they stay the same. */
final class WeatherExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method scenario = context.getRequiredTestMethod();
    EachWeather each = scenario.getAnnotation(EachWeather.class);
    long seed = Integer.toUnsignedLong(scenario.getName().hashCode());
    List<TestTemplateInvocationContext> variants = new ArrayList<>();
    variants.add(new Variant(Weather.CALM, seed));
    if (each != null) {
      for (Weather weather : Weather.values()) {
        for (int i = 1; weather != Weather.CALM && i <= each.seeds(); i++) {
          variants.add(new Variant(weather, seed + i));
        }
      }
    }
    return variants.stream();
  }

  /** One run of a scenario. */
  private record Variant(Weather weather, long seed)
      implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {

    @Override
    public String getDisplayName(int index) {
      return weather + ", seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return World.seeded(seed, weather);
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> invoked,
        ExtensionContext context)
        throws Throwable {
      World world =
          invoked.getArguments().stream()
              .filter(World.class::isInstance)
              .map(World.class::cast)
              .findFirst()
              .orElseThrow();
      try {
        invocation.proceed();
        world.settlesUnlessSettled();
      } catch (AssertionError e) {
        throw world.explained(e);
      }
    }
  }
}
