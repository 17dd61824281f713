package org.belfry.appliance.security;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.belfry.pbx.guard.Guard;
import org.belfry.webui.login.LoginView;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer.AuthorizedUrl;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Who may ask for what over HTTPS. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class WebSecurity {
  /**
   * All comes from here and goes to here. Vaadin starts with a script in the page and makes
   * functions of what the server sends, so those two stay allowed; no script, frame, form or
   * connection of anybody else's is.
   */
  private static final String CONTENT =
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self'"
          + " 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:; font-src"
          + " 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action"
          + " 'self'; frame-ancestors 'none'";

  /** What programs may ask for without logging in. */
  static final Set<String> OPEN =
      Set.of("/actuator/health", "/api/v1/openapi.json", "/api/v1/certificate/authority");

  /** The phone in the portal needs them; nothing else does. */
  private static final String DEVICES =
      "microphone=(self), camera=(self), geolocation=(), payment=(), usb=()";

  @Bean
  @Primary
  PasswordEncoder passwordEncoder() {
    return new PasswordWork(
        PasswordEncoderFactories.createDelegatingPasswordEncoder(),
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /** PINs of mailboxes are typed in calls, which do not wait for people at the pages. */
  @Bean
  PasswordEncoder pinEncoder() {
    return new PasswordWork(PasswordEncoderFactories.createDelegatingPasswordEncoder(), 1);
  }

  /** One for pages and API: both ask for the same passwords. */
  @Bean
  GuessBrake guessBrake(Guard guard) {
    return new GuessBrake(allowed(guard));
  }

  /** Right before Spring Security, which would make sessions; the request is known by then. */
  @Bean
  FilterRegistrationBean<StrangerGate> strangerGate(Guard guard) {
    FilterRegistrationBean<StrangerGate> registration =
        new FilterRegistrationBean<>(new StrangerGate(allowed(guard)));
    registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
    return registration;
  }

  private static Predicate<InetAddress> allowed(Guard guard) {
    return source -> guard.allowed().stream().anyMatch(network -> network.contains(source));
  }

  /** The only one, without a parent: each attempt is counted once. */
  @Bean
  AuthenticationManager authentication(
      Accounts accounts, PasswordEncoder encoder, GuessBrake brake, FailedLogIns failures) {
    return new ProviderManager(
        new BrakedAuthentication(
            passwords(accounts, encoder), brake, failures, false, UnaryOperator.identity()));
  }

  private static DaoAuthenticationProvider passwords(
      UserDetailsService people, PasswordEncoder encoder) {
    DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(people);
    passwords.setPasswordEncoder(encoder);
    return passwords;
  }

  /** API and monitoring: no session and no cookies, but browsers keep Basic credentials. */
  @Bean
  @Order(1)
  SecurityFilterChain api(
      HttpSecurity http,
      Accounts accounts,
      LocalAccess local,
      AuthenticationManager authentication,
      FailedLogIns failures,
      AdminDoor door)
      throws Exception {
    return http.securityMatcher("/api/**", "/actuator/**")
        .authenticationManager(authentication)
        .addFilterBefore(door.ofPrograms(), HeaderWriterFilter.class)
        .authorizeHttpRequests(a ->
            a.requestMatchers(OPEN.toArray(String[]::new))
                .permitAll()
                .requestMatchers("/api/v1/local/**")
                .hasRole("LOCAL")
                .anyRequest()
                .access(WebSecurity::inScope))
        .httpBasic(basic -> basic.authenticationEntryPoint(SecurityProblems::notLoggedIn))
        .addFilterBefore(new OwnRequests(), BasicAuthenticationFilter.class)
        .addFilterBefore(
            new TokenFilter(accounts, local, failures), BasicAuthenticationFilter.class)
        .addFilterAfter(new SoundTransfers(), AuthorizationFilter.class)
        .exceptionHandling(e ->
            e.authenticationEntryPoint(SecurityProblems::notLoggedIn)
                .accessDeniedHandler(SecurityProblems::forbidden))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .build();
  }

  private static AuthorizationDecision inScope(
      Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    Set<Scope> enough = ApiScopes.enough(request.getMethod(), request.getServletPath());
    Authentication its = who.get();
    boolean may =
        its != null
            && its.isAuthenticated()
            && its.getAuthorities().stream()
                .anyMatch(has ->
                    enough.stream()
                        .anyMatch(scope ->
                            TokenFilter.authority(scope)
                                .getAuthority()
                                .equals(has.getAuthority())));
    if (may) {
      request.setAttribute(StrangerGate.PROVEN, true);
    }
    return new AuthorizationDecision(may);
  }

  /** What phones ask for themselves; pages that may open a WebSocket may ask too. */
  @Bean
  @Order(0)
  SecurityFilterChain phonesApi(
      HttpSecurity http,
      BelfryProperties properties,
      DirectoryStore directory,
      SiteIdentity site,
      Guard guard,
      FailedLogIns failures)
      throws Exception {
    CorsConfiguration pages = new CorsConfiguration();
    pages.setAllowedOrigins(properties.sip().webSocketOrigins());
    pages.setAllowedMethods(List.of("GET"));
    pages.setAllowedHeaders(List.of("Authorization"));
    var origins = new UrlBasedCorsConfigurationSource();
    origins.registerCorsConfiguration("/api/v1/turn", pages);
    return http.securityMatcher("/api/v1/turn")
        .authenticationManager(
            new ProviderManager(
                new PhoneAuthentication(directory::current, site.realm(), guard, failures)))
        .authorizeHttpRequests(a -> a.anyRequest().hasRole("PHONE"))
        .httpBasic(basic -> basic.authenticationEntryPoint(SecurityProblems::notLoggedIn))
        .exceptionHandling(e -> e.authenticationEntryPoint(SecurityProblems::notLoggedIn))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .cors(cors -> cors.configurationSource(origins))
        .csrf(csrf -> csrf.disable())
        .build();
  }

  /** Phones: who they are is asked by SIP itself, on the connection. */
  @Bean
  @Order(2)
  SecurityFilterChain phones(HttpSecurity http) throws Exception {
    return http.securityMatcher("/ws")
        .authorizeHttpRequests(a -> a.anyRequest().permitAll())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .build();
  }

  /** Phones' files: the address is the secret, and who guesses is counted where files are given. */
  @Bean
  @Order(3)
  SecurityFilterChain filesOfPhones(HttpSecurity http) throws Exception {
    return http.securityMatcher("/p/**")
        .authorizeHttpRequests(a -> a.anyRequest().permitAll())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .headers(headers -> headers.disable())
        .build();
  }

  /** Pages: who signs in has a session; what may be seen is said at each page. */
  @Bean
  @Order(4)
  SecurityFilterChain pages(
      HttpSecurity http,
      People people,
      PasswordEncoder encoder,
      SignIns signIns,
      GuessBrake brake,
      FailedLogIns failures,
      AdminDoor door)
      throws Exception {
    return http.authenticationManager(
            new ProviderManager(
                new BrakedAuthentication(
                    passwords(people, encoder), brake, failures, true, people::counted)))
        .headers(headers ->
            headers
                .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(DEVICES))
                .withObjectPostProcessor(writtenFirst()))
        .csrf(csrf -> csrf.ignoringRequestMatchers(CodeFilter.PATH))
        .addFilterBefore(door.ofPages(), UsernamePasswordAuthenticationFilter.class)
        .addFilterBefore(new OwnRequests(), UsernamePasswordAuthenticationFilter.class)
        .addFilterAfter(new CodeFilter(signIns, failures), AuthorizationFilter.class)
        .with(
            VaadinSecurityConfigurer.vaadin(),
            // Whoever is signed in may ask for any address: an unknown one gets our page, not a
            // bare 403.
            vaadin -> vaadin.loginView(LoginView.class).anyRequest(AuthorizedUrl::authenticated))
        .build();
  }

  /** Vaadin sends its page in a way in which header fields that are written last are lost. */
  private static ObjectPostProcessor<HeaderWriterFilter> writtenFirst() {
    return new ObjectPostProcessor<>() {
      @Override
      public <O extends HeaderWriterFilter> O postProcess(O filter) {
        filter.setShouldWriteHeadersEagerly(true);
        return filter;
      }
    };
  }
}
