package rimrep.cli;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.publish.Endpoints;
import rimrep.pipeline.publish.LandingPage;
import rimrep.pipeline.publish.LastRun;
import rimrep.pipeline.publish.PygeoapiConfig;
import rimrep.pipeline.step.CompletePackages;
import rimrep.pipeline.step.Stores;

/// The page at the root of the public address.
final class Page {
  private final Stores stores;
  private final Endpoints endpoints;
  private final PygeoapiConfig.Owner owner;

  Page(Stores stores, Endpoints endpoints, PygeoapiConfig.Owner owner) {
    this.stores = stores;
    this.endpoints = endpoints;
    this.owner = owner;
  }

  void serve(Context context) {
    List<CompletePackage> packages =
        new CompletePackages(stores)
            .all().stream().filter(p -> p.access() == Access.PUBLIC).toList();
    RunHistory history = new RunHistory(stores.artifacts(), Clock.systemUTC());
    List<LastRun> runs = new ArrayList<>();
    for (CompletePackage complete : packages) {
      history
          .last(complete.id())
          .ifPresent(past ->
              runs.add(
                  new LastRun(
                      complete.id(),
                      past.record().ended().orElse(past.record().started()),
                      past.record().result().word(),
                      past.record().exitCode() == 0)));
    }
    context
        .contentType("text/html; charset=utf-8")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        .result(LandingPage.of(owner.title(), owner.description(), packages, endpoints, runs));
  }
}
